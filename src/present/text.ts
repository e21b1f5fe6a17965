/** ESC sequences: CSI, OSC (ended by BEL or ST), and two-character ones. */
const ansi = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;

/** Controls, and what changes the order or hides the presence of characters: bidi controls, zero-width, tags, unpaired surrogates. */
const invisible =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Longest text shown for one value that came from outside, in code points. */
const defaultLimit = 200;

/**
 * Text from outside as the editor may show it in a label, a description or a message: one line, no escape sequence,
 * no icon, no character that reorders or hides others (a replacement character stands for it).
 */
export function display(text: string, limit = defaultLimit): string {
  const flat = text
    .replace(ansi, '')
    .replace(/[\s\u2028\u2029]+/gu, ' ')
    .replace(invisible, '\ufffd')
    // `$(icon)` becomes a picture in labels, and there is no escape that all places understand.
    .replace(/\$\(/g, '$ (')
    .trim();
  return shorten(flat, limit);
}

/** Text from outside as a terminal may show it: every control, bidi or hidden character is spelt out, as `\x1b` or `\u{202e}`. */
export function terminal(text: string): string {
  return text.replace(invisible, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\n') return '\\n';
    if (character === '\t') return '\\t';
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

/** Text from outside as plain words in a Markdown document: no mark-up, link, mention, image or HTML comes of it. */
export function markdown(text: string, limit = defaultLimit): string {
  return (
    display(text, limit)
      .replace(/[\\`*_{}[\]()#!<>|~&@:$]/g, '\\$&')
      // Renderers make links of bare `www.` names.
      .replace(/\bwww\./gi, 'www\\.')
      // At the start of a line these make lists, rules and headings.
      .replace(/^[-+=]/, '\\$&')
      .replace(/^(\d+)\.(?=\s|$)/, '$1\\.')
  );
}

/** Text from outside as a Markdown code span, which nothing inside can end. */
export function code(text: string): string {
  const shown = display(text);
  const runs = shown.match(/`+/g) ?? [];
  const fence = '`'.repeat(1 + Math.max(0, ...runs.map((run) => run.length)));
  const pad = shown === '' || shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** Lines of a Markdown list. */
export function bullets(lines: readonly string[]): string[] {
  return lines.map((line) => `- ${line}`);
}

/** The first eight digits of an object id, enough for people. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

/** The last words of a full ref name: without refs/heads/, refs/remotes/ or refs/tags/. */
export function refName(ref: string): string {
  return ref.replace(/^refs\/(?:heads|remotes|tags)\//, '');
}

function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const points = Array.from(text);
  return points.length <= limit ? text : `${points.slice(0, limit - 1).join('')}…`;
}
