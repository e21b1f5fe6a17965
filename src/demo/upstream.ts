import type { Edit, Node, Person, Sketch, Stamp } from './sketch';
import { seededRandom } from './random';
import { applies } from './sketch';
import type { Cycle } from './calendar';
import {
  branchOf,
  cycles,
  day,
  movedPluginManager,
  newPlugins,
  preRelease,
  seconds,
  stamp,
  upgradeStep,
  versionFile,
  week,
} from './calendar';
import { componentsOf, coreFiles, everyday, firstFiles, libraryOf, limitLine, prefixOf } from './moodleTree';

/** Moodle's own history from 2.1 to the first weeks of 2.7: weekly integration on master, point releases on the stable branches only. */

/** A fix the table of changes needs upstream to have. */
export interface UpstreamFix {
  /** Week of the 2.6 cycle in which it is integrated, from 1. */
  readonly week: number;
  readonly subject: string;
  readonly edits: readonly Edit[];
}

export interface Upstream {
  readonly master: Node;
  /** Release tag → commit; also `weekly 2.6+`, the first after v2.6.0, and `weekly 2.7dev`, which have no tag. */
  readonly points: ReadonlyMap<string, Node>;
  /** Subject of a fix → its commit. */
  readonly fixes: ReadonlyMap<string, Node>;
}

const integrator: Person = { name: 'Ida Integrator', email: 'integration@moodle.invalid' };
const developers: readonly Person[] = [
  'Ana Bauer',
  'Tomo Sato',
  'Rosa Lind',
  'Finn Okoro',
  'Mei Castro',
  'Jan Novak',
].map((name) => ({ name, email: `${name.toLowerCase().replace(' ', '.')}@moodle.invalid` }));
const verbs = [
  'Keep the order of',
  'Read fewer',
  'Show hidden',
  'Limit the',
  'Page the',
  'Cache the',
  'Check access to',
];

/** Draws it with its tags and, under refs/remotes/origin, its branches. */
export function drawUpstream(sketch: Sketch, fixes: readonly UpstreamFix[]): Upstream {
  return new Integration(sketch).run(fixes);
}

class Integration {
  private readonly random = seededRandom(2011);
  private readonly points = new Map<string, Node>();
  private readonly fixes = new Map<string, Node>();
  /** Single-commit topics of master with the time they were integrated: what stable branches pick from. */
  private readonly pickable: { readonly node: Node; readonly at: number }[] = [];
  private issue = 28_000;

  constructor(private readonly sketch: Sketch) {}

  run(fixes: readonly UpstreamFix[]): Upstream {
    let master = this.first();
    let previous = '2.1';
    for (const cycle of cycles.slice(1)) {
      const from = seconds(cycles.find(({ line }) => line === previous)?.released ?? '');
      master = this.develop(master, cycle, from, cycle.line === '2.6' ? fixes : []);
      previous = cycle.line;
    }
    for (const cycle of cycles.slice(0, -1)) this.stabilise(cycle);
    this.sketch.refs.set('refs/remotes/origin/master', master);
    return {
      master,
      points: this.points,
      fixes: this.fixes,
    };
  }

  private first(): Node {
    const at = seconds('2011-07-01');
    const edits = [...firstFiles('2011070100'), versionFile('2011070100.00', '2.1 (Build: 20110701)', '21', 'STABLE')];
    const node = this.sketch.commit({
      on: null,
      edits,
      message: 'Moodle release 2.1\n',
      author: { by: integrator, at },
    });
    this.release('v2.1.0', node, at);
    return node;
  }

  /** The weeks of one development cycle, up to and including its release; 2.7 is still in development. */
  private develop(start: Node, cycle: Cycle, from: number, fixes: readonly UpstreamFix[]): Node {
    const { line, topics } = cycle;
    const end = seconds(cycle.released);
    let tip = this.direct(start, 'NOBUG: Bump the versions of plugins', from + day, newPlugins(line, from));
    const weeks = Math.floor((end - from) / week);
    for (let n = 1; n <= weeks; n++) {
      const at = from + n * week;
      const edited = new Set<string>();
      const start = tip;
      for (let topic = 0; topic < topics; topic++) {
        tip = this.topic(start, tip, at - (topics - topic) * 3600, topic === 0 && n % 2 === 0 ? 2 : 1, edited);
      }
      for (const fix of fixes.filter((each) => each.week === n)) {
        tip = this.direct(tip, fix.subject, at - 1800, fix.edits);
        this.fixes.set(fix.subject, tip);
      }
      if (n % 3 === 0)
        tip = this.direct(
          tip,
          `MDL-${this.nextIssue()} upgrade: Tidy the records of week ${n}`,
          at - 900,
          upgradeStep(at),
        );
      if (line === '2.6' && n === 12)
        tip = this.direct(
          tip,
          'MDL-40475 plugins: Move the plugin manager to its classes',
          at - 600,
          movedPluginManager,
        );
      const pre = preRelease(line, at);
      tip = this.direct(tip, `weekly release ${line}dev`, at, [
        versionFile(`${stamp(at)}00.00`, `${line}dev (Build: ${stamp(at)})`, branchOf(line), 'ALPHA'),
      ]);
      if (pre !== null) {
        const word = pre.startsWith('rc') ? `RC${pre.slice(2)}` : pre.toUpperCase();
        tip = this.direct(tip, `Moodle release ${line}${pre}`, at + 3600, [
          versionFile(
            `${stamp(at)}00.01`,
            `${line}${pre} (Build: ${stamp(at)})`,
            branchOf(line),
            pre === 'beta' ? 'BETA' : 'RC',
          ),
        ]);
        this.release(`v${line}.0-${pre}`, tip, at + 3600, `_${word}`);
      }
      this.points.set(`weekly ${line}dev`, tip);
    }
    if (line === '2.7') return tip;
    tip = this.direct(tip, `Moodle release ${line}`, end, [
      versionFile(`${stamp(end)}00.00`, `${line} (Build: ${stamp(end)})`, branchOf(line), 'STABLE'),
    ]);
    this.release(`v${line}.0`, tip, end);
    return tip;
  }

  /** One or two commits on a branch of their own, merged by the integrator: a good third of Moodle's commits are such merges. */
  private topic(start: Node, into: Node, at: number, commits: number, edited: Set<string>): Node {
    const author = this.developer();
    const issue = this.nextIssue();
    let tip = start;
    for (let n = 0; n < commits; n++) {
      const { edit, area, noun } = this.everydayEdit(tip, edited);
      const subject = `MDL-${issue} ${area}: ${verbs[this.random(verbs.length)] ?? ''} ${noun}`;
      tip = this.sketch.commit({
        on: tip,
        edits: [edit],
        message: `${subject}\n`,
        author: { by: author, at: at - day + n * 600 },
      });
      if (commits === 1) this.pickable.push({ node: tip, at });
    }
    const message = `Merge branch 'MDL-${issue}' of git://github.com/${author.email.split('@')[0] ?? ''}/moodle\n`;
    return this.sketch.merge({ into, other: tip, message, stamp: { by: integrator, at } });
  }

  private everydayEdit(tip: Node, edited: Set<string>): { edit: Edit; area: string; noun: string } {
    for (;;) {
      const components = [...componentsOf('2.1'), ...Object.keys(coreFiles).filter((name) => name !== 'pluginlib')];
      const area = components[this.random(components.length)] ?? '';
      const noun = everyday[this.random(everyday.length)] ?? '';
      const prefix = prefixOf(area);
      const path = libraryOf(area);
      // One function a week: neither git nor the sample should have to settle neighbours.
      if (edited.has(`${path} ${noun}`)) continue;
      edited.add(`${path} ${noun}`);
      const now = new RegExp(`${prefix}_limit\\('${noun}', (\\d+)\\)`).exec(tip.tree.get(path)?.text ?? '')?.[1] ?? '';
      return {
        edit: {
          kind: 'replace',
          path,
          old: limitLine(prefix, noun, now),
          new: limitLine(prefix, noun, Number(now) + 5),
        },
        area: prefix,
        noun,
      };
    }
  }

  /** A stable branch: fixes picked from master, a weekly a fortnight, point releases. */
  private stabilise({ line, released, points }: Cycle): void {
    let tip = named(this.points, `v${line}.0`);
    let from = seconds(released);
    const branch = branchOf(line);
    const base = stamp(from);
    for (const [index, date] of points.entries()) {
      const to = seconds(date);
      let weekly = 0;
      for (let at = from + week; at < to; at += 2 * week) {
        const picks = this.pickable.filter((each) => each.at > at - 2 * week && each.at <= at).slice(0, 2);
        for (const [n, { node }] of picks.entries()) tip = this.backport(tip, node, at - (2 - n) * 7200, branch);
        weekly++;
        const release = `${line}${index === 0 ? '' : `.${index}`}+`;
        const version = `${base}0${index}.0${weekly}`;
        tip = this.direct(tip, `weekly release ${release}`, at, [
          versionFile(version, `${release} (Build: ${stamp(at)})`, branch, 'STABLE'),
        ]);
        if (weekly === 1) this.points.set(`weekly ${release}`, tip);
      }
      const name = `${line}.${index + 1}`;
      tip = this.direct(tip, `Moodle release ${name}`, to, [
        versionFile(`${base}0${index + 1}.00`, `${name} (Build: ${stamp(to)})`, branch, 'STABLE'),
      ]);
      this.release(`v${name}`, tip, to);
      from = to;
    }
    this.sketch.refs.set(`refs/remotes/origin/MOODLE_${branch}_STABLE`, tip);
  }

  private backport(tip: Node, fix: Node, at: number, branch: string): Node {
    if (!fix.edits.every((edit) => applies(tip.tree, edit))) return tip;
    const picked = this.sketch.pick(fix, tip, { by: fix.author.by, at });
    const issue = fix.message.split(' ', 1)[0] ?? '';
    const message = `Merge branch '${issue}_${branch}' of git://github.com/${fix.author.by.email.split('@')[0] ?? ''}/moodle into MOODLE_${branch}_STABLE\n`;
    return this.sketch.merge({ into: tip, other: picked, message, stamp: { by: integrator, at: at + 1800 } });
  }

  private direct(on: Node, subject: string, at: number, edits: readonly Edit[]): Node {
    const by = /^(weekly|Moodle) release/.test(subject) ? integrator : this.developer();
    return this.sketch.commit({ on, edits, message: `${subject}\n`, author: { by, at } });
  }

  private release(tag: string, node: Node, at: number, suffix = ''): void {
    this.points.set(tag, node);
    const stamp: Stamp = { by: integrator, at };
    const digits = tag.slice(1).replace(/-.*$/, '').replace(/\.0$/, '').replaceAll('.', '');
    this.sketch.tag(tag, node, { stamp, message: `MOODLE_${digits}${suffix}\n` });
  }

  private developer(): Person {
    return developers[this.random(developers.length)] ?? integrator;
  }

  private nextIssue(): number {
    return (this.issue += 1 + this.random(45));
  }
}

/** Throws when the sample's own table names what is not there. */
export function named<V>(map: ReadonlyMap<string, V>, key: string): V {
  const value = map.get(key);
  if (value === undefined) throw new Error(`The sample has no ${key}.`);
  return value;
}
