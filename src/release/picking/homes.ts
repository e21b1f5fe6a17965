import type { ObjectId } from '../../git/types';
import type { Remark } from '../../plan';
import { parseLine } from '../../moodle';
import { customerOf, parseBranchName } from '../../scheme';
import type { Arranged, Candidate } from '../arrange';
import type { PickInputs } from '../planning/askedTypes';
import { nameProblem, takenProblem } from '../planning/createBranch';
import { colleagueOf } from '../planning/draft';
import { leftAs } from '../planning/left';
import { branchOnTarget, branchRef, Obstacles, shortOf } from '../planning/newBranch';
import { changesNamed } from '../planning/request';
import type { LeftChange } from '../planning/types';
import type { PickHome, PickHomes } from './types';

/** What a pick is for, as far as its words say: the line of the first branch that is named, where nothing else is said. */
export function placeOfPick(
  { line, customer, to, toNew }: Pick<PickInputs, 'line' | 'customer' | 'to' | 'toNew'>,
  scheme: Parameters<typeof parseBranchName>[1],
): { readonly line: string | null; readonly customer: string | null } {
  const names = toNew === null ? (to ?? []) : [toNew];
  const read = names.map((name) => parseBranchName(name, scheme)).find(({ kind }) => kind === 'change');
  return { line: line ?? read?.line ?? null, customer };
}

/**
 * The branches that are picked to. A branch is left that is not here, checked out, or waits in a plan, or that a
 * colleague has gone on with elsewhere.
 * @param waiting by full ref name, the plans in which branches wait for a person
 */
export function chooseHomes(
  inputs: Pick<PickInputs, 'to' | 'toNew'>,
  arranged: Arranged,
  waiting: ReadonlyMap<string, string>,
): PickHomes {
  const { snapshot } = arranged.facts;
  const obstacles = new Obstacles(snapshot, waiting);
  const made = inputs.toNew === null ? [] : [newHome(inputs.toNew, arranged, obstacles)];
  const candidates = arranged.arrangements.flatMap((arrangement) => arrangement.candidates);
  const called = candidates.map((candidate) => ({ ...candidate, branches: branchesOf(candidate) }));
  const { named, unknown } = changesNamed(inputs.to ?? [], called, arranged.facts.scheme);
  const found = [...named.map((candidate) => homeOf(candidate, arranged, obstacles)), ...made];
  const homes = found.flatMap((one) => ('own' in one ? [one] : []));
  return {
    homes,
    left: found.flatMap((one) => ('why' in one ? [one] : [])),
    unknown: [
      ...unknown,
      ...named.flatMap(({ target }) => elsewhere(inputs.to ?? [], target.line, arranged)),
      ...found.flatMap((one) => ('code' in one ? [one] : [])),
    ],
    targets: homes.map(({ target }) => target),
  };
}

/** Names of its branches on the line: one of the line before means the change there. */
function branchesOf({ here, predecessor }: Candidate): readonly string[] {
  return [...(here?.refs ?? []), ...(predecessor?.branch?.refs ?? [])].map(({ short }) => short);
}

/** A branch is named where it is: that of another line would be taken for the change on this one. */
function elsewhere(names: readonly string[], line: string, { facts: { scheme } }: Arranged): readonly Remark[] {
  return names.flatMap((name): Remark[] => {
    const parsed = parseBranchName(name, scheme);
    const isElsewhere = parsed.kind === 'change' && parsed.line !== null && parsed.line !== line;
    const text = `${name} is not on ${line}. Pick to the branches of one line at a time.`;
    return isElsewhere ? [{ code: 'other-line', text, about: name }] : [];
  });
}

function homeOf(candidate: Candidate, arranged: Arranged, obstacles: Obstacles): PickHome | LeftChange {
  const { identity, target, here } = candidate;
  const { graph, scheme } = arranged.facts;
  const refused = (code: string, text: string): LeftChange => leftAs(identity.key, 'refused', code, text);
  const branch = branchOnTarget(candidate, scheme);
  if (here === null || branch === null) {
    return refused('not-here', `It has no branch on ${target.line}. Carry it there first, or pick to a new branch.`);
  }
  if (arranged.facts.broken.has(here.tip)) {
    return refused('missing-object', 'An object of it is not in this repository. Fetch it first.');
  }
  const colleague = colleagueOf([here], arranged);
  if (colleague !== null) return refused('diverged', colleague);
  const obstacle = obstacles.claim(branch.ref, branch.old);
  if (obstacle !== null) return refused(obstacle.code, obstacle.text);
  return {
    change: identity.key,
    target,
    how: 'top-up',
    source: { ref: here.truth.ref.name, tip: here.tip },
    newBranch: branch.ref,
    old: branch.old,
    name: shortOf(branch.ref),
    own: graph.own(here.tip),
    base: graph.base(here.tip),
  };
}

/** A branch that is made, at its line's agreed base. */
function newHome(name: string, arranged: Arranged, obstacles: Obstacles): PickHome | LeftChange | Remark {
  const { scheme, snapshot } = arranged.facts;
  const parsed = parseBranchName(name, scheme);
  const branches = snapshot.refs.flatMap(({ kind, short }) => (kind === 'tag' ? [] : [short]));
  const problem = nameProblem(parsed) ?? takenProblem(name, branches);
  if (problem !== null) return problem;
  const { key, line, customer } = parsed;
  const branch = line === null ? undefined : parseLine(line)?.branch;
  if (key === null || line === null || customer === null || branch === undefined) {
    return { code: 'no-target', text: `${name} is for no line of Moodle. Name a branch for one.`, about: name };
  }
  const base = arranged.baseOf(customerOf(customer, scheme), line);
  const tip: ObjectId | null = base.commit;
  if (tip === null)
    return leftAs(key, 'refused', 'no-target', `${base.tag} is not in this repository. Fetch it first.`);
  const obstacle = obstacles.claim(branchRef(name), null);
  if (obstacle !== null) return leftAs(key, 'refused', obstacle.code, obstacle.text);
  return {
    change: key,
    target: { customer: customerOf(customer, scheme), line, branch, base },
    how: 'create',
    source: { ref: null, tip },
    newBranch: branchRef(name),
    old: null,
    name,
    own: [],
    base: tip,
  };
}
