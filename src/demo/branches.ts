import type { Edit, Node, Person, Sketch, Stamp } from './sketch';
import type { Before, Now, Recipe, Row } from './row';
import type { Upstream } from './upstream';
import { named } from './upstream';
import { seconds } from './calendar';

/** The branches of the changes, on the line before the target and on the target. */

export interface ChangeBranches {
  readonly row: Row;
  readonly customer: string;
  readonly before: OldBranch | null;
  readonly now: NewBranch | null;
}

export interface OldBranch {
  readonly name: string;
  readonly tip: Node;
  /** Its own commits in the order of the row. */
  readonly commits: readonly Node[];
  /** What was merged first, and what a second merge brought. */
  readonly merged: Node;
  readonly mergedLater: Node | null;
}

export interface NewBranch {
  readonly name: string;
  readonly tip: Node;
  /** The tip on the internal remote; null when it is not there. */
  readonly remote: Node | null;
  readonly local: Node | null;
}

/** One customer's way from a line to the next. */
export interface Upgrade {
  readonly customer: string;
  readonly line: string;
  readonly target: string;
  /** First day of work on each of the two lines. */
  readonly begun: string;
  readonly moving: string;
  readonly rows: readonly Row[];
}

export const engineer: Person = { name: 'Demo Engineer', email: 'demo.engineer@vle.invalid' };
export const colleagues: readonly [Person, Person] = [
  { name: 'Rae Colleague', email: 'rae@vle.invalid' },
  { name: 'Sam Colleague', email: 'sam@vle.invalid' },
];
const hour = 3600;

/** `LUVLE/hack/mod_quiz/timing` on 2.5 is `LUVLE-2.5-hack-mod_quiz-timing`. */
export function branchName(change: string, line: string): string {
  const [customer = '', ...rest] = change.split('/');
  return [customer, line, ...rest].join('-');
}

/** Draws all branches of one upgrade, in the order of its rows: a change stands after the one it is stacked on. */
export function drawBranches(sketch: Sketch, upstream: Upstream, upgrade: Upgrade): ChangeBranches[] {
  const drawn = new Map<string, ChangeBranches>();
  for (const [index, row] of upgrade.rows.entries()) {
    const drawing = new Drawing(sketch, upstream, upgrade, index, drawn);
    const before = row.before === undefined ? null : drawing.old(row, row.before);
    const now = row.now === undefined ? null : drawing.new(row, row.now, before);
    drawn.set(row.change, { row, customer: upgrade.customer, before, now });
  }
  return [...drawn.values()];
}

/** Puts a change's branches where they are: here, on the internal remote, on the public one. */
export function placeRefs(sketch: Sketch, { row, before, now }: ChangeBranches, tracking: Map<string, string>): void {
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

class Drawing {
  private readonly author: Person;

  constructor(
    private readonly sketch: Sketch,
    private readonly upstream: Upstream,
    private readonly upgrade: Upgrade,
    private readonly index: number,
    private readonly drawn: ReadonlyMap<string, ChangeBranches>,
  ) {
    this.author = [engineer, ...colleagues][index % 3] ?? engineer;
  }

  old(row: Row, before: Before): OldBranch {
    const { line, begun } = this.upgrade;
    const start =
      before.stackedOn === undefined
        ? named(this.upstream.points, `v${line}.0`)
        : this.tipOf(before.stackedOn, 'before');
    const { commits, tip } = this.draw(
      start,
      before.work.map((recipe, n) => ({ recipe, at: this.time(begun, n) })),
      before.mergeInside ?? false,
    );
    const all = commits.length;
    const later = all - (before.unmerged ?? 0);
    const first = later - (before.mergedLater ?? 0);
    return {
      name: branchName(row.change, line),
      tip,
      commits,
      merged: first === all ? tip : (commits[first - 1] ?? tip),
      mergedLater: before.mergedLater === undefined ? null : (commits[later - 1] ?? tip),
    };
  }

  new(row: Row, now: Now, before: OldBranch | null): NewBranch {
    const name = now.name ?? branchName(row.change, this.upgrade.target);
    const tip = this.moved(now, before, { by: engineer, at: this.time(this.upgrade.moving, 0) });
    const parent = tip.parents[0] ?? tip;
    switch (now.where) {
      case 'local':
      case 'remote-gone':
        return { name, tip, local: tip, remote: null };
      case 'remote':
        return { name, tip, local: null, remote: tip };
      case 'both':
        return { name, tip, local: tip, remote: tip };
      case 'ahead':
        return { name, tip, local: tip, remote: parent };
      case 'behind':
        return { name, tip, local: parent, remote: tip };
      case 'diverged':
        return {
          name,
          tip,
          local: tip,
          remote: this.moved(now, before, { by: colleagues[0], at: this.time(this.upgrade.moving, 2) }),
        };
    }
  }

  /** `committer` is who moved it, and when: the same work moved twice gives other commits. */
  private moved(now: Now, before: OldBranch | null, committer: Stamp): Node {
    const from = now.from ?? `v${this.upgrade.target}.0`;
    if (now.how === 'copied' || now.how === 'copied-and-merged') {
      const copied = now.copyOf === undefined ? before?.tip : this.retired(now.copyOf);
      if (copied === undefined) throw new Error('The sample copies a branch that is not there.');
      if (now.how === 'copied') return copied;
      return this.sketch.merge({
        into: copied,
        other: named(this.upstream.points, from),
        message: `Merge tag '${from}'\n`,
        stamp: committer,
      });
    }
    const start =
      now.stackedOn === undefined
        ? now.how === 'unrelated'
          ? null
          : named(this.upstream.points, from)
        : this.tipOf(now.stackedOn, 'now');
    const recipes = (now.commits ?? []).map((commit, n) => {
      if (typeof commit === 'object' && 'subject' in commit)
        return { recipe: commit, at: this.time(this.upgrade.moving, n) };
      const node = before?.commits[typeof commit === 'number' ? commit : commit.again];
      if (node === undefined) throw new Error('The sample carries a commit that is not there.');
      return { picked: node, edits: typeof commit === 'number' ? node.edits : commit.edits };
    });
    if (start === null) return this.draw(null, recipes, false, committer).tip;
    return this.draw(start, recipes, now.mergeInside ?? false, committer).tip;
  }

  private draw(
    start: Node | null,
    recipes: readonly ({ recipe: Recipe; at: number } | { picked: Node; edits: readonly Edit[] })[],
    mergeInside: boolean,
    committer?: Stamp,
  ): { commits: Node[]; tip: Node } {
    const commits: Node[] = [];
    let tip = start;
    for (const [n, each] of recipes.entries()) {
      // The second commit is made beside the third, and merged after it.
      const on = mergeInside && n === 2 ? (commits[0] ?? tip) : tip;
      tip = this.commit(on, each, committer);
      commits.push(tip);
    }
    const side = commits[1];
    if (mergeInside && tip !== null && side !== undefined) {
      const stamp = { by: this.author, at: tip.committer.at + hour };
      tip = this.sketch.merge({ into: tip, other: side, message: "Merge branch 'feed' of a colleague\n", stamp });
    }
    if (tip === null) throw new Error('The sample has a branch without a commit.');
    return { commits, tip };
  }

  private commit(
    on: Node | null,
    each: { recipe: Recipe; at: number } | { picked: Node; edits: readonly Edit[] },
    committer?: Stamp,
  ): Node {
    if ('picked' in each) {
      if (on === null || committer === undefined) throw new Error('The sample carries a commit to nowhere.');
      return this.sketch.pick(each.picked, on, committer, { edits: each.edits });
    }
    const message = `${each.recipe.subject}\n`;
    const author = { by: this.author, at: each.at };
    return this.sketch.commit({ on, edits: each.recipe.edits, message, author, committer: committer ?? author });
  }

  private time(day: string, n: number): number {
    return seconds(day) + this.index * 3 * hour + n * hour;
  }

  private tipOf(change: string, when: 'before' | 'now'): Node {
    const node = this.drawn.get(change)?.[when]?.tip;
    if (node === undefined) throw new Error(`The sample stacks on ${change}, which is not there.`);
    return node;
  }

  private retired(change: string): Node {
    const node = this.sketch.refs.get(`refs/heads/${branchName(change, '2.3')}`);
    if (node === undefined) throw new Error(`The sample copies ${change}, which 2.3 does not have.`);
    return node;
  }
}
