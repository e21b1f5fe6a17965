import type { Commit, ObjectId, UpstreamGraph } from '../git/types';
import { compareVersions } from '../moodle';
import type { Remark } from '../plan';
import type { Arranged } from './arrange';
import { mainlines } from './changeBranches';
import { releaseBelow } from './cut';
import { isMerge } from './equivalents';
import { byLine } from './lines';
import type { NamedMerge } from './namedMerges';
import type { RoleRefs } from './survey';
import type { LooseCommit, MergedChange, RoleBranch } from './types';
import { truthOf } from './where';

/** What git made of role branches' merges, and where loose commits come from; null before it is known. */
export interface RoleEvidence {
  readonly upstream: UpstreamGraph;
  /** Merges whose tree is not what git makes of their parents. */
  readonly shaped: ReadonlySet<ObjectId>;
  /** Upstream twin of a loose commit. */
  readonly origin: ReadonlyMap<ObjectId, ObjectId>;
  readonly paths: ReadonlyMap<ObjectId, string>;
}

/** A role branch with what history says of it, the part that needs no evidence. */
export interface RoleFacts {
  readonly refs: RoleRefs;
  readonly tip: ObjectId;
  /** An object is missing or corrupt; then the rest is empty. */
  readonly unreadable: boolean;
  /** Without what a rebuild took out. */
  readonly own: readonly Commit[];
  readonly merges: readonly Commit[];
  readonly loose: readonly Commit[];
}

const ORDER: Record<RoleRefs['role'], number> = { testing: 0, deployment: 1, packaging: 2 };

/**
 * The role branches of lines that are not retired, newest line first: the retired ones are history.
 */
export function roleFacts(arranged: Arranged): RoleFacts[] {
  const { facts, lines, customer } = arranged;
  return facts.survey.roles
    .filter((r) => customer === null || r.customer === customer)
    .filter((r) => lines.get(r.customer)?.find((l) => l.line === r.line)?.life !== 'retired')
    .sort(
      (a, b) =>
        (a.customer < b.customer ? -1 : Number(a.customer > b.customer)) ||
        byLine(b.line, a.line) ||
        ORDER[a.role] - ORDER[b.role],
    )
    .map((refs) => {
      const { tip } = truthOf(refs.refs, facts.graph, facts.remotes).ref;
      return roleFactsAt(arranged, refs, tip);
    });
}

/** What history says of a role branch that is at a commit. */
export function roleFactsAt(arranged: Arranged, refs: RoleRefs, tip: ObjectId): RoleFacts {
  const { broken, graph } = arranged.facts;
  const unreadable = broken.has(tip) || isCutShort(arranged, tip);
  const held = arranged.heldBy(tip, refs.customer, refs.line);
  const own = unreadable ? [] : graph.own(tip).filter(({ id }) => held.has(id));
  return { refs, tip, unreadable, own, merges: own.filter(isMerge), loose: looseCommits(arranged, refs, own) };
}

/** Whether history ends, as in a shallow clone, before it meets Moodle's: what lies behind that end nobody can tell. */
export function isCutShort({ facts: { graph, snapshot } }: Arranged, tip: ObjectId): boolean {
  return snapshot.repository.shallow && graph.own(tip).some(({ parents }) => parents.length === 0);
}

/** Why nothing is planned for a role branch as it is: a colleague's commits would be lost, or come in without a look at them. */
export function roleProblem({ name, where, unreadable }: RoleBranch): Remark | null {
  if (unreadable) return unreadRemark(name);
  if (where !== 'diverged') return null;
  const text = `${name} went on here and on the remote. Bring the two together first.`;
  return { code: 'diverged', text, about: name };
}

/** Why nothing is planned for a role branch that is unreadable. */
export function unreadRemark(name: string): Remark {
  const text = `The history of ${name} is not all here. Fetch all of it first; in a shallow clone: git fetch --unshallow.`;
  return { code: 'missing-object', text, about: name };
}

/** Own commits that are in no change: neither on a branch of one (any ref, any line) nor brought by a merge that names one. */
function looseCommits(arranged: Arranged, refs: RoleRefs, own: readonly Commit[]): Commit[] {
  const { graph, survey, remotes } = arranged.facts;
  const known = new Set<ObjectId>();
  const add = (tip: ObjectId): void => {
    for (const id of graph.reachable(tip)) known.add(id);
  };
  for (const change of survey.changes)
    if (change.identity.customer === refs.customer) for (const { tip } of change.refs) add(tip);
  const tip = own.at(-1)?.id;
  if (tip !== undefined) for (const merge of arranged.mergesIn(tip)) add(merge.tip);
  if (refs.role === 'packaging') {
    // Packaging is deployment plus debian/: what deployment has is answered for there.
    for (const other of survey.roles) {
      if (other.role === 'deployment' && other.customer === refs.customer && other.line === refs.line) {
        add(truthOf(other.refs, graph, remotes).ref.tip);
      }
    }
  }
  return own.filter((commit) => !isMerge(commit) && !known.has(commit.id));
}

/** Describes every role branch. `evidence` null: shaped merges and origins are not said yet. */
export function describeRoles(
  arranged: Arranged,
  roles: readonly RoleFacts[],
  evidence: RoleEvidence | null,
): RoleBranch[] {
  const { graph, remotes } = arranged.facts;
  const described = roles.map((role): RoleBranch => {
    const { refs, tip } = role;
    const truth = truthOf(refs.refs, graph, remotes);
    return {
      role: refs.role,
      customer: refs.customer,
      line: refs.line,
      suffix: refs.suffix,
      ref: truth.ref.name,
      name: truth.ref.short,
      tip,
      where: truth.where,
      unreadable: role.unreadable,
      ...contentsOf(arranged, role, evidence),
      newest: arranged.tags.newestOf(refs.line)?.tag ?? null,
      shaped: role.merges.filter((m) => evidence?.shaped.has(m.id)).map(({ id, subject }) => ({ id, subject })),
      lacks: [],
    };
  });
  return described.map((role) => ({
    ...role,
    lacks: role.role === 'deployment' && !role.unreadable ? lacking(role, described) : [],
  }));
}

/** What a role branch is made of. */
export function contentsOf(
  arranged: Arranged,
  role: RoleFacts,
  evidence: RoleEvidence | null,
): Pick<RoleBranch, 'contains' | 'changes' | 'loose'> {
  return {
    contains: releaseContained(arranged, role.tip, evidence?.upstream ?? null),
    changes: role.unreadable ? [] : mergedChanges(arranged, role),
    loose: role.loose.filter((c) => !isPackagingOnly(role, c, evidence)).map((c) => looseCommit(c, evidence)),
  };
}

/** On a packaging branch, commits that touch nothing but `debian/` are what it is for. */
function isPackagingOnly({ refs }: RoleFacts, commit: Commit, evidence: RoleEvidence | null): boolean {
  if (refs.role !== 'packaging') return false;
  const paths = evidence?.paths.get(commit.id);
  return paths === undefined || paths.split('\0').every((path) => path === '' || path.startsWith('debian/'));
}

function looseCommit({ id, subject }: Commit, evidence: RoleEvidence | null): LooseCommit {
  return { id, subject, upstream: evidence?.origin.get(id) ?? null };
}

/** The newest upstream release below what the branch is cut from and what of upstream was merged in, be it a weekly. */
function releaseContained({ facts, tags }: Arranged, tip: ObjectId, upstream: UpstreamGraph | null): string | null {
  const found = facts.graph
    .boundaries(tip)
    .flatMap((id) => tags.at(id) ?? (upstream && releaseBelow(id, tags, upstream)?.release) ?? [])
    .sort((a, b) => compareVersions(a.version, b.version));
  return found.at(-1)?.tag ?? null;
}

/**
 * The changes a role branch holds, in the order they were first merged, each with the tip merged last: those of which it
 * has a commit that is in no other change, and those a merge in it names, whatever became of the branch since.
 */
function mergedChanges(arranged: Arranged, { refs, tip, own, merges }: RoleFacts): MergedChange[] {
  const { graph } = arranged.facts;
  const inside = arranged.heldBy(tip, refs.customer, refs.line);
  const place = new Map(own.map(({ id }, index) => [id, index]));
  const placeOf = (id: ObjectId | undefined): number => place.get(id ?? '') ?? own.length;
  const mergeOf = new Map(merges.flatMap((m) => m.parents.slice(1).map((p) => [p, m.id] as const)));
  const named = new Map<string, NamedMerge[]>();
  for (const merge of arranged.mergesIn(tip)) {
    const { key, customer } = merge.identity;
    if (!inside.has(merge.merge)) continue;
    if (customer === refs.customer && merge.line === refs.line) named.set(key, [...(named.get(key) ?? []), merge]);
  }
  const branches = arranged.branchesOn(refs.customer, refs.line);
  const found: { readonly change: MergedChange; readonly at: number }[] = [];
  for (const { identity, own: commits, telling, tip: now } of branches) {
    const by = named.get(identity.key) ?? [];
    const last = by.at(-1);
    const isTold = telling.some(({ id }) => inside.has(id));
    if (!isTold && !last) continue;
    const merged = isTold ? inside : graph.reachable(last?.tip ?? now);
    const held = commits.filter(({ id }) => merged.has(id));
    const newest = held.at(-1)?.id ?? last?.tip ?? now;
    const firsts = [...telling.flatMap(({ id }) => mergeOf.get(id) ?? []), ...by.map(({ merge }) => merge)];
    found.push({
      change: {
        key: identity.key,
        tip: newest,
        merge: mergeOf.get(newest) ?? null,
        behind: commits.length - held.length,
      },
      at: Math.min(...(firsts.length > 0 ? firsts : [newest]).map(placeOf)),
    });
    named.delete(identity.key);
  }
  const kept = mainlines(branches, graph);
  for (const [key, by] of named) {
    const [first, last] = [by[0], by.at(-1)];
    if (!first || !last || kept.has(last.tip)) continue;
    found.push({ change: { key, tip: last.tip, merge: last.merge, behind: 0 }, at: placeOf(first.merge) });
  }
  return found.sort((a, b) => a.at - b.at).map(({ change }) => change);
}

/** What the testing branch of the same customer and line has and this deployment branch has not. */
function lacking(deployment: RoleBranch, all: readonly RoleBranch[]): string[] {
  const has = new Set(deployment.changes.map((c) => c.key));
  return all
    .filter((r) => r.role === 'testing' && r.customer === deployment.customer && r.line === deployment.line)
    .flatMap((r) => r.changes.map((c) => c.key))
    .filter((key, index, keys) => !has.has(key) && keys.indexOf(key) === index);
}
