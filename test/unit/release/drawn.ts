import { pickOrder } from '../../../src/git';
import { historyGraph } from '../../../src/git';
import type { AssembledMerge, Carried, Recipe } from '../../../src/git';
import { upstreamGraph } from '../../../src/git/upstream';
import { emptyConfig } from '../../../src/config';
import type { Decision } from '../../../src/config';
import type { Ref, Snapshot, WorkTree } from '../../../src/git/types';
import { chooseCarries, survey } from '../../../src/release';
import type { Arranged, Carrying, RebaseInputs, RemoteFacts } from '../../../src/release';
import { arrange } from '../../../src/release/arrange';
import { assessChanges } from '../../../src/release/assess';
import type { Equivalents } from '../../../src/release/equivalents';
import type { Assessment } from '../../../src/release/types';
import { branchReader, defaultScheme } from '../../../src/scheme';
import { drawnCommits } from '../../support/history';

export const COMMITTER = { name: 'Rea Release', email: 'rea@example.org', date: '1400000000 +0100' };
export const prefix = ({ plan, step }: { plan: string; step: string }): string =>
  `refs/moodle-release/backup/${plan}/${step}/`;

/** A repository drawn in a test: everything refs, history and git's answers say of it. */
export interface Drawing {
  /** Commits as `drawnCommits` takes them; `v24`, `v25`, `v26`, `v261` are upstream's releases. */
  readonly history: string;
  /** Full or short names of branches, by the commit they are at; `cis/…` is the internal remote's. */
  readonly branches: Readonly<Record<string, string>>;
  /** Local releases. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly decisions?: readonly Decision[];
  /** Our commit → what replaying says of its twin upstream. */
  readonly twins?: Readonly<Record<string, 'adopted' | 'changed-since' | 'differs' | 'probable'>>;
  /** Patches that are the same. */
  readonly patches?: readonly (readonly string[])[];
  /** Commits that are a rebased form of another: author and subject are the other's. */
  readonly formOf?: Readonly<Record<string, string>>;
  readonly workTrees?: readonly WorkTree[];
  /** Paths a commit touches; a file of its own where it is not said. */
  readonly paths?: Readonly<Record<string, readonly string[]>>;
}

export interface Drawn {
  readonly arranged: Arranged;
  readonly assessments: readonly Assessment[];
  readonly equivalents: Equivalents;
  readonly choose: (inputs?: Partial<RebaseInputs>) => Carrying;
}

const RELEASES = { 'v2.4.0': 'v24', 'v2.5.0': 'v25', 'v2.6.0': 'v26', 'v2.6.1': 'v261' };
const REMOTES: readonly RemoteFacts[] = [
  { name: 'cis', role: 'internal', fetchedAt: null, note: null },
  { name: 'upstream', role: 'upstream', fetchedAt: null, note: null },
];

export function drawn(drawing: Drawing, target: string | null = '2.6'): Drawn {
  const commits = drawnCommits(drawing.history);
  for (const [form, of] of Object.entries(drawing.formOf ?? {})) {
    const [one, other] = [commits.get(form), commits.get(of)];
    if (one && other) commits.set(form, { ...one, author: other.author, subject: other.subject });
  }
  const graph = historyGraph({ commits });
  const locals = new Map<string, string>();
  const refs = Object.entries(drawing.branches).map(([name, commit]): Ref => {
    const [, short = name] = /^cis\/(.*)$/.exec(name) ?? [];
    const isRemote = name.startsWith('cis/');
    if (!isRemote) locals.set(short, commit);
    return {
      name: isRemote ? `refs/remotes/${name}` : `refs/heads/${name}`,
      short,
      kind: isRemote ? 'remote' : 'local',
      remote: isRemote ? 'cis' : null,
      id: commit,
      commit,
      symbolic: null,
      tracking: null,
    };
  });
  const tags = Object.entries({ ...RELEASES, ...drawing.tags }).map(([short, commit]): Ref => {
    const name = `refs/tags/${short}`;
    return { name, short, kind: 'tag', remote: null, id: `tag-${commit}`, commit, symbolic: null, tracking: null };
  });
  const snapshot: Snapshot = {
    repository: {
      root: '/r',
      commonDir: '/r/.git',
      gitDir: '/r/.git',
      objectFormat: 'sha1',
      shallow: false,
      partial: false,
    },
    refs: [...refs, ...tags],
    remotes: [],
    workTrees: drawing.workTrees ?? [],
    head: { branch: null, commit: null },
  };
  const scheme = defaultScheme();
  const readBranch = branchReader(scheme);
  const arranged = arrange(
    {
      snapshot,
      survey: survey(snapshot, scheme, readBranch, REMOTES),
      graph,
      broken: new Set(),
      remotes: REMOTES,
      scheme,
      readBranch,
      config: emptyConfig,
      configuration: { source: { kind: 'none', path: null }, diagnostics: [], stale: false },
      points: new Map(),
      decisions: drawing.decisions ?? [],
    },
    { target, customer: null },
  );
  const equivalents = equivalentsOf(drawing, [...commits.keys()]);
  const assessments = assessChanges(arranged, equivalents, { submodules: new Set(), composer: new Set() });
  const choose = (inputs: Partial<RebaseInputs> = {}): Carrying => {
    const whole = { id: 'p1', changes: null, onto: target, customer: null, committer: COMMITTER, ...inputs };
    return chooseCarries({ arranged, assessments, inputs: whole, pickOrder, waiting: new Map() });
  };
  return { arranged, assessments, equivalents, choose };
}

/** One upstream commit for each twin, between 2.5.0 and 2.6.0. */
function equivalentsOf({ twins = {}, patches = [], paths = {} }: Drawing, ids: readonly string[]): Equivalents {
  const twinOf = (id: string): string => `twin-${id}`;
  const keyOf = (id: string): string => (paths[id] ?? [`${id}.txt`]).join('\0');
  const log = new Map<string, { id: string; parents: string[]; subject: string; pathKey: string }>();
  let below = 'v25';
  for (const id of Object.keys(twins)) {
    log.set(twinOf(id), { id: twinOf(id), parents: [below], subject: `MDL-1 upstream ${id}`, pathKey: keyOf(id) });
    below = twinOf(id);
  }
  log.set('v26', { id: 'v26', parents: [below], subject: 'Moodle release 2.6', pathKey: 'version.php' });
  log.set('v261', { id: 'v261', parents: ['v26'], subject: 'Moodle release 2.6.1', pathKey: 'version.php' });
  log.set('v25', { id: 'v25', parents: ['v24'], subject: 'Moodle release 2.5', pathKey: 'version.php' });
  const patchIds = new Map(ids.map((id) => [id, `patch-${id}`]));
  for (const [index, same] of patches.entries()) for (const id of same) patchIds.set(id, `same-${index}`);
  for (const id of Object.keys(twins)) patchIds.set(twinOf(id), patchIds.get(id) ?? '');
  const on = { adopted: 'empty', differs: 'clean', 'changed-since': 'conflict', probable: 'conflict' } as const;
  return {
    upstream: upstreamGraph({ commits: log }, 'v24'),
    paths: new Map(ids.map((id) => [id, keyOf(id)])),
    patchIds,
    replays: Object.entries(twins).flatMap(([id, verdict]) => [
      ...['v26', 'v261'].map((onto) => ({ commit: id, onto, result: on[verdict] })),
      { commit: id, onto: twinOf(id), result: verdict === 'probable' ? ('conflict' as const) : ('empty' as const) },
    ]),
    reversed: new Map(),
  };
}

export function decided(change: string, decision: Decision['decision'], more: Partial<Decision> = {}): Decision {
  const said = {
    because: 'it was agreed',
    by: 'Ben Okri',
    at: '2013-09-01T10:00:00Z',
    ticket: null,
    commits: [],
    base: null,
  };
  const path = `decisions/LUVLE/2.6/${change.replaceAll('/', '~')}.${decision}.yaml`;
  return { change, customer: 'LUVLE', line: '2.6', decision, path, ...said, ...more };
}

/** What carrying would have come to: clean, with made-up ids, where nothing else is said by the name of the new branch. */
export function carriedAs(
  { items }: Carrying,
  others: Readonly<Record<string, Partial<Carried> & { readonly result: Carried['result'] }>> = {},
): readonly Carried[] {
  return items.map(({ recipe }) => {
    const short = recipe.branch.replace('refs/heads/', '');
    const start = { branch: recipe.branch, picks: picksOf(recipe), exact: 'in-memory', workTreeReason: null } as const;
    const clean = { ...start, result: 'clean', tip: `tip of ${short}`, tree: `tree of ${short}` } as const;
    const other = others[short];
    return other === undefined ? clean : ({ ...clean, ...other } as Carried);
  });
}

/** A branch that was merged, with made-up ids, where nothing else is said. */
export function assembledMerge(branch: string, tip: string, more: Partial<AssembledMerge> = {}): AssembledMerge {
  return {
    branch,
    tip,
    result: 'merged',
    commit: `merge of ${branch}`,
    tree: `tree with ${branch}`,
    resolved: false,
    paths: [],
    stages: [],
    clashesWith: [],
    clashesWithStart: false,
    exact: 'in-memory',
    workTreeReason: null,
    unknown: null,
    ...more,
  };
}

function picksOf({ commits, drop }: Recipe): Carried['picks'] {
  return commits.map((from) =>
    drop.includes(from)
      ? { from, to: null, why: 'dropped', tree: `tree-${from}` }
      : { from, to: `new-${from}`, tree: `tree-${from}` },
  );
}
