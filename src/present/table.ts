/** Characters that take two columns of a terminal. */
const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const narrow = /^[\u0020-\u02ff]*$/;

/** Columns of a terminal the text takes. */
export function textWidth(text: string): number {
  if (narrow.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += /[\p{M}\u200d]/u.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

/** The text in at most `width` columns; what is left out is shown by `…`. */
export function fit(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let shown = '';
  let used = 1;
  for (const character of text) {
    used += textWidth(character);
    if (used > width) break;
    shown += character;
  }
  return `${shown.trimEnd()}…`;
}

/**
 * Rows as aligned lines. With a `width` the first column takes at most half of it and no line is longer.
 * Empty cells at the end of a row leave no blanks.
 */
export function alignedLines(rows: readonly (readonly string[])[], width: number | null): string[] {
  const cut =
    width === null
      ? rows
      : rows.map(([first = '', ...more]) =>
          more.length === 0 ? [first] : [fit(first, Math.floor(width / 2)), ...more],
        );
  const widths: number[] = [];
  for (const row of cut) row.forEach((cell, n) => (widths[n] = Math.max(widths[n] ?? 0, textWidth(cell))));
  return cut.map((row) => {
    const line = row
      .map((cell, n) => cell + ' '.repeat((widths[n] ?? 0) - textWidth(cell)))
      .join('  ')
      .trimEnd();
    return width === null ? line : fit(line, width);
  });
}
