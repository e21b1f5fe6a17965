import { t } from '@vscode/l10n';
import type { Assessment, Base, MissingCommit, OwnCommit } from '../release/types';
import { baseName, commitsText, containmentText, day, roleName, twinText, whereText } from './phrases';
import { predictionWords } from './predictions';
import { reasonText } from './reasons';
import { remarks } from './remarks';
import { flagWords, stateWords } from './states';
import { bullets, code, display, markdown, refName, shortId } from './text';

/** What tells a change from its neighbours: `mod_resource · singlefiles`. */
export function changeLabel(change: Assessment): string {
  return display(change.shortname === null ? change.component : `${change.component} · ${change.shortname}`);
}

/** The same below a heading that names the component already. */
export function changeLabelBelowComponent(change: Assessment): string {
  return display(change.shortname ?? change.component);
}

/** `2 conflicts · branch lost · hack, on v2.3.0, 2 commits`: what is exceptional first, because a narrow sidebar cuts the end. */
export function changeDescription(change: Assessment): string {
  const exceptional = remarks(change);
  const parts = [...predicted(change), ...(exceptional === '' ? [] : [exceptional]), facts(change).join(', ')];
  return display(parts.join(' · '), 300);
}

/** For a screen reader: label, state and description in one go. */
export function changeSpoken(change: Assessment): string {
  const name = change.shortname === null ? [change.component] : [change.component, change.shortname];
  const exceptional = remarks(change).replaceAll(' · ', ', ');
  const all = [
    ...name,
    stateWords(change.state).label.toLowerCase(),
    ...predicted(change),
    exceptional,
    ...facts(change),
  ];
  return display(all.filter((part) => part !== '').join(', '), 300);
}

/** Name of the change's branch on its target, else of the branch it has to come from, else its key. */
export function changeName(change: Assessment): string {
  if (change.branch !== null) return change.branch;
  const from = change.predecessor?.branch;
  return from === null || from === undefined ? change.key : refName(from);
}

/** Markdown; everything that came from outside is escaped. */
export function changeTooltip(change: Assessment): string {
  return [`**${code(changeName(change))}**`, changeStanding(change)].join('\n\n');
}

/** The same for below its name. */
export function changeStanding(change: Assessment): string {
  const words = stateWords(change.state);
  const state = t('**{0}** on {1}: {2}', words.label, markdown(change.target), markdown(reasonText(change.reason)));
  const points = flagSentences(change);
  if (change.prediction !== null) points.push(markdown(predictionWords(change.prediction).spoken, 400));
  if (change.adoptedIn !== null) points.push(adoptedSentence(code(change.adoptedIn)));
  if (!change.shipped) points.push(t('It is not in the last local release.'));
  if (change.base !== null) points.push(baseSentence(change, change.base));
  const where = whereText(change.where);
  if (where !== null) points.push(t('Its branch is {0}.', where));
  points.push(...containmentSentences(change));
  if (change.branch !== null && change.missing.length > 0)
    points.push(t('Missing: {0}.', commitsText(change.missing.length)));
  const moved = movedText(change);
  if (moved !== null) points.push(moved);
  if (change.ticket !== null) points.push(t('Ticket {0}.', code(change.ticket)));
  return [state, bullets(points).join('\n')].filter((part) => part !== '').join('\n\n');
}

/** `1a2b3c4d Allow single files`; the label of a commit below a change. */
export function commitLabel(commit: MissingCommit): string {
  return display(`${shortId(commit.id)} ${commit.subject}`);
}

/** Its upstream twin in words; empty without one. */
export function commitDescription(commit: OwnCommit): string {
  return twinText(commit) ?? '';
}

/** Its flags as sentences, but for what the reason has said. */
export function flagSentences({ also, reason }: Assessment): string[] {
  return also.filter((flag) => flag !== reason.code).map((flag) => flagWords(flag).sentence);
}

/** What a point release means for a change that it brings. @param release Markdown */
export function adoptedSentence(release: string): string {
  return t('Upstream has all of it since {0}: it is not needed there any more.', release);
}

/** Markdown: `v2.3.0`, own commits over it, upstream commits to the target. */
export function baseSentence(change: Assessment, base: Base): string {
  const name = code(baseName(base));
  // Where the release was merged in, the branch has them.
  const isThere = change.state === 'merged' || change.also.includes('merged');
  if (change.behind === null || change.behind === 0 || isThere)
    return t('{0} over {1}.', commitsText(change.ahead), name);
  return t('{0} over {1}; the target is {2} further.', commitsText(change.ahead), name, commitsText(change.behind));
}

/** Markdown: what has all of it in one sentence, then one for each role branch, and `live`, that has some. */
export function containmentSentences(change: Assessment): string[] {
  const there = containers.filter((role) => change.in[role].state !== 'absent');
  const whole = there.filter((role) => change.in[role].state === 'all');
  const last = there.at(-1);
  const all =
    whole.length > 1 && whole.length === there.length && last !== undefined
      ? [t('In everything up to {0}.', roleName(last))]
      : whole.length > 0
        ? [t('In {0}: {1}.', whole.map(roleName).join(', '), t('all of it'))]
        : [];
  const some = there
    .filter((role) => change.in[role].state === 'some')
    .map((role) => t('In {0}: {1}.', roleName(role), containmentText(change.in[role])));
  return [...all, ...some];
}

const containers = ['testing', 'deployment', 'packaging', 'live'] as const;

/** Markdown: who moved it last, and when; null when nobody is known to have. */
export function movedText(change: Assessment): string | null {
  if (change.movedBy === null || change.movedAt === null) return null;
  return t('Last moved by {0} on {1}.', markdown(change.movedBy), markdown(day(change.movedAt)));
}

/** What moving it would come to, in a word or two. */
function predicted({ prediction }: Assessment): string[] {
  return prediction === null ? [] : [predictionWords(prediction).short];
}

function facts(change: Assessment): string[] {
  const base = change.base === null ? [] : [t('on {0}', baseName(change.base))];
  return [change.type, ...base, commitsText(change.commits.length)];
}
