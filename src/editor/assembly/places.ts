import type { RoleBranch } from '../../release/types';

/** Which role branch is meant, whether or not it is there. */
export type RolePlace = Pick<RoleBranch, 'customer' | 'line' | 'role' | 'suffix'>;

export function placeOf({ customer, line, role, suffix }: RolePlace): RolePlace {
  return { customer, line, role, suffix };
}

export function isSamePlace(one: RolePlace, other: RolePlace): boolean {
  return (
    one.customer === other.customer && one.line === other.line && one.role === other.role && one.suffix === other.suffix
  );
}
