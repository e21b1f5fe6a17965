import type { ObjectId } from '../types';

/**
 * A message with the line `git cherry-pick -x` adds to it, and without the white space it takes away: in the last paragraph
 * where that is one of trailers, else in one of its own (sequencer.c, do_pick_commit; trailer.c). `trailer.*` and another
 * comment character than `#` are not heeded.
 * @param message bytes or characters, without blank lines before it
 */
export function cited(message: string, commit: ObjectId): string {
  const whole = message === '' || message.endsWith('\n') ? message : `${message}\n`;
  return withoutBlanks(`${whole}${endsInTrailers(whole) ? '' : '\n'}(cherry picked from commit ${commit})\n`);
}

/** No blanks at the end of a line, no two blank lines, none before or after (strbuf.c, strbuf_stripspace). */
function withoutBlanks(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/[ \t\r]+$/, ''));
  const kept = lines.filter((line, at) => line !== '' || (at > 0 && lines[at - 1] !== ''));
  return kept.join('\n').replace(/^\n+|\n+$/g, '') + '\n';
}

const GENERATED = ['Signed-off-by: ', '(cherry picked from commit '];
const TRAILER = /^[A-Za-z0-9-]+[ \t]*:/;

/** Whether the last paragraph, which the first never is, holds trailers enough (trailer.c, find_trailer_start). */
function endsInTrailers(message: string): boolean {
  const lines = message.slice(0, endOfLog(message)).split('\n');
  if (lines.at(-1) === '') lines.pop();
  const title = lines.findIndex(isBlank);
  let [trailers, others, indented] = [0, 0, 0];
  let isGenerated = false;
  let isText = false;
  for (const line of title < 0 ? [] : lines.slice(title).reverse()) {
    if (line.startsWith('#')) {
      others += indented;
      indented = 0;
    } else if (isBlank(line)) {
      if (!isText) continue;
      others += indented;
      return (isGenerated && trailers * 3 >= others) || (trailers > 0 && others === 0);
    } else {
      isText = true;
      const generated = GENERATED.some((prefix) => line.startsWith(prefix));
      if (generated || TRAILER.test(line)) {
        isGenerated ||= generated;
        trailers += 1;
        // What is indented below a trailer goes on with it.
        indented = 0;
      } else if (/^[ \t\r]/.test(line)) {
        indented += 1;
      } else {
        others += 1 + indented;
        indented = 0;
      }
    }
  }
  return false;
}

function isBlank(line: string): boolean {
  return /^[ \t\r]*$/.test(line);
}

const SCISSORS = '# ------------------------ >8 ------------------------\n';

/** Where comments, a list of conflicts as old gits wrote it, or what is cut off begin at the end (commit.c, ignore_non_trailer). */
function endOfLog(message: string): number {
  const cut = message.startsWith(SCISSORS) ? 0 : message.indexOf(`\n${SCISSORS}`) + 1;
  const cutoff = cut > 0 || message.startsWith(SCISSORS) ? cut : message.length;
  let end = 0;
  let isConflicts = false;
  for (let at = 0; at < cutoff;) {
    const newline = message.indexOf('\n', at);
    const next = newline < 0 ? message.length : newline + 1;
    if (message[at] === '#' || message[at] === '\n') {
      end ||= at;
    } else if (message.startsWith('Conflicts:\n', at)) {
      isConflicts = true;
      end ||= at;
    } else if (!(isConflicts && message[at] === '\t')) {
      end = 0;
      isConflicts = false;
    }
    at = next;
  }
  return end === 0 ? cutoff : end;
}
