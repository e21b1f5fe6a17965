import type { ChangeBranches } from './branches';
import { branchName, engineer } from './branches';
import type { Row } from './row';
import type { Edit, Node, Sketch, Stamp } from './sketch';
import { write } from './moodleTree';
import type { Upstream } from './upstream';
import { named } from './upstream';
import { seconds } from './calendar';

/** The role branches and local releases: what was assembled from the changes, as a year of releases leaves it. */

export interface RoleTruth {
  readonly name: string;
  readonly role: 'testing' | 'deployment' | 'packaging';
  readonly customer: string;
  readonly line: string;
  /** Newest upstream release tag it contains. */
  readonly contains: string;
  /** Keys of the changes merged, in order of their first merge. */
  readonly changes: readonly string[];
  /** Subjects of commits that are in no change and not upstream; on packaging, beyond deployment's and debian/. */
  readonly loose: readonly string[];
  /** Subjects of merges a person shaped. */
  readonly shaped: readonly string[];
  /** Keys that testing has and this lacks. */
  readonly lacks: readonly string[];
}

/** The upstream fix that deployment has as a loose commit. */
export const loosePick = {
  week: 2,
  subject: 'MDL-39876 files: Serve large files in pieces',
  edits: [write('lib/filestorage/pieces.php', '<?php\n// Serves large files in pieces.\n')],
};

const week = 7 * 86_400;

/** Assembles line 2.5 and its releases, and the beginning of 2.6. */
export function drawRoles(sketch: Sketch, upstream: Upstream, changes: readonly ChangeBranches[]): RoleTruth[] {
  const team = new Assembly(sketch, seconds('2013-07-02'));
  const reached = (place: string): ChangeBranches[] => changes.filter(({ row }) => row.before?.reached === place);
  const shipped = reached('release');

  let testing = named(upstream.points, 'v2.5.0');
  for (const change of shipped) testing = team.mergeChange(testing, change, 'LUVLE-2.5-testing');
  let deployment = testing;
  let packaging = team.package(null, deployment, '2.5.0-0');
  team.release('v2.5.0-0', deployment);

  const source = upstream.fixes.get(loosePick.subject) ?? deployment;
  const message = `${loosePick.subject}\n\n(cherry picked from commit ${source.id})\n`;
  deployment = sketch.pick(source, deployment, team.next(), { message });
  team.release('v2.5.0-1', deployment);

  testing = team.merge(testing, named(upstream.points, 'v2.5.1'), "Merge tag 'v2.5.1' into LUVLE-2.5-testing");
  deployment = team.merge(deployment, named(upstream.points, 'v2.5.1'), "Merge tag 'v2.5.1' into LUVLE-2.5-deployment");
  packaging = team.package(packaging, deployment, '2.5.1-0');
  team.release('v2.5.1-0', deployment);

  for (const { before } of shipped) {
    if (before === null || before.mergedLater === null) continue;
    testing = team.merge(testing, before.mergedLater, `Merge branch '${before.name}' into LUVLE-2.5-testing`);
    deployment = team.merge(deployment, before.mergedLater, `Merge branch '${before.name}' into LUVLE-2.5-deployment`);
  }
  for (const n of [1, 2, 3]) {
    packaging = team.package(packaging, deployment, `2.5.1-${n}`);
    team.release(`v2.5.1-${n}`, n === 3 ? deployment : (deployment.parents[0] ?? deployment));
  }

  for (const change of reached('deployment')) {
    testing = team.mergeChange(testing, change, 'LUVLE-2.5-testing');
    deployment = team.mergeChange(deployment, change, 'LUVLE-2.5-deployment');
  }
  for (const change of reached('testing')) testing = team.mergeChange(testing, change, 'LUVLE-2.5-testing');

  let next = named(upstream.points, 'v2.6.0');
  const begun = changes.filter(({ row }) => row.now?.inTesting === true);
  const today = new Assembly(sketch, seconds('2014-01-20'));
  for (const { now } of begun) {
    if (now !== null) next = today.merge(next, now.tip, `Merge branch '${now.name}' into LUVLE-2.6-testing`);
  }

  const refs = {
    'LUVLE-2.5-testing': testing,
    'LUVLE-2.5-deployment': deployment,
    'luns-moodle-lu_2.5': packaging,
    'LUVLE-2.6-testing': next,
  };
  for (const [name, node] of Object.entries(refs)) {
    sketch.refs.set(`refs/heads/${name}`, node);
    sketch.refs.set(`refs/remotes/cis/${name}`, node);
  }

  const inDeployment = keys([...shipped, ...reached('deployment')]);
  const inTesting = [...inDeployment, ...keys(reached('testing'))];
  const shaped = shipped
    .filter(({ row }) => row.before?.resolution !== undefined)
    .map(({ before }) => `Merge branch '${before?.name ?? ''}' into LUVLE-2.5-testing`);
  const common = { customer: 'LUVLE', line: '2.5', contains: 'v2.5.1', shaped, lacks: [] };
  return [
    { ...common, name: 'LUVLE-2.5-testing', role: 'testing', changes: inTesting, loose: [] },
    {
      ...common,
      name: 'LUVLE-2.5-deployment',
      role: 'deployment',
      changes: inDeployment,
      loose: [loosePick.subject],
      lacks: inTesting.filter((key) => !inDeployment.includes(key)),
    },
    {
      ...common,
      name: 'luns-moodle-lu_2.5',
      role: 'packaging',
      changes: keys(shipped),
      loose: [],
    },
    {
      ...common,
      name: 'LUVLE-2.6-testing',
      role: 'testing',
      line: '2.6',
      contains: 'v2.6.0',
      changes: keys(begun),
      loose: [],
      shaped: [],
    },
  ];
}

/** The partner's live line: one release of 2.4, its deployment branch, nothing assembled on 2.5 yet. */
export function drawPartnerRoles(sketch: Sketch, upstream: Upstream, changes: readonly ChangeBranches[]): RoleTruth[] {
  const team = new Assembly(sketch, seconds('2013-03-18'));
  const shipped = changes.filter(({ row }) => row.before?.reached === 'release');
  let deployment = named(upstream.points, 'v2.4.0');
  for (const change of shipped) deployment = team.mergeChange(deployment, change, 'EXT-2.4-deployment');
  sketch.refs.set('refs/heads/EXT-2.4-deployment', deployment);
  sketch.refs.set('refs/remotes/cis/EXT-2.4-deployment', deployment);
  sketch.tag('lu-moodle-ext_v2.4.0-0', deployment, { stamp: team.next(), message: 'Release 2.4.0-0 of EXT\n' });
  const truth = {
    role: 'deployment',
    customer: 'EXT',
    line: '2.4',
    contains: 'v2.4.0',
    loose: [],
    shaped: [],
    lacks: [],
  } as const;
  return [{ ...truth, name: 'EXT-2.4-deployment', changes: keys(shipped) }];
}

/** Lines 2.3 and 2.4 of LUVLE: 2.3 was released, 2.4 was begun and skipped. Both are retired, so nothing of them must be seen. */
export function drawRetired(sketch: Sketch, upstream: Upstream): void {
  const team = new Assembly(sketch, seconds('2013-01-21'));
  const changes = [
    'feature/mod_ouwiki',
    'feature/block_oldnews',
    'feature/block_mystuff',
    'hack/mod_assignment/latework',
  ];
  let testing = named(upstream.points, 'v2.3.0');
  for (const change of changes) {
    const node = team.retiredChange(named(upstream.points, 'v2.3.0'), change);
    sketch.refs.set(`refs/heads/${branchName(`LUVLE/${change}`, '2.3')}`, node);
    testing = team.merge(
      testing,
      node,
      `Merge branch '${branchName(`LUVLE/${change}`, '2.3')}' into LUVLE-2.3-testing`,
    );
  }
  for (const change of changes.slice(1)) {
    sketch.refs.set(
      `refs/heads/${branchName(`LUVLE/${change}`, '2.4')}`,
      team.retiredChange(named(upstream.points, 'v2.4.0'), change),
    );
  }
  const deployment = team.merge(
    testing,
    named(upstream.points, 'v2.3.4'),
    "Merge tag 'v2.3.4' into LUVLE-2.3-deployment",
  );
  const packaging = team.package(null, deployment, '2.3.4-7');
  team.release('v2.3.4-0', deployment);
  team.release('v2.3.4-7', deployment);
  const refs = { 'LUVLE-2.3-testing': testing, 'LUVLE-2.3-deployment': deployment, 'luns-moodle-lu_2.3': packaging };
  for (const [name, node] of Object.entries(refs)) sketch.refs.set(`refs/heads/${name}`, node);
}

class Assembly {
  constructor(
    private readonly sketch: Sketch,
    private at: number,
  ) {}

  next(): Stamp {
    this.at += 1200;
    return { by: engineer, at: this.at };
  }

  merge(into: Node, other: Node, subject: string, resolution: readonly Edit[] = []): Node {
    return this.sketch.merge({ into, other, message: `${subject}\n`, stamp: this.next(), resolution });
  }

  mergeChange(into: Node, { row, before }: ChangeBranches, name: string): Node {
    if (before === null) return into;
    return this.merge(into, before.merged, `Merge branch '${before.name}' into ${name}`, row.before?.resolution);
  }

  /** The packaging branch with a deployment merged and the package's changelog written. */
  package(packaging: Node | null, deployment: Node, version: string): Node {
    const into =
      packaging === null
        ? deployment
        : this.sketch.between(packaging, deployment).length === 0
          ? packaging
          : this.merge(packaging, deployment, "Merge branch 'deployment'");
    const changelog = `luns-moodle-lu (${version}) stable; urgency=low\n\n  * Release ${version}.\n`;
    const control =
      'Source: luns-moodle-lu\nPackage: luns-moodle-lu\nArchitecture: all\nDescription: Moodle for Lancaster\n';
    const first = packaging === null ? [write('debian/control', control), write('debian/compat', '9\n')] : [];
    return this.sketch.commit({
      on: into,
      edits: [...first, write('debian/changelog', changelog)],
      message: `Package ${version}\n`,
      author: this.next(),
    });
  }

  release(version: string, node: Node): void {
    this.at += week;
    this.sketch.tag(`lu-moodle-lu_${version}`, node, {
      stamp: this.next(),
      message: `Release ${version.slice(1)} of LUVLE\n`,
    });
  }

  retiredChange(on: Node, change: string): Node {
    const file = change.replaceAll('/', '_');
    return this.sketch.commit({
      on,
      edits: [write(`local/${file}.php`, '<?php\n// As it was.\n')],
      message: `${change}: As it was\n`,
      author: this.next(),
    });
  }
}

function keys(changes: readonly { readonly row: Row }[]): string[] {
  return changes.map(({ row }) => row.change);
}
