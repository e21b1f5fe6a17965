import { display } from './text';

/** Far from where a Date ends, and the last one people write with four digits. */
const LAST_SECOND = Date.UTC(10_000, 0) / 1000 - 1;

/**
 * `1372420800 +0100`, as git writes when a commit was made, as people read it in its own zone; the text as it is when
 * it is no such date. git takes dates of any size.
 */
export function dateText(signature: string): string {
  const [, seconds = '', zone = '+0000', sign, hours, minutes] =
    /^(\d{1,12}) (([+-])(\d\d)(\d\d))$/.exec(signature) ?? [];
  const offset = (sign === '-' ? -60 : 60) * (Number(hours) * 60 + Number(minutes));
  const local = Number(seconds) + offset;
  if (seconds === '' || local < 0 || local > LAST_SECOND) return display(signature);
  const text = new Date(local * 1000).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 16)} ${zone}`;
}
