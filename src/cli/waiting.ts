import { alignedLines, conflictFileText, shortId, terminal } from '../present';
import type { Conflict } from '../session';

/** The branch a person goes on with: one that is begun before others, else the first. */
export function firstOf(waits: readonly Conflict[]): Conflict | null {
  return waits.find(({ scratch }) => scratch.state !== 'not-begun') ?? waits[0] ?? null;
}

/** What is said of the place where git has stopped. */
const stops = {
  pick: { what: 'commit', fails: 'does not apply', skip: 'Leave the commit out with:' },
  merge: { what: 'merge', fails: 'conflicts', skip: 'Go on without it with:' },
} as const;

/** Where a branch stands that waits, and what to do for it by calling the program again. Safe to show. */
export function waitingLines(
  { plan, section, newBranch, number, of, scratch }: Conflict,
  program: string,
): readonly string[] {
  const { does, commit, folder, files, state } = scratch;
  const { what, fails, skip } = stops[does];
  const resume = `${program} resume ${plan}`;
  const heading = `Branch ${String(number)} of ${String(of)} waits for you: ${terminal(newBranch)}`;
  if (state === 'not-begun' || folder === null) {
    return [heading, ...alignedLines([['Open its conflict with:', resume], leaveOut(resume, section)], null)];
  }
  return [
    heading,
    ...(commit === null
      ? []
      : [
          `  ${what} ${String(scratch.number)} of ${String(scratch.of)} ${fails}: ${shortId(commit.id)} ${terminal(commit.subject)}`,
        ]),
    `  in ${terminal(folder)}`,
    ...alignedLines(
      files.map((file) => [terminal(file.path), conflictFileText(file, does)]),
      null,
    ).map((line) => `    ${line}`),
    ...alignedLines(
      [
        [state === 'conflict' ? 'Edit these files there, then go on with:' : 'Go on with:', resume],
        [skip, `${resume} --skip`],
        leaveOut(resume, section),
      ],
      null,
    ),
  ];
}

function leaveOut(resume: string, section: string): readonly [string, string] {
  return ['Leave the branch out with:', `${resume} --leave-out --section ${section}`];
}
