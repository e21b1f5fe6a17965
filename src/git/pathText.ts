import { isUtf8 } from 'node:buffer';

/**
 * A path as text. git's paths are bytes: one that is no UTF-8 is written as git quotes it (`"caf\351.php"`), so that it
 * stays another path than its neighbours and survives JSON.
 * @param bytes each byte a character.
 */
export function pathText(bytes: string): string {
  // Nearly all are, and there are many.
  if (ASCII.test(bytes)) return bytes;
  const buffer = Buffer.from(bytes, 'latin1');
  if (isUtf8(buffer)) return buffer.toString('utf8');
  const quoted = bytes.replace(
    /[^ !#-[\]-~]/g,
    (byte) => SHORT[byte] ?? `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
  return `"${quoted}"`;
}

const ASCII = /^[\0-\x7f]*$/;

/** quote.c of git. */
const SHORT: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};
