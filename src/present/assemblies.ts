import { t } from '@vscode/l10n';
import type { AssemblyEntry, AssemblyState } from '../session/assemblyTypes';
import { changesText, commitsText } from './phrases';
import { roleLabel } from './roles';
import { bullets, code, display, markdown, shortId } from './text';

/** An entry of a list, with what stands beside it. */
export interface EntryFacts {
  readonly entry: AssemblyEntry;
  readonly clashes: readonly EntryClash[];
  /** Commits its branch has that the role branch lacks; 0 where that is not known. */
  readonly behind: number;
}

/** Another change it conflicts with, by key; null for what both are merged into. */
export interface EntryClash {
  readonly with: string | null;
  readonly paths: readonly string[];
}

/** What an entry conflicts with, whichever of the two is merged first. */
export function clashesOf({ clashes }: AssemblyState, change: string): readonly EntryClash[] {
  return clashes.flatMap((clash) => {
    if (clash.change === change) return [{ with: clash.with, paths: clash.paths }];
    return clash.with === change ? [{ with: clash.change, paths: clash.paths }] : [];
  });
}

/** `mod_quiz · lates`: what tells a change from its neighbours, where nothing but its key is known. */
export function keyLabel(key: string): string {
  const [, , component = key, shortname] = key.split('/');
  return display(shortname === undefined ? component : `${component} · ${shortname}`);
}

/** `clashes with mod_quiz · lates · pinned at 1a2b3c4d · merged`: what is exceptional first. */
export function entryDescription(facts: EntryFacts): string {
  return entryParts(facts).join(' · ');
}

/** For a screen reader: the name, and all there is to say of it. */
export function entrySpoken(name: string, facts: EntryFacts): string {
  return [name, ...entryParts(facts)].join(', ');
}

/** The icon differs for every standing: colour never carries the meaning alone. */
export function entryIcon({ entry, clashes }: EntryFacts): { readonly icon: string; readonly colour: string | null } {
  if (entry.left !== null) return leftIcons[entry.left.why];
  if (clashes.length > 0) return { icon: 'warning', colour: 'list.warningForeground' };
  if (entry.tip === null) return { icon: 'question', colour: 'list.warningForeground' };
  if (entry.pin !== null) return { icon: 'pinned', colour: null };
  switch (entry.merged) {
    case 'yes':
      return { icon: 'pass', colour: 'testing.iconPassed' };
    case 'behind':
      return { icon: 'arrow-circle-up', colour: 'charts.blue' };
    case 'no':
      return { icon: 'circle-large-outline', colour: null };
    case 'unknown':
      return { icon: 'question', colour: 'list.warningForeground' };
  }
}

const leftIcons = {
  held: { icon: 'debug-pause', colour: 'charts.yellow' },
  excluded: { icon: 'circle-slash', colour: 'testing.iconSkipped' },
  dropped: { icon: 'trash', colour: 'testing.iconSkipped' },
} as const;

/** Markdown; everything that came from outside is escaped. */
export function entryTooltip(facts: EntryFacts): string {
  const { entry, clashes } = facts;
  const points = [
    ...(entry.left === null ? [mergedSentence(facts)] : [leftSentence(entry.left)]),
    ...(entry.pin === null ? [] : [t('It is pinned at {0}, whatever its branch is at.', code(shortId(entry.pin)))]),
    ...clashes.map(clashSentence),
  ];
  const name = entry.branch ?? entry.change;
  return [`**${code(name)}**`, bullets(points).join('\n')].join('\n\n');
}

/** `2 clash, 3 to merge, 1 held`: what a list comes to in a word or two; empty when all of it is merged. */
export function listSummary(state: AssemblyState): string {
  const { entries } = state;
  const count = (fits: (entry: AssemblyEntry) => boolean): number => entries.filter(fits).length;
  const clashing = count(({ change, left }) => left === null && clashesOf(state, change).length > 0);
  const waiting = count(isToMerge);
  const held = count(({ left }) => left?.why === 'held');
  const excluded = count(({ left }) => left !== null && left.why !== 'held');
  return [
    ...(clashing === 0 ? [] : [clashing === 1 ? t('1 clashes') : t('{0} clash', clashing)]),
    ...(waiting === 0 ? [] : [t('{0} to merge', waiting)]),
    ...(held === 0 ? [] : [t('{0} held', held)]),
    ...(excluded === 0 ? [] : [t('{0} left out', excluded)]),
  ].join(', ');
}

/** Whether the role branch lacks it, or some of it, and is to have it. */
export function isToMerge({ left, merged, tip }: AssemblyEntry): boolean {
  return left === null && tip !== null && merged !== 'yes' && merged !== 'unknown';
}

/** Of a role branch that is only a list so far: `2.6 testing`, `no branch yet, 12 changes on its list`. */
export function unmadeDescription({ list, entries }: AssemblyState): string {
  return list === null ? t('no branch yet') : t('no branch yet, {0} on its list', changesText(entries.length));
}

export function unmadeSpoken(state: AssemblyState): string {
  return display(`${state.customer}, ${roleLabel(state)}, ${unmadeDescription(state)}`);
}

/** What is wrong with a list's file, a line each: plain text. */
export function listProblems({ path, problems }: AssemblyState): readonly string[] {
  return problems.map(({ message, range }) => display(`${path}:${range.start.line + 1}: ${message}`, 400));
}

function entryParts({ entry, clashes, behind }: EntryFacts): readonly string[] {
  if (entry.left !== null) return [leftText(entry.left)];
  return [
    ...(clashes.length === 0 ? [] : [t('clashes with {0}', partners(clashes).join(', '))]),
    ...(entry.pin === null ? [] : [t('pinned at {0}', shortId(entry.pin))]),
    mergedText(entry, behind),
  ];
}

function partners(clashes: readonly EntryClash[]): readonly string[] {
  const names = clashes.map((clash) => (clash.with === null ? t('what it is merged into') : keyLabel(clash.with)));
  return [...new Set(names)];
}

function leftText({ why, because }: NonNullable<AssemblyEntry['left']>): string {
  const reason = display(because);
  switch (why) {
    case 'held':
      return t('held: {0}', reason);
    case 'excluded':
      return t('excluded: {0}', reason);
    case 'dropped':
      // A decision may say no reason.
      return reason === '' ? t('dropped') : t('dropped: {0}', reason);
  }
}

function leftSentence({ why, because }: NonNullable<AssemblyEntry['left']>): string {
  const reason = markdown(because, 400);
  switch (why) {
    case 'held':
      return t('It is held and not merged for now: {0}', reason);
    case 'excluded':
      return t('It is excluded from this branch: {0}', reason);
    case 'dropped':
      return reason === '' ? t('It was decided to drop it.') : t('It was decided to drop it: {0}', reason);
  }
}

function mergedText({ tip, merged }: AssemblyEntry, behind: number): string {
  if (tip === null) return t('no branch to merge');
  switch (merged) {
    case 'yes':
      return t('merged');
    case 'behind':
      return behind === 0 ? t('behind its branch') : t('behind by {0}', commitsText(behind));
    case 'no':
      return t('not in it yet');
    case 'unknown':
      return t('unknown');
  }
}

function mergedSentence({ entry, behind }: EntryFacts): string {
  if (entry.tip === null) return t('It has no branch on this line, and no commit it is pinned at.');
  const tip = code(shortId(entry.tip));
  switch (entry.merged) {
    case 'yes':
      return t('It is merged at {0}.', tip);
    case 'behind':
      return behind === 0
        ? t('An earlier state of it is merged; {0} is next.', tip)
        : t('It is merged but for {0}; {1} is next.', commitsText(behind), tip);
    case 'no':
      return t('It is not merged yet; {0} is next.', tip);
    case 'unknown':
      return t('Whether it is merged nobody can tell: the history is not all here.');
  }
}

/** Paths named of one clash. */
const named = 8;

function clashSentence({ with: partner, paths }: EntryClash): string {
  const more = paths.length - named;
  const shown = (more > 1 ? paths.slice(0, named) : paths).map((path) => code(path));
  const all = more > 1 ? [...shown, t('and {0} more', more)].join(', ') : shown.join(', ');
  return partner === null
    ? t('It clashes with what it is merged into, in {0}.', all)
    : t('It clashes with {0}, in {1}.', code(keyLabel(partner)), all);
}
