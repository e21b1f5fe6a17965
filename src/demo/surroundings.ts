import type { ChangeBranches, Upgrade } from './branches';
import { colleagues, engineer } from './branches';
import { seconds, versionFile } from './calendar';
import { limit, write } from './moodleTree';
import { loosePick } from './roles';
import type { DecisionRecipe } from './row';
import type { Node, Sketch } from './sketch';
import type { Upstream } from './upstream';
import { named } from './upstream';

/** What lies around the changes: the team's configuration and decisions, other branches, the remotes. */

export interface RemoteDrawing {
  readonly name: string;
  /** Path of the bare repository below the sample's folder. */
  readonly path: string;
  /** Full ref name there → object id: what the remote-tracking refs say, and what is not fetched yet. */
  readonly refs: ReadonlyMap<string, string>;
}

/** Names that look like changes or role branches and do not parse; the first is a slip that was made in real life. */
export const unparsed = [
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

/** Names that do not parse, and the many branches that are nobody's change. */
export function drawUnrelated(sketch: Sketch, upstream: Upstream): void {
  const base = named(upstream.points, 'v2.5.0');
  sketch.refs.set('refs/heads/master', base);
  for (const name of unparsed) sketch.refs.set(`refs/heads/${name}`, base);
  const at = seconds('2014-01-14');
  for (let n = 0; n < 10; n++) {
    const wip = {
      on: base,
      edits: [write(`local/wip${n}.txt`, `Idea ${n}\n`)],
      message: 'An idea\n',
      author: { by: engineer, at: at + n * 600 },
    };
    sketch.refs.set(`refs/heads/wip/idea-${n}`, sketch.commit(wip));
    const issue = 42_000 + n * 111;
    const fix = {
      on: named(upstream.points, 'weekly 2.7dev'),
      edits: [limit('mod_page', 'posts', 20, 21 + n)],
      message: `MDL-${issue} page: A fix for everyone\n`,
      author: { by: engineer, at: at + n * 700 },
    };
    const fixed = sketch.commit(fix);
    sketch.refs.set(`refs/heads/MDL-${issue}-26`, fixed);
    if (n < 3) sketch.refs.set(`refs/remotes/public/MDL-${issue}-26`, fixed);
  }
}

/** The branch `moodle-release`: no history with Moodle, the shared configuration and one file a decision. */
export function drawDecisions(
  sketch: Sketch,
  upstream: Upstream,
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
      const edits = [write(path, decisionText(row.change, row.decision, before?.commits ?? [], upstream))];
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
  upstream: Upstream,
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
  if (base !== undefined) lines.push(`base: ${named(upstream.points, base).id}`);
  return `${lines.join('\n')}\n`;
}

/**
 * The bare repositories. Not fetched yet: upstream's next weekly of 2.6, its security release of 2.5, which brings a fix that
 * deployment has picked, and the change a colleague moved this morning.
 */
export function drawRemotes(sketch: Sketch, upstream: Upstream, changes: readonly ChangeBranches[]): RemoteDrawing[] {
  const at = seconds('2014-01-20');
  const stable = named(sketch.refs, 'refs/remotes/origin/MOODLE_26_STABLE');
  const weekly = sketch.commit({
    on: stable,
    edits: [write('lib/db/install.xml', '<XMLDB PATH="lib/db" VERSION="2"></XMLDB>\n')],
    message: 'weekly release 2.6.1+\n',
    author: { by: engineer, at },
  });
  const picked = sketch.pick(named(upstream.fixes, loosePick.subject), named(upstream.points, 'v2.5.4'), {
    by: engineer,
    at,
  });
  const security = sketch.commit({
    on: picked,
    edits: [versionFile('2013051405.00', '2.5.5 (Build: 20140120)', '25', 'STABLE')],
    message: 'Moodle release 2.5.5\n',
    author: { by: engineer, at },
  });
  const lusi = changes.find(({ row }) => row.change === 'LUVLE/feature/enrol_lusi')?.before?.commits ?? [];
  let moved = named(upstream.points, 'v2.6.0');
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
      refs: new Map([
        ...heads('origin'),
        ...tags(false),
        ['refs/heads/MOODLE_26_STABLE', weekly.id],
        ['refs/heads/MOODLE_25_STABLE', security.id],
        ['refs/tags/v2.5.5', security.id],
      ]),
    },
    {
      name: 'cis',
      path: 'ciggit.lancs.example/moodle.git',
      refs: new Map([...heads('cis'), ...tags(true), ['refs/heads/LUVLE-2.6-feature-enrol_lusi', moved.id]]),
    },
    { name: 'public', path: 'github.example/moodle.git', refs: new Map(heads('public')) },
  ];
}
