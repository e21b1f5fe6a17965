import type { BranchTip } from '../../git';
import type { ObjectId } from '../../git/types';
import type { Remark } from '../../plan';
import { parseBranchName } from '../../scheme';
import { namedIn } from '../planning/record';
import { unreadRemark } from '../roles';
import type { Assessment, RoleBranch } from '../types';
import { asItIs } from './intoPackaging';
import type { MergingFacts } from './mergeTypes';
import { otherLine } from '../assembling/otherLine';

/** Something that a person wants merged: a change, a role branch, or a tag. */
export type MergeSource =
  | { readonly is: 'change'; readonly change: Assessment }
  | { readonly is: 'role'; readonly role: RoleBranch; readonly merge: BranchTip }
  | { readonly is: 'tag'; readonly merge: BranchTip };

/** What each name means, in the order given; a remark for the first that means nothing. */
export function mergeSources(names: readonly string[], facts: MergingFacts): readonly MergeSource[] | Remark {
  const sources: MergeSource[] = [];
  for (const name of names) {
    const role = roleNamed(name, facts);
    const source = role === null ? (tagNamed(name, facts) ?? changeNamed(name, facts)) : fromRole(role);
    if ('code' in source) return source;
    sources.push(source);
  }
  return sources;
}

/** The role branch of the line that is called so: by its name, its role, or its role with a suffix. */
export function roleNamed(
  name: string,
  { roles, arranged }: Pick<MergingFacts, 'roles' | 'arranged'>,
): RoleBranch | null {
  const called = roles.find((one) => one.name === name || callOf(one) === name);
  if (called !== undefined) return called;
  // By any spelling that the scheme has for a role or a customer.
  const { ok, kind, customer, line, role, suffix } = parseBranchName(name, arranged.facts.scheme);
  if (!ok || kind !== 'role') return null;
  const fits = (one: RoleBranch): boolean =>
    one.customer === customer && one.line === line && one.role === role && one.suffix === suffix;
  return roles.find(fits) ?? null;
}

/** `testing`, `testing-next`: what is said of a role branch where the line is known. */
export function callOf({ role, suffix }: Pick<RoleBranch, 'role' | 'suffix'>): string {
  return suffix === null ? role : `${role}-${suffix}`;
}

function fromRole(role: RoleBranch): MergeSource | Remark {
  return role.unreadable ? unreadRemark(role.name) : { is: 'role', role, merge: asItIs(role) };
}

function tagNamed(name: string, { arranged, place }: MergingFacts): MergeSource | Remark | null {
  const tag = arranged.facts.snapshot.refs.find(({ kind, short }) => kind === 'tag' && short === name);
  if (tag?.commit === undefined || tag.commit === null) return null;
  return otherLine(name, place.line, arranged) ?? { is: 'tag', merge: { branch: name, tip: tag.commit, kind: 'tag' } };
}

function changeNamed(name: string, { assessments, arranged }: MergingFacts): MergeSource | Remark {
  const { named, unknown } = namedIn({ assessments, scheme: arranged.facts.scheme }, [name]);
  const [change] = named;
  const [problem] = unknown;
  if (change !== undefined) return fromChange(change);
  return problem ?? { code: 'no-such-change', text: `No change here is called ${name}.`, about: name };
}

function fromChange(change: Assessment): MergeSource | Remark {
  const { key, target, state, branch } = change;
  const refused = (code: string, text: string): Remark => ({ code, text, about: key });
  if (state === 'dropped') return refused('dropped', `${key} was dropped on ${target}. Decide otherwise first.`);
  if (branch === null) return refused('no-branch', `${key} has no branch on ${target}. Carry it there first.`);
  return { is: 'change', change };
}

export function tipOf(source: MergeSource): ObjectId | null {
  if (source.is !== 'change') return source.merge.tip;
  const { refs, truth } = source.change;
  return refs.find(({ name }) => name === truth)?.tip ?? null;
}

export function nameOf(source: MergeSource): string {
  return source.is === 'change' ? source.change.key : source.merge.branch;
}
