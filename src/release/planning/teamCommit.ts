import { decisionPath, decisionText } from '../../config';
import type { Decision, WrittenDecision } from '../../config';
import type { FilesEffect } from '../../git';
import type { Remark } from '../../plan';
import type { RecordDraft, TeamBranch } from './types';

type Files = FilesEffect['files'];

/** A decision written in its own file, in place of others of the change: what they were in goes. */
export function writing(decision: WrittenDecision, replaced: readonly Decision[]): Files {
  const path = decisionPath(decision);
  return [...removing(replaced.filter((one) => one.path !== path)), { path, text: decisionText(decision) }];
}

export function removing(decisions: readonly Decision[]): Files {
  return decisions.map(({ path }) => ({ path, text: null }));
}

/**
 * Where the next commit of the team's branch goes. When a colleague was quicker it goes onto theirs: on top, or, where
 * both went on, with what each has changed; a file both changed is refused unless this very commit settles it.
 */
export function ontoTeam(
  team: TeamBranch,
  files: Files,
): Pick<RecordDraft['commit'], 'old' | 'parents' | 'files'> & { readonly refusal: Remark | null } {
  const { local, shared, standing, merged } = team;
  const old = local;
  const theirs = shared?.tip ?? null;
  if (standing === 'behind' && theirs !== null) return { old, parents: [theirs], files, refusal: null };
  if (standing !== 'diverged' || theirs === null || local === null) {
    return { old, parents: local === null ? [] : [local], files, refusal: null };
  }
  const settled = new Set(files.map(({ path }) => path));
  const open = merged?.conflicts.filter(({ path }) => !settled.has(path)) ?? [];
  const taken = merged?.files.filter(({ path }) => !settled.has(path)) ?? [];
  const parents = [theirs, local];
  return { old, parents, files: [...taken, ...files], refusal: open.length === 0 ? null : twice(open) };
}

function twice(conflicts: NonNullable<TeamBranch['merged']>['conflicts']): Remark {
  const decided = conflicts.filter(({ ours, theirs }) => ours !== null || theirs !== null);
  const said = decided.map(({ path, ours, theirs }) => `${path}: here ${sideText(ours)}, there ${sideText(theirs)}`);
  // What is no decision on either side: a list, or the configuration.
  const others = conflicts.filter((one) => !decided.includes(one)).map(({ path }) => path);
  const texts = [
    ...(said.length === 0 ? [] : [`Decided here and by a colleague: ${said.join('; ')}. Decide it again.`]),
    ...(others.length === 0 ? [] : [`Changed here and by a colleague: ${others.join(', ')}. Edit it again.`]),
  ];
  return { code: 'decided-twice', text: texts.join(' ') };
}

function sideText(side: Decision | null): string {
  return side === null ? 'none' : `${side.decision} by ${side.by} (${side.because})`;
}
