import type { ChangeBranches, Upgrade } from './branches';
import { branchName, colleagues, drawBranches, engineer } from './branches';
import { pendingRows } from './pendingRows';
import type { DecisionRecipe, Expectation, Row, Where } from './row';
import type { RoleTruth } from './roles';
import { drawPartnerRoles, drawRetired, drawRoles, loosePick } from './roles';
import type { Node } from './sketch';
import { Sketch } from './sketch';
import { partnerRows, targetRows } from './targetRows';
import { limit, write } from './moodleTree';
import type { Upstream } from './upstream';
import { drawUpstream, seconds } from './upstream';

/** What must be seen of one change, derived from its row. */
export interface ChangeTruth
  extends Required<Pick<Expectation, 'state' | 'also'>>, Omit<Expectation, 'state' | 'also' | 'missing'> {
  readonly key: string;
  readonly about: string;
  /** The target's line. */
  readonly target: string;
  /** Short name of its branch on the target line, and that branch's tip that counts. */
  readonly branch: string | null;
  readonly tip: string | null;
  readonly where: Where | null;
  readonly shipped: boolean;
  /** Full ref name of its branch, null when lost. */
  readonly predecessor: { readonly line: string; readonly branch: string | null; readonly tip: string } | null;
  readonly stackedOn: string | null;
  /** Ids of the commits of the predecessor that nothing accounts for; absent where not part of the truth. */
  readonly missing: readonly string[] | null;
}

export interface AlarmTruth {
  readonly code: 'dropped-out' | 'not-in-deployment' | 'not-pushed';
  readonly change: string;
}

export interface Truth {
  readonly targets: readonly { readonly customer: string; readonly line: string; readonly base: string }[];
  readonly changes: readonly ChangeTruth[];
  readonly roles: readonly RoleTruth[];
  readonly alarms: readonly AlarmTruth[];
  /** Branches that look like changes or role branches but do not parse. */
  readonly unparsed: readonly string[];
  /** Last local release of each customer. */
  readonly released: Readonly<Record<string, string>>;
}

export interface RemoteDrawing {
  readonly name: string;
  /** Path of the bare repository below the sample's folder. */
  readonly path: string;
  /** Full ref name there → object id: what the remote-tracking refs say, and what is not fetched yet. */
  readonly refs: ReadonlyMap<string, string>;
}

export interface Drawing {
  readonly sketch: Sketch;
  readonly truth: Truth;
  readonly remotes: readonly RemoteDrawing[];
  /** Local branch → remote it tracks. */
  readonly tracking: ReadonlyMap<string, string>;
  readonly head: string;
}

const upgrades: readonly Upgrade[] = [
  {
    customer: 'LUVLE',
    line: '2.5',
    target: '2.6',
    begun: '2013-06-03',
    moving: '2013-12-02',
    rows: [...pendingRows, ...targetRows],
  },
  { customer: 'EXT', line: '2.4', target: '2.5', begun: '2013-02-04', moving: '2013-12-09', rows: partnerRows },
];

const unparsed = [
  'LUVLE-2-5.deployment',
  'LUVLE-2.6-feture-mod_checklist',
  'LUVLE-2.6-hack',
  'LUVLE-26-feature-ouwiki-',
];

const configuration = `# How this team names and keeps its branches.
schema: 1
customers:
  LUVLE: { title: Lancaster University VLE, spellings: [lu, luns] }
  EXT: { title: Partners, spellings: [ext] }
remotes: { origin: upstream, cis: internal, public: public }
names:
  bigbluebutton-26: { change: LUVLE/feature/set_bigbluebuttonbn, line: "2.6" }
  "wip/*": ignore
external:
  mod_ouwiki: { source: "https://github.com/moodleou/moodle-mod_ouwiki" }
`;

/** The whole sample, the same every time. */
export function drawDemo(): Drawing {
  const sketch = new Sketch();
  const fixes = [loosePick, ...upgrades.flatMap(({ rows }) => rows.flatMap((row) => row.upstream ?? []))];
  const upstream = drawUpstream(sketch, fixes);
  const retired = drawRetired(sketch, upstream);
  const drawn = upgrades.map((upgrade) => ({ upgrade, changes: drawBranches(sketch, upstream, upgrade) }));
  const of = (customer: string): ChangeBranches[] =>
    drawn.find(({ upgrade }) => upgrade.customer === customer)?.changes ?? [];
  const tracking = new Map([['master', 'origin']]);
  for (const { changes } of drawn) for (const change of changes) placeRefs(sketch, change, tracking);
  const roles = [
    ...drawRoles(sketch, upstream, of('LUVLE')),
    ...drawPartnerRoles(sketch, upstream, of('EXT')),
    ...retired,
  ];
  drawUnrelated(sketch, upstream);
  sketch.tag('lu-weekly-2.6', upstream.weekly26);
  drawDecisions(sketch, drawn);
  for (const [name] of sketch.refs) {
    const short = /^refs\/remotes\/cis\/(.+)$/.exec(name)?.[1];
    if (short !== undefined && sketch.refs.has(`refs/heads/${short}`)) tracking.set(short, 'cis');
  }
  return {
    sketch,
    truth: truthOf(drawn, roles),
    remotes: drawRemotes(sketch, upstream, of('LUVLE')),
    tracking,
    head: 'LUVLE-2.5-testing',
  };
}

function placeRefs(sketch: Sketch, { row, before, now }: ChangeBranches, tracking: Map<string, string>): void {
  if (before !== null && row.before?.branch !== 'lost') {
    if (row.before?.branch !== 'remote') sketch.refs.set(`refs/heads/${before.name}`, before.tip);
    sketch.refs.set(`refs/remotes/cis/${before.name}`, before.tip);
  }
  if (now === null) return;
  if (now.local !== null) sketch.refs.set(`refs/heads/${now.name}`, now.local);
  if (now.remote !== null) sketch.refs.set(`refs/remotes/cis/${now.name}`, now.remote);
  if (row.now?.onPublicToo === true) sketch.refs.set(`refs/remotes/public/${now.name}`, now.tip);
  if (row.now?.where === 'remote-gone') tracking.set(now.name, 'cis');
}

/** Names that do not parse, and the many branches that are nobody's change. */
function drawUnrelated(sketch: Sketch, upstream: Upstream): void {
  const base = upstream.releases.get('v2.5.0') ?? upstream.master;
  sketch.refs.set('refs/heads/master', base);
  for (const name of unparsed) sketch.refs.set(`refs/heads/${name}`, base);
  const at = seconds('2013-09-02');
  for (let n = 0; n < 10; n++) {
    const wip = {
      on: base,
      edits: [write(`local/wip${n}.txt`, `Idea ${n}\n`)],
      message: `An idea\n`,
      author: { by: engineer, at: at + n * 600 },
    };
    sketch.refs.set(`refs/heads/wip/idea-${n}`, sketch.commit(wip));
    const issue = 42_000 + n * 111;
    const fix = {
      on: upstream.weekly27,
      edits: [limit('mod_page', 'posts', 20, 21 + n)],
      message: `MDL-${issue} page: A fix for everyone\n`,
      author: { by: engineer, at: at + n * 700 },
    };
    sketch.refs.set(`refs/heads/MDL-${issue}-26`, sketch.commit(fix));
    if (n < 3) sketch.refs.set(`refs/remotes/public/MDL-${issue}-26`, sketch.nodes.at(-1) ?? base);
  }
}

/** The branch `moodle-release`: no history with Moodle, the shared configuration and one file a decision. */
function drawDecisions(
  sketch: Sketch,
  drawn: readonly { upgrade: Upgrade; changes: readonly ChangeBranches[] }[],
): void {
  const at = seconds('2014-01-13');
  let tip = sketch.commit({
    on: null,
    edits: [write('moodle-release.yaml', configuration)],
    message: 'Write down how we name branches\n',
    author: { by: engineer, at },
  });
  for (const { upgrade, changes } of drawn) {
    for (const { row, before } of changes) {
      if (row.decision === undefined) continue;
      const path = `decisions/${upgrade.customer}/${upgrade.target}/${row.change.replaceAll('/', '~')}.yaml`;
      const edits = [write(path, decisionText(row.change, row.decision, before?.commits ?? []))];
      tip = sketch.commit({
        on: tip,
        edits,
        message: `Decide ${row.change}: ${row.decision.decision}\n`,
        author: { by: colleagues[0], at },
      });
    }
  }
  sketch.refs.set('refs/heads/moodle-release', tip);
  sketch.refs.set('refs/remotes/cis/moodle-release', tip);
}

function decisionText(
  change: string,
  { decision, because, commits, base }: DecisionRecipe,
  before: readonly Node[],
): string {
  const lines = [
    'schema: 1',
    `change: ${change}`,
    `decision: ${decision}`,
    `because: ${because}`,
    `by: ${colleagues[0].name}`,
    'at: 2014-01-13T09:00:00Z',
  ];
  if (commits !== undefined) lines.push('commits:', ...commits.map((n) => `  - ${before[n]?.id ?? ''}`));
  if (base !== undefined) lines.push(`base: ${base}`);
  return `${lines.join('\n')}\n`;
}

/** The bare repositories. Not fetched yet: upstream's next weekly of 2.6, and the change a colleague moved this morning. */
function drawRemotes(sketch: Sketch, upstream: Upstream, changes: readonly ChangeBranches[]): RemoteDrawing[] {
  const at = seconds('2014-01-20');
  const stable = sketch.refs.get('refs/remotes/origin/MOODLE_26_STABLE') ?? upstream.master;
  const weekly = sketch.commit({
    on: stable,
    edits: [write('lib/db/install.xml', '<XMLDB PATH="lib/db" VERSION="2"></XMLDB>\n')],
    message: 'weekly release 2.6.1+\n',
    author: { by: engineer, at },
  });
  const lusi = changes.find(({ row }) => row.change === 'LUVLE/feature/enrol_lusi')?.before?.commits ?? [];
  let moved = upstream.releases.get('v2.6.0') ?? upstream.master;
  for (const node of lusi) moved = sketch.pick(node, moved, { by: colleagues[0], at });
  const tags = (ours: boolean): [string, string][] =>
    [...sketch.tags]
      .filter(([name]) => name.startsWith('lu-') === ours)
      .map(([name, { node, annotation }]) => [`refs/tags/${name}`, annotation?.id ?? node.id]);
  const heads = (remote: string): [string, string][] =>
    [...sketch.refs]
      .filter(([name]) => name.startsWith(`refs/remotes/${remote}/`))
      .map(([name, { id }]) => [`refs/heads/${name.split('/').slice(3).join('/')}`, id]);
  return [
    {
      name: 'origin',
      path: 'git.moodle.org/moodle.git',
      refs: new Map([...heads('origin'), ...tags(false), ['refs/heads/MOODLE_26_STABLE', weekly.id]]),
    },
    {
      name: 'cis',
      path: 'ciggit.lancs.example/moodle.git',
      refs: new Map([...heads('cis'), ...tags(true), ['refs/heads/LUVLE-2.6-feature-enrol_lusi', moved.id]]),
    },
    { name: 'public', path: 'github.example/moodle.git', refs: new Map(heads('public')) },
  ];
}

function truthOf(
  drawn: readonly { upgrade: Upgrade; changes: readonly ChangeBranches[] }[],
  roles: readonly RoleTruth[],
): Truth {
  const changes = drawn.flatMap(({ upgrade, changes }) => changes.map((change) => changeTruth(upgrade, change)));
  return {
    targets: upgrades.map(({ customer, target }) => ({ customer, line: target, base: `v${target}.0` })),
    changes,
    roles,
    alarms: changes.flatMap(({ key, alarms = [] }) => alarms.map((code) => ({ code, change: key }))),
    unparsed,
    released: { LUVLE: 'lu-moodle-lu_v2.5.1-3', EXT: 'lu-moodle-ext_v2.4.0-0' },
  };
}

function changeTruth(upgrade: Upgrade, { row, before, now }: ChangeBranches): ChangeTruth {
  const { missing, ...see } = row.see;
  return {
    ...see,
    also: see.also ?? [],
    key: row.change,
    about: row.about,
    target: upgrade.target,
    branch: now?.name ?? null,
    tip: now?.tip.id ?? null,
    where: row.now?.where ?? null,
    shipped: row.before === undefined || row.before.reached === 'release',
    predecessor: before === null ? null : { line: upgrade.line, branch: oldRef(row, upgrade.line), tip: before.tip.id },
    stackedOn: row.now?.stackedOn ?? row.before?.stackedOn ?? null,
    missing: missing?.map((n) => before?.commits[n]?.id ?? '') ?? null,
  };
}

function oldRef(row: Row, line: string): string | null {
  const name = branchName(row.change, line);
  switch (row.before?.branch ?? 'both') {
    case 'both':
      return `refs/heads/${name}`;
    case 'remote':
      return `refs/remotes/cis/${name}`;
    case 'lost':
      return null;
  }
}
