import { seededRandom } from '../../src/demo';

/** Always the same ones of the same list. */
export function draw<T>(all: readonly T[], count: number): T[] {
  const random = seededRandom(7);
  const left = [...all];
  return Array.from({ length: Math.min(count, all.length) }, () => left.splice(random(left.length), 1)).flat();
}
