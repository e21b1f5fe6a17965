import type { ChangeBranches, Upgrade } from './branches';
import { drawBranches, placeRefs } from './branches';
import { drawPlugin } from './plugin';
import type { PluginDrawing } from './plugin';
import { pendingRows } from './pendingRows';
import { drawPartnerRoles, drawRetired, drawRoles, loosePick } from './roles';
import { Sketch } from './sketch';
import type { RemoteDrawing } from './surroundings';
import { drawDecisions, drawRemotes, drawUnrelated } from './surroundings';
import { partnerRows, targetRows } from './targetRows';
import type { Truth } from './truth';
import { truthOf } from './truth';
import { drawUpstream } from './upstream';

/** The sample put together. */

export interface Drawing {
  readonly sketch: Sketch;
  readonly truth: Truth;
  readonly remotes: readonly RemoteDrawing[];
  readonly plugin: PluginDrawing;
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
    moving: '2014-01-13',
    rows: [...pendingRows, ...targetRows],
  },
  { customer: 'EXT', line: '2.4', target: '2.5', begun: '2013-02-04', moving: '2013-12-09', rows: partnerRows },
];

/** The whole sample, the same every time. */
export function drawDemo(): Drawing {
  const sketch = new Sketch();
  const fixes = [loosePick, ...upgrades.flatMap(({ rows }) => rows.flatMap((row) => row.upstream ?? []))];
  const upstream = drawUpstream(sketch, fixes);
  drawRetired(sketch, upstream);
  const drawn = upgrades.map((upgrade) => ({ upgrade, changes: drawBranches(sketch, upstream, upgrade) }));
  const of = (customer: string): ChangeBranches[] =>
    drawn.find(({ upgrade }) => upgrade.customer === customer)?.changes ?? [];
  const tracking = new Map([['master', 'origin']]);
  for (const { changes } of drawn) for (const change of changes) placeRefs(sketch, change, tracking);
  const roles = [...drawRoles(sketch, upstream, of('LUVLE')), ...drawPartnerRoles(sketch, upstream, of('EXT'))];
  drawUnrelated(sketch, upstream);
  drawDecisions(sketch, upstream, drawn);
  for (const [name] of sketch.refs) {
    const short = /^refs\/remotes\/cis\/(.+)$/.exec(name)?.[1];
    if (short !== undefined && sketch.refs.has(`refs/heads/${short}`)) tracking.set(short, 'cis');
  }
  return {
    sketch,
    truth: truthOf(drawn, roles),
    remotes: drawRemotes(sketch, upstream, of('LUVLE')),
    plugin: drawPlugin(),
    tracking,
    head: 'LUVLE-2.5-testing',
  };
}
