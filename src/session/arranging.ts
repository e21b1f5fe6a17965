import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config';
import { historyGraph } from '../git';
import type { Git, ObjectId, Snapshot } from '../git';
import { arrange, boundsOf, readTarget, remoteRoles, survey, withoutStandIns } from '../release';
import type { Arranged, RemoteFacts, Survey } from '../release';
import { SchemeError, schemeOf } from '../scheme';
import type { Scheme } from '../scheme';
import type { Settled } from './configuration';
import { SessionError } from './error';
import type { StatusOptions } from './types';

/** Everything known of the names of a repository, without its history. */
export interface Named {
  readonly snapshot: Snapshot;
  readonly settled: Settled;
  readonly scheme: Scheme;
  readonly remotes: readonly RemoteFacts[];
  readonly survey: Survey;
}

export function nameAll(snapshot: Snapshot, settled: Settled): Named {
  const scheme = schemeFrom(settled.state);
  const remotes = remoteRoles(snapshot, scheme, settled.state.config.remotes);
  return { snapshot, settled, scheme, remotes, survey: survey(snapshot, scheme, remotes) };
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
  const { snapshot, settled, scheme, remotes, survey: found } = named;
  refuse(named, options);
  const { bounds, standIns } = boundsOf(snapshot, remotes);
  const ours = ourTips(found);
  const walked = await git.history([...ours, ...standIns], bounds, signal);
  const graph =
    standIns.length === 0 ? walked.graph : historyGraph(withoutStandIns(walked.graph.history, standIns, ours));
  return arrange(
    {
      snapshot,
      survey: found,
      graph,
      broken: new Set(walked.broken.map(({ tip }) => tip)),
      remotes,
      scheme,
      config: settled.state.config,
      decisions: settled.decisions,
    },
    { target: options.target ?? null, customer: options.customer ?? null },
  );
}

function ourTips({ changes, roles, localReleases }: Survey): ReadonlySet<ObjectId> {
  const tips = [...changes, ...roles].flatMap(({ refs }) => refs.map(({ tip }) => tip));
  return new Set([...tips, ...localReleases.map(({ commit }) => commit)]);
}

function refuse({ snapshot, survey: found }: Named, { target, customer }: StatusOptions): void {
  if (snapshot.head.commit === null && snapshot.refs.every((ref) => ref.commit === null)) {
    throw new SessionError('no-commits');
  }
  if (found.releaseTags.length === 0) {
    throw new SessionError(found.changes.length > 0 || hasMoodleFiles(snapshot) ? 'no-releases' : 'not-moodle');
  }
  if (target !== undefined) {
    const wanted = readTarget(target);
    const isKnown =
      wanted &&
      (wanted.tag === null
        ? [...found.releaseTags, ...found.changes].some(({ line }) => line === wanted.line)
        : found.releaseTags.some(({ tag }) => tag === wanted.tag));
    if (!isKnown) throw new SessionError('unknown-target', { given: target });
  }
  if (
    customer !== undefined &&
    ![...found.changes.map((c) => c.identity), ...found.roles].some((c) => c.customer === customer)
  ) {
    throw new SessionError('unknown-customer', { given: customer });
  }
}

/** The signs of a Moodle tree in both layouts; from 5.1 on the code is below public/. */
function hasMoodleFiles({ repository: { root } }: Snapshot): boolean {
  if (root === null) return false;
  return [root, join(root, 'public')].some(
    (folder) => existsSync(join(folder, 'version.php')) && existsSync(join(folder, 'lib', 'moodlelib.php')),
  );
}
