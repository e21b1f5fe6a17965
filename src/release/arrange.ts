import type { HistoryGraph, ObjectId, Snapshot } from '../git/types';
import type { Config, Decision } from '../config/types';
import type { BranchReader, Scheme } from '../scheme';
import { parseLine } from '../moodle';
import { changeBranches } from './changeBranches';
import type { BranchFacts } from './changeBranches';
import { agreedBase, customerLines, previousLine, readTarget, ReleaseTags } from './lines';
import type { CustomerLine } from './lines';
import { namedMerges } from './namedMerges';
import type { NamedMerge } from './namedMerges';
import { predecessorsOf } from './predecessors';
import type { Before, PredecessorFacts } from './predecessors';
import { roleRefs } from './survey';
import type { Survey } from './survey';
import { heldBy } from './takenOut';
import type { ChangeIdentity, ConfigurationFacts, RemoteFacts, Target } from './types';
import { truthOf } from './where';

/** Everything refs, history, configuration and decisions say, before anything is judged. */
export interface Facts {
  readonly snapshot: Snapshot;
  readonly survey: Survey;
  readonly graph: HistoryGraph;
  /** Tips whose history cannot be read: an object is missing or corrupt. */
  readonly broken: ReadonlySet<ObjectId>;
  readonly remotes: readonly RemoteFacts[];
  readonly scheme: Scheme;
  /** Reads names of branches by the scheme. */
  readonly readBranch: BranchReader;
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
  /** The one customer that was asked for; null for all. */
  readonly customer: string | null;
  readonly arrangements: readonly Arrangement[];
  readonly lines: ReadonlyMap<string, readonly CustomerLine[]>;
  /** Branches by customer and line, as far as they were looked at. */
  readonly branchesOn: (customer: string, line: string) => readonly BranchFacts[];
  /** The merges below a commit that name change branches, oldest first. */
  readonly mergesIn: (tip: ObjectId) => readonly NamedMerge[];
  /** Our commits that a role branch or a release of a line is made of: what a rebuild took out is not. */
  readonly heldBy: (tip: ObjectId, customer: string, line: string) => ReadonlySet<ObjectId>;
  readonly baseOf: (customer: string, line: string) => Target['base'];
}

/** Finds each customer's target, its predecessors and the branches on both lines. */
export function arrange(facts: Facts, wanted: Wanted): Arranged {
  const { survey, graph, config, points } = facts;
  const tags = new ReleaseTags(survey.releaseTags);
  const lines = customerLines(survey, config);
  const branchesOn = cached((customer: string, line: string) => changeBranches(facts, customer, line));
  const mergesIn = cached((tip: ObjectId) => namedMerges(graph, facts.readBranch, tip));
  const held = cached((tip: ObjectId, customer: string, line: string) => {
    const deployment = roleRefs(survey, customer, line, 'deployment');
    const source = deployment && truthOf(deployment.refs, graph, facts.remotes).ref.tip;
    return heldBy(tip, graph, source === undefined || source === tip ? [] : [source]);
  });
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
    const before = previous
      ? predecessorsOf(facts, previous, { branchesOn, mergesIn, heldBy: held })
      : new Map<string, Before>();
    const candidates = candidatesFor(facts, target, before, branchesOn(customer, line));
    arrangements.push({ target, lines: own, previous, candidates });
  }
  return { facts, tags, customer: wanted.customer, arrangements, lines, branchesOn, mergesIn, heldBy: held, baseOf };
}

function candidatesFor(
  facts: Facts,
  target: Target,
  before: ReadonlyMap<string, Before>,
  branches: readonly BranchFacts[],
): Candidate[] {
  const here = new Map(branches.map((b) => [b.identity.key, b]));
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

function cached<Names extends readonly string[], T>(compute: (...names: Names) => T): (...names: Names) => T {
  const known = new Map<string, T>();
  return (...names) => {
    const key = names.join('\n');
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = compute(...names);
    known.set(key, value);
    return value;
  };
}
