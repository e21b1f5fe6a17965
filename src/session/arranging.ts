import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config, Decision } from '../config';
import { historyGraph } from '../git';
import type { Git, HistoryGraph, ObjectId, Snapshot } from '../git';
import { parseStableBranch } from '../moodle';
import { arrange, boundsOf, readTarget, remoteRoles, survey, withoutStandIns } from '../release';
import type { Arranged, RemoteFacts, Survey } from '../release';
import { branchReader, customerOf, SchemeError, schemeOf } from '../scheme';
import type { BranchReader, Scheme } from '../scheme';
import type { Settled } from './configuration';
import { SessionError } from './error';
import type { StatusOptions } from './types';

/** Everything known of the names of a repository, without its history. */
export interface Named {
  readonly snapshot: Snapshot;
  readonly settled: Settled;
  readonly scheme: Scheme;
  readonly readBranch: BranchReader;
  readonly remotes: readonly RemoteFacts[];
  readonly survey: Survey;
}

export function nameAll(snapshot: Snapshot, settled: Settled): Named {
  const scheme = schemeFrom(settled.state);
  const readBranch = branchReader(scheme);
  const remotes = remoteRoles(snapshot, readBranch, settled.state.config.remotes);
  return { snapshot, settled, scheme, readBranch, remotes, survey: survey(snapshot, scheme, readBranch, remotes) };
}

/** A pattern the configuration got wrong is in its diagnostics already; the default ones hold until it is mended. */
export function schemeFrom({ config }: { readonly config: Config }): Scheme {
  try {
    return schemeOf(config);
  } catch (error) {
    if (!(error instanceof SchemeError)) throw error;
    return schemeOf({ ...config, patterns: { change: null, role: null, packaging: null, release: null } });
  }
}

/**
 * Walks our history and finds targets, predecessors and branches.
 * @throws SessionError `no-commits`, `not-moodle`, `no-releases`, `unknown-target`, `unknown-customer`
 */
export async function arrangeAll(
  git: Git,
  named: Named,
  options: StatusOptions,
  signal?: AbortSignal,
): Promise<Arranged> {
  const { snapshot, settled, scheme, readBranch, remotes, survey: found } = named;
  const { customer } = options;
  refuse(named, options);
  const { source, diagnostics, stale } = settled.state;
  const { bounds, standIns } = boundsOf(snapshot, remotes);
  const unreadable = unreadableTips(snapshot);
  const ours = ourTips(found, unreadable);
  const walked = await git.history([...ours, ...standIns], bounds, signal);
  const graph =
    standIns.length === 0 ? walked.graph : historyGraph(withoutStandIns(walked.graph.history, standIns, ours));
  const broken = new Set([...unreadable, ...walked.broken.map(({ tip }) => tip)]);
  return arrange(
    {
      snapshot,
      survey: found,
      graph: withoutBroken(graph, broken),
      broken,
      remotes,
      scheme,
      readBranch,
      config: settled.state.config,
      configuration: { source, diagnostics, stale },
      points: settled.points,
      decisions: settled.decisions.map((decision) => decisionUnderItsCustomer(decision, scheme)),
    },
    { target: options.target ?? null, customer: customer === undefined ? null : customerOf(customer, scheme) },
  );
}

/** A decision may be written with any spelling of its customer. */
export function decisionUnderItsCustomer(decision: Decision, scheme: Scheme): Decision {
  const customer = customerOf(decision.customer, scheme);
  return { ...decision, customer, change: customer + decision.change.slice(decision.customer.length) };
}

function ourTips({ changes, roles, localReleases }: Survey, unreadable: ReadonlySet<ObjectId>): ReadonlySet<ObjectId> {
  const tips = [...changes, ...roles].flatMap(({ refs }) => refs.map(({ tip }) => tip));
  return new Set([...tips.filter((tip) => !unreadable.has(tip)), ...localReleases.map(({ commit }) => commit)]);
}

/** Tips of branches that are no commit here: the object is missing or broken. */
function unreadableTips({ refs }: Snapshot): ReadonlySet<ObjectId> {
  return new Set(refs.flatMap(({ kind, commit, id }) => (kind !== 'tag' && commit === null ? [id] : [])));
}

/** What the walk has not seen is upstream's, unless it could not be read: then it is cut from nothing that is known. */
function withoutBroken(graph: HistoryGraph, broken: ReadonlySet<ObjectId>): HistoryGraph {
  if (broken.size === 0) return graph;
  return {
    ...graph,
    base: (tip) => (broken.has(tip) ? null : graph.base(tip)),
    boundaries: (tip) => (broken.has(tip) ? [] : graph.boundaries(tip)),
  };
}

function refuse(named: Named, { target, customer }: StatusOptions): void {
  const { snapshot, settled, scheme, survey: found } = named;
  if (snapshot.head.commit === null && snapshot.refs.every((ref) => ref.commit === null)) {
    throw new SessionError('no-commits');
  }
  if (!isMoodle(named)) throw new SessionError('not-moodle');
  if (found.releaseTags.length === 0)
    throw new SessionError('no-releases', snapshot.repository.shallow ? { shallow: 'yes' } : {});
  if (target !== undefined) {
    const wanted = readTarget(target);
    const isKnown =
      wanted &&
      (wanted.tag === null
        ? [...found.releaseTags, ...found.changes].some(({ line }) => line === wanted.line)
        : found.releaseTags.some(({ tag }) => tag === wanted.tag));
    if (!isKnown) throw new SessionError('unknown-target', { given: target });
  }
  if (customer === undefined) return;
  const known = [...found.changes.map(({ identity }) => identity), ...found.roles].map((one) => one.customer);
  const configured = settled.state.config.customers.map(({ id }) => id);
  if (![...known, ...configured].includes(customerOf(customer, scheme))) {
    throw new SessionError('unknown-customer', { given: customer });
  }
}

/** Branches of ours, Moodle's remote, branches or files; any project may have a tag `v1.0.0`. */
function isMoodle({ snapshot, survey: { changes, roles }, remotes }: Named): boolean {
  return (
    changes.length + roles.length > 0 ||
    remotes.some(({ role }) => role === 'upstream') ||
    snapshot.refs.some(({ kind, short }) => kind !== 'tag' && parseStableBranch(short) !== null) ||
    hasMoodleFiles(snapshot)
  );
}

/** The signs of a Moodle tree in both layouts; from 5.1 on the code is below public/. */
function hasMoodleFiles({ repository: { root } }: Snapshot): boolean {
  if (root === null) return false;
  return [root, join(root, 'public')].some(
    (folder) => existsSync(join(folder, 'version.php')) && existsSync(join(folder, 'lib', 'moodlelib.php')),
  );
}
