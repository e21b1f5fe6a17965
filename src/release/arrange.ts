import type { Commit, HistoryGraph, ObjectId, Snapshot } from '../git/types';
import type { Config, Decision } from '../config/types';
import { parseBranchName } from '../scheme';
import type { Scheme } from '../scheme';
import { parseLine } from '../moodle';
import { agreedBase, customerLines, previousLine, readTarget, ReleaseTags } from './lines';
import type { CustomerLine } from './lines';
import { identityOf } from './survey';
import type { ChangeBranch, RoleRefs, Survey } from './survey';
import type { ChangeIdentity, ConfigurationFacts, RemoteFacts, Target } from './types';
import { truthOf } from './where';
import type { Truth } from './where';

/** Everything refs, history, configuration and decisions say, before anything is judged. */
export interface Facts {
  readonly snapshot: Snapshot;
  readonly survey: Survey;
  readonly graph: HistoryGraph;
  /** Tips whose history cannot be read: an object is missing or corrupt. */
  readonly broken: ReadonlySet<ObjectId>;
  readonly remotes: readonly RemoteFacts[];
  readonly scheme: Scheme;
  readonly config: Config;
  /** Where the configuration was read, and what is wrong with it. */
  readonly configuration: ConfigurationFacts;
  /** The commits of the tags and commits that configuration and decisions name, as far as they are here. */
  readonly points: ReadonlyMap<string, ObjectId>;
  readonly decisions: readonly Decision[];
}

/** What the person asked for. */
export interface Wanted {
  readonly target: string | null;
  readonly customer: string | null;
}

/** One branch of a change with what history says of it. */
export interface BranchFacts {
  readonly identity: ChangeIdentity;
  readonly line: string;
  readonly refs: ChangeBranch['refs'];
  readonly truth: Truth;
  readonly tip: ObjectId;
  /** Own commits, oldest first, without those of the change it is stacked on. */
  readonly own: readonly Commit[];
  readonly stackedOn: string | null;
}

export interface PredecessorFacts {
  /** Null when the branch is lost. */
  readonly branch: BranchFacts | null;
  readonly line: string;
  readonly tip: ObjectId;
  readonly own: readonly Commit[];
  readonly shipped: boolean;
}

/** A change on a target, ready to be judged. */
export interface Candidate {
  readonly identity: ChangeIdentity;
  readonly target: Target;
  readonly here: BranchFacts | null;
  readonly predecessor: PredecessorFacts | null;
  /** Decisions about this change on the target line. */
  readonly decisions: readonly Decision[];
}

/** One customer's target with everything that belongs to it. */
export interface Arrangement {
  readonly target: Target;
  readonly lines: readonly CustomerLine[];
  readonly previous: CustomerLine | null;
  readonly candidates: readonly Candidate[];
}

export interface Arranged {
  readonly facts: Facts;
  readonly tags: ReleaseTags;
  readonly arrangements: readonly Arrangement[];
  readonly lines: ReadonlyMap<string, readonly CustomerLine[]>;
  /** Branches by customer and line, as far as they were looked at. */
  readonly branchesOn: (customer: string, line: string) => readonly BranchFacts[];
  readonly baseOf: (customer: string, line: string) => Target['base'];
}

/** Finds each customer's target, its predecessors and the branches on both lines. */
export function arrange(facts: Facts, wanted: Wanted): Arranged {
  const { survey, graph, config, points } = facts;
  const tags = new ReleaseTags(survey.releaseTags);
  const lines = customerLines(survey, config);
  const branchesOn = cached((customer: string, line: string) => branchFacts(facts, customer, line));
  const baseOf = cached((customer: string, line: string) =>
    agreedBase(
      { config, points, tags },
      customer,
      line,
      branchesOn(customer, line).flatMap((b) => graph.base(b.tip) ?? []),
    ),
  );
  const given = wanted.target === null ? null : readTarget(wanted.target);

  const arrangements: Arrangement[] = [];
  for (const [customer, own] of lines) {
    if (wanted.customer !== null && wanted.customer !== customer) continue;
    const highest = own.filter((l) => l.changes > 0 && parseLine(l.line)).at(-1);
    // A customer known by tags alone is another spelling, or has nothing that could move.
    if (!own.some((l) => l.changes > 0 || l.hasDeployment || l.hasTesting)) continue;
    const line = given?.line ?? highest?.line;
    const branch = given?.branch ?? (line === undefined ? undefined : parseLine(line)?.branch);
    if (line === undefined || branch === undefined) continue;
    const asked = given?.tag ?? null;
    const base = asked === null ? baseOf(customer, line) : { tag: asked, commit: tags.named(asked)?.commit ?? null };
    const target: Target = { customer, line, branch, base };
    const previous = previousLine(own, line);
    const candidates = candidatesFor(facts, target, previous, branchesOn);
    arrangements.push({ target, lines: own, previous, candidates });
  }
  return { facts, tags, arrangements, lines, branchesOn, baseOf };
}

function candidatesFor(
  facts: Facts,
  target: Target,
  previous: CustomerLine | null,
  branchesOn: Arranged['branchesOn'],
): Candidate[] {
  const here = new Map(branchesOn(target.customer, target.line).map((b) => [b.identity.key, b]));
  const before = previous ? predecessors(facts, previous, branchesOn) : new Map<string, Before>();
  const identities = new Map<string, ChangeIdentity>();
  for (const [key, { identity }] of before) identities.set(key, identity);
  for (const [key, { identity }] of here) identities.set(key, identity);
  return [...identities.values()]
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map((identity) => ({
      identity,
      target,
      here: here.get(identity.key) ?? null,
      predecessor: before.get(identity.key)?.facts ?? null,
      decisions: facts.decisions.filter(
        (d) => d.customer === target.customer && d.line === target.line && d.change === identity.key,
      ),
    }));
}

interface Before {
  readonly identity: ChangeIdentity;
  readonly facts: PredecessorFacts;
}

/**
 * The changes of the line before: those in its last local release (without one: its deployment branch, else testing,
 * else all), also when only a merge in that release still has them; the others of the line are not shipped.
 */
function predecessors(facts: Facts, previous: CustomerLine, branchesOn: Arranged['branchesOn']): Map<string, Before> {
  const { graph } = facts;
  const released = releasedTip(facts, previous);
  const inRelease = released === null ? null : graph.reachable(released);
  const result = new Map<string, Before>();
  for (const branch of branchesOn(previous.customer, previous.line)) {
    const shipped = inRelease === null || branch.own.some((commit) => inRelease.has(commit.id));
    result.set(branch.identity.key, {
      identity: branch.identity,
      facts: { branch, line: previous.line, tip: branch.tip, own: branch.own, shipped },
    });
  }
  if (released === null) return result;
  for (const { identity, line, tip } of mergedBranches(graph, facts.scheme, released)) {
    if (identity.customer !== previous.customer || line !== previous.line) continue;
    if (result.get(identity.key)?.facts.branch) continue;
    const own = graph.own(tip);
    result.set(identity.key, { identity, facts: { branch: null, line, tip, own, shipped: true } });
  }
  return result;
}

function releasedTip(facts: Facts, line: CustomerLine): ObjectId | null {
  const role = (['deployment', 'testing'] as const)
    .map((name) => roleRefs(facts.survey, line.customer, line.line, name))
    .find((found) => found !== undefined);
  const tip = line.lastRelease?.commit ?? (role && truthOf(role.refs, facts.graph, facts.remotes).ref.tip);
  // What was released cannot be told from a broken history: then everything was.
  return tip === undefined || facts.broken.has(tip) ? null : tip;
}

export function roleRefs(survey: Survey, customer: string, line: string, role: RoleRefs['role']): RoleRefs | undefined {
  const found = survey.roles.filter((r) => r.customer === customer && r.line === line && r.role === role);
  return found.find((r) => r.suffix === null) ?? found[0];
}

/** A merge of a branch that says its name, as `git merge` and `git pull` write it. */
const MERGE_SUBJECT = /^Merge (?:remote-tracking )?branch '([^']+)'(?: of \S+)?(?: into \S+)?/;

export interface NamedMerge {
  readonly identity: ChangeIdentity;
  readonly line: string;
  readonly merge: ObjectId;
  /** The commit that was merged. */
  readonly tip: ObjectId;
}

/** The merges below `tip` whose subject names a change branch, oldest first; a later merge of a change comes later. */
export function mergedBranches(graph: HistoryGraph, scheme: Scheme, tip: ObjectId): NamedMerge[] {
  const merges: NamedMerge[] = [];
  for (const commit of graph.own(tip)) {
    const merged = commit.parents[1];
    if (merged === undefined || !graph.commit(merged)) continue;
    const name = MERGE_SUBJECT.exec(commit.subject)?.[1];
    if (name === undefined) continue;
    const parsed = parseBranchName(name, scheme);
    const named = parsed.ok ? parsed : parseBranchName(name.slice(name.indexOf('/') + 1), scheme);
    if (named.kind !== 'change' || !named.customer || !named.line || !named.type || !named.component) continue;
    const identity = identityOf(named.customer, named.type, named.component, named.shortname);
    merges.push({ identity, line: named.line, merge: commit.id, tip: merged });
  }
  return merges;
}

/** All change branches of a customer on a line, each less what it is stacked on. */
function branchFacts(facts: Facts, customer: string, line: string): BranchFacts[] {
  const { graph, survey, remotes } = facts;
  const branches = survey.changes
    .filter((c) => c.identity.customer === customer && c.line === line)
    .map((branch) => ({ branch, truth: truthOf(branch.refs, graph, remotes) }));
  const byTip = new Map<ObjectId, string[]>();
  for (const { branch, truth } of branches) {
    const { tip } = truth.ref;
    if (graph.commit(tip)) byTip.set(tip, [...(byTip.get(tip) ?? []), branch.identity.key]);
  }
  return branches.map(({ branch, truth }) => {
    const { tip } = truth.ref;
    const all = graph.own(tip);
    const below = all.filter((commit) => commit.id !== tip && byTip.has(commit.id)).at(-1);
    const parent = below && byTip.get(below.id)?.[0];
    const others = below ? graph.reachable(below.id) : null;
    return {
      identity: branch.identity,
      line,
      refs: branch.refs,
      truth,
      tip,
      own: others ? all.filter((commit) => !others.has(commit.id)) : all,
      stackedOn: parent ?? null,
    };
  });
}

function cached<T>(compute: (customer: string, line: string) => T): (customer: string, line: string) => T {
  const known = new Map<string, T>();
  return (customer, line) => {
    const key = `${customer}\n${line}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = compute(customer, line);
    known.set(key, value);
    return value;
  };
}
