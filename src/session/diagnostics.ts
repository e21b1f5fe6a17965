import type { Diagnostic } from '../config';

/** Nothing of a file, or of what a path names, is known. */
export function cannotBeRead(what: string, path?: string): Diagnostic {
  const found = wrongAsWhole('unreadable', `${what} cannot be read`);
  return path === undefined ? found : { ...found, path };
}

export function wrongAsWhole(code: string, message: string): Diagnostic {
  const origin = { line: 0, character: 0 };
  return { severity: 'error', code, message, range: { start: origin, end: origin } };
}
