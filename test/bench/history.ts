import type { Edit, Node, Person, UpstreamFix } from '../../src/demo';
import { Sketch, seededRandom } from '../../src/demo';

/**
 * A history the size of two years of Moodle's: about 11,000 files, 11,000 commits, and between v2.5.0 and v2.6.0 some
 * 6,700 of them, a good third merges, with renames and removals.
 */
export interface BenchHistory {
  readonly sketch: Sketch;
  readonly master: Node;
  /** Release tag → commit; also `weekly 2.6+` and `weekly 2.7dev`. */
  readonly points: ReadonlyMap<string, Node>;
  readonly fixes: ReadonlyMap<string, Node>;
}

interface Cycle {
  readonly line: string;
  readonly weeks: number;
  /** Branches integrated each week, of one to three commits. */
  readonly topics: number;
}

const cycles: readonly Cycle[] = [
  { line: '2.4', weeks: 23, topics: 25 },
  { line: '2.5', weeks: 23, topics: 25 },
  { line: '2.6', weeks: 26, topics: 88 },
  { line: '2.7', weeks: 5, topics: 60 },
];
const week = 7 * 86_400;
const begun = Date.parse('2012-06-25T09:00:00Z') / 1000;
const integrator: Person = { name: 'Ida Integrator', email: 'integration@moodle.invalid' };
const developers: readonly Person[] = Array.from({ length: 40 }, (_, n) => ({
  name: `Developer ${n}`,
  email: `developer${n}@moodle.invalid`,
}));
const types = [
  'mod',
  'blocks',
  'auth',
  'enrol',
  'filter',
  'question/type',
  'course/format',
  'report',
  'repository',
  'theme',
  'admin/tool',
  'lib',
  'grade/export',
  'portfolio',
  'message/output',
];
const names = [
  'version.php',
  'lib.php',
  'view.php',
  'index.php',
  'settings.php',
  'styles.css',
  'db/access.php',
  'db/install.xml',
  'db/upgrade.php',
  'db/services.php',
  'lang/en/strings.php',
  'backup/moodle2/backup.php',
  'backup/moodle2/restore.php',
  'classes/event/viewed.php',
  'classes/event/created.php',
  'classes/task/clean.php',
  'tests/lib_test.php',
  'tests/behat/basic.feature',
  'pix/icon.svg',
  'yui/src/main.js',
  'yui/build/main.js',
  'renderer.php',
  'locallib.php',
  'externallib.php',
  'README.txt',
];
const plugins = 400;
/** Lines of a file that upstream's everyday work leaves alone: three lines of context around both, untouched too. */
export const ourLines = [5, 14] as const;
const firstEveryday = 20;

/** Files of v2.3.0 that are never moved or removed, one after the other: the changes are made in them. */
export function keptFile(n: number): string {
  const plugin = n % plugins;
  return `${folderOf(plugin)}/${names[1 + (Math.floor(n / plugins) % 3)] ?? ''}`;
}

/** Another value in one line of a file. */
export function step(path: string, line: number, from: number, to: number): Edit {
  return { kind: 'replace', path, old: stepText(line, from), new: stepText(line, to) };
}

export function initialValue(path: string, line: number): number {
  let hash = line;
  for (let i = 0; i < path.length; i++) hash = (hash * 31 + path.charCodeAt(i)) % 1_000_003;
  return hash;
}

/** Draws upstream with `fixes` in the cycle of 2.6, and its branches under refs/remotes/origin. */
export function drawHistory(fixes: readonly UpstreamFix[]): BenchHistory {
  return new Upstream().run(fixes);
}

class Upstream {
  private readonly sketch = new Sketch();
  private readonly random = seededRandom(20_130_514);
  private readonly points = new Map<string, Node>();
  private readonly fixes = new Map<string, Node>();
  private readonly files: string[] = [];
  private readonly pickable: Node[] = [];
  private nextPlugin = plugins;
  private issue = 34_000;
  private at = begun;

  run(fixes: readonly UpstreamFix[]): BenchHistory {
    let tip = this.first();
    for (const cycle of cycles) {
      const from = this.pickable.length;
      const release = tip;
      tip = this.develop(tip, cycle, cycle.line === '2.6' ? fixes : []);
      this.stabilise(release, this.pickable.slice(from, from + 32));
    }
    this.sketch.refs.set('refs/remotes/origin/master', tip);
    this.sketch.refs.set('refs/heads/master', tip);
    return { sketch: this.sketch, master: tip, points: this.points, fixes: this.fixes };
  }

  private first(): Node {
    const edits = Array.from({ length: plugins }, (_, n) => n).flatMap((n) => this.newPlugin(n));
    edits.push({ kind: 'write', path: 'version.php', text: versionText('2.3') });
    const node = this.commit(null, 'Moodle release 2.3', edits, integrator);
    this.release('v2.3.0', node);
    return node;
  }

  private develop(start: Node, { line, weeks, topics }: Cycle, fixes: readonly UpstreamFix[]): Node {
    let tip = start;
    for (let n = 1; n <= weeks; n++) {
      this.at += week;
      const monday = tip;
      const edited = new Set<string>();
      for (let topic = 0; topic < topics; topic++) tip = this.topic(monday, tip, edited);
      for (const fix of fixes.filter((each) => each.week === n)) {
        tip = this.commit(tip, fix.subject, fix.edits, this.developer());
        this.fixes.set(fix.subject, tip);
      }
      tip = this.commit(tip, `NOBUG: New plugin of week ${n}`, this.newPlugin(this.nextPlugin++), this.developer());
      if (line === '2.6')
        tip = this.commit(
          tip,
          `MDL-${this.nextIssue()} core: Move classes to their place`,
          this.moves(),
          this.developer(),
        );
      tip = this.commit(
        tip,
        `weekly release ${line}dev`,
        [{ kind: 'write', path: 'version.php', text: versionText(`${line}dev ${n}`) }],
        integrator,
      );
      this.points.set(`weekly ${line}dev`, tip);
    }
    if (line === '2.7') return tip;
    tip = this.commit(
      tip,
      `Moodle release ${line}`,
      [{ kind: 'write', path: 'version.php', text: versionText(line) }],
      integrator,
    );
    this.release(`v${line}.0`, tip);
    return tip;
  }

  private topic(monday: Node, into: Node, edited: Set<string>): Node {
    const author = this.developer();
    const issue = this.nextIssue();
    const commits = [1, 1, 2, 3, 2][this.random(5)] ?? 1;
    let tip = monday;
    for (let n = 0; n < commits; n++) {
      const edits = Array.from({ length: 1 + this.random(6) }, () => this.everydayEdit(tip, edited));
      tip = this.commit(tip, `MDL-${issue} area${this.random(60)}: Step ${n + 1}`, edits, author);
      if (commits === 1) this.pickable.push(tip);
    }
    this.at += 60;
    const message = `Merge branch 'MDL-${issue}' of git://github.com/${author.name.replace(' ', '').toLowerCase()}/moodle\n`;
    return this.sketch.merge({ into, other: tip, message, stamp: { by: integrator, at: this.at } });
  }

  private everydayEdit(tip: Node, edited: Set<string>): Edit {
    for (;;) {
      const path = this.files[this.random(this.files.length)] ?? '';
      // Nine in ten edits fall on a quarter of the files.
      if (this.random(10) > 0 && initialValue(path, 0) % 4 > 0) continue;
      const text = tip.tree.get(path)?.text ?? '';
      const line = firstEveryday + this.random(10);
      const now = new RegExp(`setting${line}', (\\d+)\\)`).exec(text)?.[1];
      if (edited.has(path) || now === undefined) continue;
      edited.add(path);
      return step(path, line, Number(now), Number(now) + 1);
    }
  }

  /** Some files move and some go, as when classes got their place in 2.6. */
  private moves(): Edit[] {
    const edits: Edit[] = [];
    while (edits.length < 24) {
      const index = this.random(this.files.length);
      const path = this.files[index] ?? '';
      if (/\/(lib|view|index)\.php$/.test(path)) continue;
      const to = `${path.slice(0, path.lastIndexOf('/'))}/moved/${path.slice(path.lastIndexOf('/') + 1)}`;
      if (edits.length % 3 === 2) {
        edits.push({ kind: 'remove', path });
        this.files.splice(index, 1);
      } else {
        edits.push({ kind: 'move', path, to });
        this.files[index] = to;
      }
    }
    return edits;
  }

  private newPlugin(n: number): Edit[] {
    return names.map((name) => {
      const path = `${folderOf(n)}/${name}`;
      this.files.push(path);
      return { kind: 'write', path, text: fileText(path) };
    });
  }

  private stabilise(release: Node, picks: readonly Node[]): void {
    const line = [...this.points].find(([, node]) => node === release)?.[0].slice(1, 4) ?? '';
    if (line === '') return;
    let tip = release;
    const at = this.at;
    for (const [n, fix] of picks.entries()) {
      this.at = release.committer.at + n * 86_400;
      if (n === 4) this.points.set(`weekly ${line}+`, tip);
      // Upstream picks what applies; of two fixes to a line the second does not.
      if (
        fix.edits.every((edit) => edit.kind !== 'replace' || tip.tree.get(edit.path)?.text?.includes(edit.old) === true)
      ) {
        tip = this.sketch.pick(fix, tip, { by: fix.author.by, at: this.at });
      }
      if (n % 8 === 7) {
        const version = `${line}.${Math.ceil((n + 1) / 8)}`;
        tip = this.commit(
          tip,
          `Moodle release ${version}`,
          [{ kind: 'write', path: 'version.php', text: versionText(version) }],
          integrator,
        );
        this.release(`v${version}`, tip);
      }
    }
    this.at = at;
    this.sketch.refs.set(`refs/remotes/origin/MOODLE_${line.replace('.', '')}_STABLE`, tip);
  }

  private commit(on: Node | null, subject: string, edits: readonly Edit[], by: Person): Node {
    this.at += 30;
    return this.sketch.commit({ on, edits, message: `${subject}\n`, author: { by, at: this.at } });
  }

  private release(tag: string, node: Node): void {
    this.points.set(tag, node);
    this.sketch.tag(tag, node, {
      stamp: { by: integrator, at: this.at },
      message: `MOODLE_${tag.slice(1).replaceAll('.', '')}\n`,
    });
  }

  private developer(): Person {
    return developers[this.random(developers.length)] ?? integrator;
  }

  private nextIssue(): number {
    return (this.issue += 1 + this.random(4));
  }
}

function folderOf(plugin: number): string {
  return `${types[plugin % types.length] ?? 'mod'}/part${plugin}`;
}

function stepText(line: number, value: number): string {
  return `    $value${line} = get_config_value('setting${line}', ${value});\n`;
}

function fileText(path: string): string {
  const lines = 32 + (initialValue(path, 0) % 60);
  const body = Array.from({ length: lines }, (_, line) => stepText(line, initialValue(path, line)));
  return `<?php\n// This file is part of Moodle - http://moodle.org/\n// ${path}\nfunction main() {\n${body.join('')}}\n`;
}

function versionText(release: string): string {
  const branch = release.slice(0, 3).replace('.', '');
  return `<?php\ndefined('MOODLE_INTERNAL') || die();\n$version  = 2013111800.00;\n$release  = '${release} (Build: 20131118)';\n$branch   = '${branch}';\n$maturity = MATURITY_STABLE;\n`;
}
