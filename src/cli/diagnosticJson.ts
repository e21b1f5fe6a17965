import type { Diagnostic } from '../config/types';

/** What is wrong in a text, with its place counted from 1. */
export function diagnosticJson({ severity, code, message, path, range: { start } }: Diagnostic): object {
  return { severity, code, message, path: path ?? null, line: start.line + 1, character: start.character + 1 };
}
