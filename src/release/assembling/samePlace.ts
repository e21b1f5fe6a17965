import type { ListPlace } from '../../config';

export function isSamePlace(one: ListPlace, other: ListPlace): boolean {
  return (
    one.customer === other.customer && one.line === other.line && one.role === other.role && one.suffix === other.suffix
  );
}
