import { t } from '@vscode/l10n';
import type { Accounted, Assessment, MissingCommit } from '../release/types';
import {
  adoptedSentence,
  baseSentence,
  changeLabel,
  changeName,
  containmentSentences,
  flagSentences,
  movedText,
} from './changes';
import { isMovable, isToPush, leaveOutLines, nextLines } from './commandLines';
import { commitsText, twinText, whereText } from './phrases';
import { reasonText } from './reasons';
import { isToMove, stateWords } from './states';
import { bullets, code, markdown, refName, shortId } from './text';

/**
 * A Markdown document on one change: its state, why it is in it, what to do next, and the facts that were used.
 * Everything that came from outside is escaped.
 * @param onto the line or release that was chosen as target; undefined where nothing was chosen
 */
export function explain(change: Assessment, onto?: string): string {
  const words = stateWords(change.state);
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [t('What to do next'), [nextSteps(change), ...terminalLines(nextLines(change, onto))]],
    [t('What else holds'), bullets(alsoSentences(change))],
    [t('Where it is cut from'), change.base === null ? [] : [baseSentence(change, change.base)]],
    [t('Its commits'), bullets(commitLines(change))],
    [t('Probably upstream'), probableLines(change, onto)],
    [t('Missing'), bullets(missingLines(change))],
    [t('On the line before'), predecessorLines(change)],
    [t('Where it is'), bullets(refLines(change))],
    [t('What contains it'), bullets(containmentSentences(change))],
  ];
  return [
    `# ${markdown(changeLabel(change))}`,
    t(
      '{0}: {1} of {2}, target {3}.',
      code(changeName(change)),
      markdown(change.type),
      markdown(change.customer),
      markdown(change.target),
    ),
    t('**{0}.** {1} {2}', words.label, words.sentence, markdown(reasonText(change.reason), 1000)),
    ...sections.filter(([, lines]) => lines.length > 0).map(([title, lines]) => `## ${title}\n\n${lines.join('\n')}`),
  ]
    .join('\n\n')
    .concat('\n');
}

/** What a person can do about the state, and whether somebody does. */
function nextSteps(change: Assessment): string {
  const step = nextStep(change);
  return change.owner === null && isToMove(change.state)
    ? t('{0} Nobody looks after it yet: *Take Ownership*.', step)
    : step;
}

/** One or two sentences: what a person can do about the state, by which command of the editor. Markdown. */
export function nextStep(change: Assessment): string {
  const target = markdown(change.target);
  if (isToPush(change) || (change.where === 'diverged' && isToMove(change.state))) return pushStep(change);
  switch (change.state) {
    case 'pending':
      return change.also.includes('branch-lost')
        ? t('*Rebase…* it onto {0} from the tip the release merged, or *Decide…* that it is dropped.', target)
        : t('*Rebase…* it onto {0}, or *Decide…* that it is dropped.', target);
    case 'stale':
      return t('*Rebase…* its own commits onto the agreed base of {0}.', target);
    case 'merged':
      return t('*Rebase…* its own commits onto the agreed base of {0}, leaving the merge behind.', target);
    case 'off-base':
      return isMovable(change)
        ? t('*Rebase…* its own commits onto the agreed base of {0}, or *Decide…* on an exception base.', target)
        : t('Commit it anew on a branch cut from a release: *New Change Branch…* makes one.');
    case 'partial':
      return t('*Rebase…* it: what is missing goes on top of its branch. Or *Decide…* that it is left out.');
    case 'unknown':
      if (change.reason.code === 'equivalents-pending') return t('Wait: upstream is still being searched.');
      if (change.reason.code === 'shallow-history')
        return t('Deepen the clone: {0}.', code('git fetch --unshallow --tags'));
      return t('Get what is absent (*Fetch…*, deepen the clone, or initialise the submodule), then *Refresh*.');
    case 'external':
      return t('*Import…* the release of it that supports {0}.', target);
    case 'adopted':
      return change.branch === null
        ? t('Nothing. It ends with the line before.')
        : t('Nothing to carry: its branch on {0} can go.', target);
    case 'dropped':
      return t('Nothing. To bring it back, take the decision back.');
    case 'new':
    case 'carried':
      return t('Nothing.');
  }
}

/** What to do about commits the others have not got: a push is right only when the remote has nothing of its own. */
function pushStep({ where }: Assessment): string {
  switch (where) {
    case 'diverged':
      return t('Look at what the remote has and this branch has not, before either is pushed or moved.');
    case 'remote-gone':
      return t('Ask who deleted its branch on the remote; then *Push…* it again, or delete it here.');
    default:
      return t('*Push…* its branch, so that the others have it.');
  }
}

/** Lines for a terminal in a block of code. */
function terminalLines(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', t('In a terminal:'), '', '```sh', ...lines, '```'];
}

function alsoSentences(change: Assessment): string[] {
  const sentences = flagSentences(change);
  if (change.adoptedIn !== null) sentences.push(adoptedSentence(code(change.adoptedIn)));
  if (!change.shipped) sentences.push(t('It is on the line before, but not in its last release.'));
  if (change.stackedOn !== null) sentences.push(t('It is stacked on {0}.', code(change.stackedOn)));
  if (change.owner !== null) sentences.push(t('{0} looks after it.', markdown(change.owner)));
  if (change.ticket !== null) sentences.push(t('Its ticket is {0}.', code(change.ticket)));
  return sentences;
}

function commitLines(change: Assessment): string[] {
  return change.commits.map((commit) => {
    const twin = twinText(commit);
    const line = `${code(shortId(commit.id))} ${markdown(commit.subject)}`;
    return twin === null ? line : t('{0} ({1})', line, twin);
  });
}

/** What to compare, and how to say what was found. */
function probableLines(change: Assessment, onto: string | undefined): string[] {
  const { probable } = change;
  if (probable.length === 0) return [];
  const named = ({ id, subject }: MissingCommit): string => `${code(shortId(id))} ${markdown(subject)}`;
  const lines = probable.map((commit) =>
    t('{0}: upstream has {1}', named(commit), commit.upstream.map(named).join(', ')),
  );
  const shows = probable.map(
    ({ id, upstream }) => `git show ${[id, ...upstream.map((one) => one.id)].map(shortId).join(' ')}`,
  );
  return [
    ...bullets(lines),
    '',
    t('Compare them. If upstream does the same, leave them out by the last line; if not, carry them.'),
    ...terminalLines([...shows, ...leaveOutLines(change, onto)]),
  ];
}

/** Without a branch on the target all commits have yet to come: nothing is missing from it. */
function missingLines({ branch, missing }: Assessment): string[] {
  if (branch === null) return [];
  return missing.map((commit) => `${code(shortId(commit.id))} ${markdown(commit.subject)}`);
}

function predecessorLines(change: Assessment): string[] {
  const from = change.predecessor;
  if (from === null) return [];
  const tip = code(shortId(from.tip));
  const line = markdown(from.line);
  const sentence =
    from.branch === null
      ? t('The release of {0} merged it at {1}.', line, tip)
      : t('{0} on {1}, at {2}.', code(refName(from.branch)), line, tip);
  return [sentence, ...accountLines(change)];
}

/** How many of the predecessor's commits are accounted for, and by what. */
function accountLines(change: Assessment): string[] {
  const counts = new Map<Accounted, number>();
  for (const how of Object.values(change.accounted)) counts.set(how, (counts.get(how) ?? 0) + 1);
  const lines = Array.from(counts, ([how, n]) => t('{0}: {1}', accountedText(how), commitsText(n)));
  return lines.length === 0 ? [] : ['', ...bullets(lines)];
}

function accountedText(how: Accounted): string {
  switch (how) {
    case 'same-patch':
      return t('carried with the same patch');
    case 'journalled':
      return t('carried by a recorded move');
    case 'changed-while-moving':
      return t('changed while moving');
    case 'upstream-twin':
      return t('adopted upstream');
    case 'upstream-issue':
      return t('probably upstream, by issue number');
    case 'decision':
      return t('left out by decision');
  }
}

function refLines(change: Assessment): string[] {
  const lines = change.refs.map((ref) =>
    ref.name === change.truth
      ? t('{0} at {1}, the tip that counts', code(refName(ref.name)), code(shortId(ref.tip)))
      : t('{0} at {1}', code(refName(ref.name)), code(shortId(ref.tip))),
  );
  const where = whereText(change.where);
  if (where !== null) lines.push(t('Its branch is {0}.', where));
  const moved = movedText(change);
  if (moved !== null) lines.push(moved);
  if (change.checkedOut !== null) lines.push(t('Checked out in {0}.', code(change.checkedOut)));
  return lines;
}
