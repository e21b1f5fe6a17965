import { assemblyListPath } from '../../config';
import type { AssemblyList } from '../../config';
import type { AssembleRecipe, BranchTip } from '../../git';
import type { ObjectId } from '../../git/types';
import { compareVersions } from '../../moodle';
import type { Remark } from '../../plan';
import { formatBranchName } from '../../scheme';
import { commitsText } from '../planning/colleagues';
import { branchRef, Obstacles } from '../planning/newBranch';
import { roleProblem } from '../roles';
import { takenOutOf } from '../takenOut';
import type { Arranged } from '../arrange';
import type { ReleaseTag } from '../survey';
import type { RoleBranch } from '../types';
import { besideIn } from './lost';
import type { Beside } from './lost';
import { chooseMerges } from './chooseMerges';
import type { Assembling, AssemblingFacts, ChosenMerges } from './types';
import { otherLine } from './otherLine';

/**
 * What is merged into a role branch by its list. Refused: a list that cannot be followed, a branch on which a colleague
 * went on elsewhere, and a rebuild while the branch has commits that would be lost without a word.
 */
export function chooseAssembly(facts: AssemblingFacts): Assembling {
  const { wanted, arranged, assessments, list, role, waiting } = facts;
  const { snapshot, scheme } = arranged.facts;
  const name = role?.name ?? formatBranchName({ kind: 'role', ...wanted }, scheme);
  const ref = branchRef(name);
  const old = snapshot.refs.find((one) => one.name === ref)?.commit ?? null;
  const merged = new Map(role?.changes.map(({ key, tip }) => [key, tip]));
  const chosen = list === null ? NOTHING : chooseMerges(list, assessments, scheme, merged);
  const release = releaseOf(facts);
  const beside = besideIn(facts, chosen);
  const refusal =
    problemWith(facts, name) ??
    (list !== null && release.commit === null ? absent(release.name) : null) ??
    allOf(chosen.refusals) ??
    looseIn(facts, beside) ??
    takenOutBefore(facts, chosen) ??
    new Obstacles(snapshot, waiting).claim(ref, old);
  const recipe =
    refusal === null && list !== null && release.commit !== null
      ? recipeOf(facts, name, chosen, { name: release.name, commit: release.commit }, list)
      : null;
  return {
    facts,
    ref,
    old,
    release,
    chosen,
    recipe,
    refusal,
    settled: [...beside.kept, ...beside.declined].map(({ id }) => id),
    warnings: [
      ...chosen.left.map(({ remark }) => remark),
      ...chosen.warnings,
      ...(role === null || list === null ? [] : concernsAbout(facts, role, chosen)),
      ...(role === null ? [] : olderRelease(facts, role, release.name)),
      ...newerReleases(facts, chosen, release.name, name),
      ...beside.declined.map(({ id, subject }) => {
        return {
          code: 'declined',
          text: `${subject} (${id.slice(0, 8)}) goes out of ${name}: it is declined.`,
          about: name,
        };
      }),
    ],
  };
}

const NOTHING: ChosenMerges = { merges: [], left: [], refusals: [], warnings: [] };

/** One word for all that stands in the way for the same reason. */
function allOf(refusals: readonly Remark[]): Remark | null {
  const [first] = refusals;
  if (first === undefined) return null;
  const texts = refusals.flatMap(({ code, text }) => (code === first.code ? [text] : []));
  return { ...first, text: texts.join(' ') };
}

function releaseOf({ list, arranged, wanted }: AssemblingFacts): Assembling['release'] {
  return releaseIn({ upstream: list?.upstream ?? null, customer: wanted.customer, line: wanted.line }, arranged);
}

/** The release a list names, else the line's agreed base. */
export function releaseIn(
  { upstream, customer, line }: Pick<AssemblyList, 'upstream' | 'customer' | 'line'>,
  { facts, tags, baseOf }: Arranged,
): Assembling['release'] {
  if (upstream !== null) {
    return { name: upstream, commit: tags.named(upstream)?.commit ?? facts.points.get(upstream) ?? null };
  }
  const { tag, commit } = baseOf(customer, line);
  return { name: tag, commit };
}

function recipeOf(
  { role, wanted, arranged }: AssemblingFacts,
  into: string,
  { merges }: ChosenMerges,
  release: { readonly name: string; readonly commit: ObjectId },
  { upstream }: AssemblyList,
): AssembleRecipe {
  const tips = merges.map(({ branch, tip }): BranchTip => ({ branch, tip }));
  const by = { into, committer: wanted.committer };
  if (role === null) return { start: release.commit, merges: tips, ...by };
  if (wanted.how === 'rebuild') return { start: release.commit, merges: tips, ...by, over: role.tip };
  // Without a word about the release the branch keeps the one it has.
  if (upstream === null) return { start: role.tip, merges: tips, ...by };
  const { name: branch, commit: tip } = release;
  const isTag = arranged.facts.snapshot.refs.some(({ kind, short }) => kind === 'tag' && short === branch);
  const first: BranchTip = { branch, tip, ...(isTag ? { kind: 'tag' } : {}) };
  return { start: role.tip, merges: [first, ...tips], ...by };
}

function problemWith({ list, role, wanted, arranged }: AssemblingFacts, name: string): Remark | null {
  const remark = (code: string, text: string): Remark => ({ code, text, about: name });
  if (list === null) {
    const next = role === null ? `Add its changes, which begins ${assemblyListPath(wanted)}.` : 'Adopt it first.';
    return remark('no-list', `There is no list for ${name}. ${next}`);
  }
  return otherLine(list.upstream ?? '', wanted.line, arranged) ?? (role && roleProblem(role));
}

function absent(release: string): Remark {
  return { code: 'no-release', text: `${release} is not in this repository. Fetch it first.`, about: release };
}

/** Commits a rebuild would take out without anybody having said so. */
function looseIn({ role }: AssemblingFacts, { lost }: Beside): Remark | null {
  if (role === null || lost.length === 0) return null;
  const text = `${role.name} has commits that are in no change: ${commitsText(lost)}. Make a change of each, or decline it.`;
  return { code: 'loose-commits', text, about: role.name };
}

/** git counts what a rebuild took out as merged, so it would stay out, or come back in part. */
function takenOutBefore(
  { wanted, role, assessments, arranged }: AssemblingFacts,
  { merges }: ChosenMerges,
): Remark | null {
  if (role === null || wanted.how === 'rebuild') return null;
  const isTakenOut = takenOutOf(role.tip, arranged.facts.graph);
  const commits = new Map(assessments.map((one) => [one.key, one.commits]));
  const back = merges.find(({ change, tip }) => {
    return isTakenOut(tip) || commits.get(change)?.some(({ id }) => isTakenOut(id)) === true;
  });
  if (back === undefined) return null;
  const text = `A rebuild took ${back.change} out of ${role.name}: only another rebuild brings it back.`;
  return { code: 'taken-out-before', text, about: back.change };
}

function concernsAbout(
  { wanted, arranged }: AssemblingFacts,
  role: RoleBranch,
  { merges }: ChosenMerges,
): readonly Remark[] {
  const merged = new Set(merges.map(({ change }) => change));
  const isTakenOut = takenOutOf(role.tip, arranged.facts.graph);
  const others = role.changes.filter(({ key, tip }) => !merged.has(key) && !isTakenOut(tip));
  if (wanted.how === 'continue') {
    return others.map(({ key }) => {
      return { code: 'still-in', text: `${role.name} has it already; only a rebuild takes it out.`, about: key };
    });
  }
  return [
    ...others.map(({ key }) => ({ code: 'taken-out', text: `It goes out of ${role.name}.`, about: key })),
    ...role.shaped.map(({ id, subject }) => {
      const text = `A person shaped ${subject} (${id.slice(0, 8)}). The rebuild has that only as far as git has it on record.`;
      return { code: 'shaped', text, about: role.name };
    }),
  ];
}

/** A change that is cut from a newer release brings all of that along. */
function newerReleases(
  { arranged, role }: AssemblingFacts,
  { merges }: ChosenMerges,
  release: string,
  into: string,
): readonly Remark[] {
  const { tags, facts } = arranged;
  const newestOf = (names: readonly ReleaseTag[]): ReleaseTag | undefined =>
    names.toSorted((a, b) => compareVersions(a.version, b.version)).at(-1);
  const has = newestOf(
    [role?.contains ?? null, release].flatMap((name) => (name === null ? [] : (tags.named(name) ?? []))),
  );
  return merges.flatMap(({ change, tip }): Remark[] => {
    const from = newestOf(facts.graph.boundaries(tip).flatMap((id) => tags.at(id) ?? []));
    if (!has || !from || compareVersions(from.version, has.version) <= 0) return [];
    const text = `It is cut from ${from.tag}, and brings all of that to ${into}, which has ${has.tag}.`;
    return [{ code: 'brings-release', text, about: change }];
  });
}

/** A rebuild on an older release than the branch has takes upstream's fixes out. */
function olderRelease({ wanted, arranged }: AssemblingFacts, role: RoleBranch, release: string): readonly Remark[] {
  const [has, named] = [role.contains, release].map((tag) => (tag === null ? undefined : arranged.tags.named(tag)));
  if (wanted.how !== 'rebuild' || !has || !named || compareVersions(named.version, has.version) >= 0) return [];
  return [
    {
      code: 'older-release',
      text: `${role.name} has ${has.tag}; rebuilt on ${release} it loses what came since.`,
      about: role.name,
    },
  ];
}
