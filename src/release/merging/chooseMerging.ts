import type { AssemblyList, ListEntry } from '../../config';
import type { BranchTip } from '../../git';
import type { ObjectId } from '../../git/types';
import type { Remark } from '../../plan';
import type { Arranged } from '../arrange';
import { isOlder } from '../news';
import { branchRef, Obstacles } from '../planning/newBranch';
import { roleProblem } from '../roles';
import type { RoleBranch } from '../types';
import { deriveList } from '../assembling/adopt';
import { isAssembled } from '../assembling/assembledBranch';
import { chooseAssembly } from '../assembling/chooseAssembly';
import { asItIs, asPlanned, packagingRecipe } from './intoPackaging';
import { besideList } from './besideList';
import { mergeSources, nameOf, roleNamed, tipOf } from './mergeSources';
import type { Merging, Mergings, MergingFacts } from './mergeTypes';
import type { AssembledBranch, Assembling } from '../assembling/types';

/**
 * What is merged into which role branch: what is named, into one; or all that one lacks, or any of the line. A branch
 * lacks what its list names at a commit it does not have; without a list, what went on of the changes it has. Refused as
 * an assembly is; where all branches are meant, one that is refused is left with a word.
 */
export function chooseMerging(facts: MergingFacts): Mergings | Remark {
  const { sources, into } = facts.inputs;
  if (into === null) {
    const text = 'Say into which role branch it is to be merged: --into testing, --into deployment.';
    return sources === null ? wholeLine(facts) : { code: 'no-destination', text };
  }
  const role = roleNamed(into, facts);
  if (role === null) return noSuchRole(into, facts);
  if (role.role === 'packaging') return intoPackaging(role, facts);
  if (!isAssembled(role)) return noSuchRole(into, facts);
  const found = sources === null ? missingIn(role, facts) : namedInto(role, sources, facts);
  if (!('role' in found)) return found;
  return {
    facts,
    branches: isNothing(found) ? [] : [found],
    packaging: null,
    warnings: isNothing(found) ? found.warnings : [],
  };
}

function isNothing({ recipe }: Merging): boolean {
  return recipe.merges.length === 0;
}

function wholeLine(facts: MergingFacts): Mergings | Remark {
  const warnings: Remark[] = [];
  const branches: Merging[] = [];
  const refused: Remark[] = [];
  for (const role of facts.roles.filter(isAssembled)) {
    const found = missingIn(role, facts);
    if (!('role' in found)) {
      refused.push(found);
      warnings.push({ ...found, text: `${found.text} It is left out of this plan.`, about: role.name });
    } else if (isNothing(found)) warnings.push(...found.warnings);
    else branches.push(found);
  }
  const packaging = facts.roles.find((one) => one.role === 'packaging' && one.suffix === null);
  const deployment = roleNamed('deployment', facts);
  const follows =
    packaging === undefined || deployment === null ? null : following(packaging, deployment, branches, facts);
  const [first] = refused;
  if (follows !== null && 'code' in follows) warnings.push({ ...follows, about: packaging?.name ?? '' });
  const isLeft = follows === null || 'code' in follows;
  if (branches.length === 0 && isLeft && first !== undefined) return first;
  return { facts, branches, packaging: isLeft ? null : follows, warnings };
}

/** What a branch lacks of what it is put together from. */
function missingIn(role: AssembledBranch, facts: MergingFacts): Merging | Remark {
  const { arranged, assessments, lists } = facts;
  const known = lists.get(role.name);
  if (known !== undefined && 'code' in known) return known;
  const own = assessments.filter(({ customer, target }) => customer === role.customer && target === role.line);
  const list = known ?? deriveList({ arranged, role, assessments: own }).list;
  return mergingOf(role, list, ({ recipe }) => recipe?.merges ?? [], facts);
}

/** What a person names, in that order. */
function namedInto(role: AssembledBranch, names: readonly string[], facts: MergingFacts): Merging | Remark {
  const sources = mergeSources(names, facts);
  if ('code' in sources) return sources;
  const { customer, line, role: of, suffix } = role;
  const entry = (change: string): ListEntry => ({ change, pin: null, hold: null, exclude: null });
  const merges = sources.flatMap((one) => (one.is === 'change' ? [entry(one.change.key)] : []));
  const list: AssemblyList = { customer, line, role: of, suffix, upstream: null, merges, declined: [] };
  const inOrder = ({ chosen }: Assembling): readonly BranchTip[] =>
    sources.flatMap((one) => {
      if (one.is !== 'change') return [one.merge];
      const found = chosen.merges.find(({ change }) => change === one.change.key);
      return found === undefined ? [] : [{ branch: found.branch, tip: found.tip }];
    });
  const merging = mergingOf(role, list, inOrder, facts);
  if (!('role' in merging)) return merging;
  const kept = new Set<ObjectId | null>(merging.recipe.merges.map(({ tip }) => tip));
  const used = sources.filter((one) => kept.has(tipOf(one)));
  const there = sources.filter((one) => !used.includes(one));
  return {
    ...merging,
    stands: [...merging.stands, ...used.flatMap((one) => (one.is === 'role' ? [one.role] : []))],
    warnings: [
      ...merging.warnings,
      ...there.map((one) => ({ code: 'has-it', text: `${role.name} has it already.`, about: nameOf(one) })),
      ...used.flatMap((one) => besideList(one, role, facts)),
    ],
  };
}

function mergingOf(
  role: AssembledBranch,
  list: AssemblyList,
  merges: (assembling: Assembling) => readonly BranchTip[],
  facts: MergingFacts,
): Merging | Remark {
  const { inputs, arranged, assessments, team, waiting } = facts;
  const { customer, line, role: of, suffix } = role;
  const own = assessments.filter((one) => one.customer === customer && one.target === line);
  const place = { customer, line, role: of, suffix };
  const assembling = chooseAssembly({
    wanted: { id: inputs.id, ...place, how: 'continue', committer: inputs.by },
    arranged,
    assessments: own,
    list,
    team,
    role,
    waiting,
  });
  const { refusal, recipe, ref, old, chosen, warnings } = assembling;
  if (refusal !== null) return refusal;
  const lacking = merges(assembling).filter((merge) => lacks(role, merge, facts));
  const branches = new Set(lacking.map(({ branch }) => branch));
  const merged = chosen.merges.filter(({ branch }) => branches.has(branch));
  const told = new Set([...merged, ...chosen.left].map(({ change }) => change));
  return {
    role,
    ref,
    old,
    recipe: { start: role.tip, into: role.name, committer: inputs.by, ...recipe, merges: lacking },
    chosen: merged,
    stands: role.ref === ref ? [] : [role],
    tags: tagsIn(lacking, arranged),
    warnings: warnings.filter(({ code, about }) => code !== 'still-in' && about !== undefined && told.has(about)),
  };
}

/** A tag that was moved since is another release than the one that was shown. */
function tagsIn(merges: readonly BranchTip[], { facts }: Arranged): Merging['tags'] {
  const wanted = new Set(merges.flatMap(({ kind, branch }) => (kind === 'tag' ? [branch] : [])));
  const tags = facts.snapshot.refs.filter(({ kind, short }) => kind === 'tag' && wanted.has(short));
  return tags.map(({ name, id }) => ({ ref: name, id }));
}

/** Upstream's commits are in no history that is read: what a branch has of them is told by the newest release it contains. */
function lacks(role: RoleBranch, { tip, branch }: BranchTip, { arranged }: MergingFacts): boolean {
  const { graph } = arranged.facts;
  if (tip === role.tip || graph.reachable(role.tip).has(tip) || graph.boundaries(role.tip).includes(tip)) return false;
  const [wanted, has] = [branch, role.contains ?? ''].map((tag) => arranged.tags.named(tag));
  return wanted === undefined || wanted.line !== has?.line || isOlder(has.tag, wanted.tag);
}

/** What packaging gets: deployment, as the plan leaves it or as it is. */
function following(
  packaging: RoleBranch,
  deployment: RoleBranch,
  branches: readonly Merging[],
  facts: MergingFacts,
): Mergings['packaging'] | Remark {
  const after = branches.find(({ role }) => role === deployment) ?? null;
  const { snapshot } = facts.arranged.facts;
  const tip = after === null ? asItIs(deployment) : asPlanned(deployment, after.ref, deployment.tip);
  if (after === null && !lacks(packaging, tip, facts)) return null;
  const refusal = roleProblem(packaging) ?? roleProblem(deployment);
  if (refusal !== null) return refusal;
  const ref = branchRef(packaging.name);
  const old = snapshot.refs.find(({ name }) => name === ref)?.commit ?? null;
  const obstacle = new Obstacles(snapshot, facts.waiting).claim(ref, old);
  if (obstacle !== null) return { ...obstacle, about: packaging.name };
  const stands = [...(packaging.ref === ref ? [] : [packaging]), ...(after === null ? [deployment] : [])];
  const recipe = packagingRecipe(packaging, tip, facts.inputs.by);
  return { into: { role: packaging, ref, old, recipe, chosen: [], stands, tags: [], warnings: [] }, after };
}

function intoPackaging(role: RoleBranch, facts: MergingFacts): Mergings | Remark {
  const { sources } = facts.inputs;
  const [name = 'deployment', second] = sources ?? [];
  const deployment = roleNamed(name, facts);
  const other = deployment?.role === 'deployment' || sources === null ? second : name;
  if (other !== undefined) {
    const text = `${role.name} follows deployment, and nothing else is merged into it. Merge ${other} into deployment.`;
    return { code: 'packaging', text, about: other };
  }
  if (deployment === null) return noSuchRole(name, facts);
  const follows = following(role, deployment, [], facts);
  if (follows !== null && 'code' in follows) return follows;
  return { facts, branches: [], packaging: follows, warnings: [] };
}

function noSuchRole(into: string, { roles, place }: MergingFacts): Remark {
  const names = roles.map(({ name }) => name).join(', ');
  return {
    code: 'no-such-role',
    text: `${into} is no role branch of ${place.customer} ${place.line}. There is ${names}.`,
    about: into,
  };
}
