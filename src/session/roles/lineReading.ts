import type { Assessment } from '../../release';
import type { Ground, Reading } from '../ground';

/** A line of one customer's. */
interface LinePlace {
  readonly customer: string;
  readonly line: string;
}

/** Whether a reading says what changes are at for that line: it is of one line for each customer. */
export function isReadFor({ customer, line }: LinePlace, { status }: Reading): boolean {
  return status.targets.some((target) => target.customer === customer && target.line === line);
}

/** The reading where it is of that line already, else another one that is. */
export async function readFor(
  place: LinePlace,
  reading: Reading,
  ground: Ground,
  signal: AbortSignal,
): Promise<Reading> {
  return isReadFor(place, reading) ? reading : ground.read({ target: place.line }, signal);
}

/** The changes of that line's customer, as they are there. */
export function changesOn({ customer, line }: LinePlace, { status }: Reading): readonly Assessment[] {
  return status.changes.filter((one) => one.customer === customer && one.target === line);
}
