/** What a code needs to become a sentence: tags, names, counts; never markup. */
export type Detail = Readonly<Record<string, string | number>>;

/** The first of these details that is there, as text; null when none is. */
export function read(detail: Detail, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = detail[name];
    if (value !== undefined && value !== '') return String(value);
  }
  return null;
}
