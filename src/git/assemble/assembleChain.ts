import { madeCommit, mergeMessage } from './assembleCommit';
import { clashing } from './assembleSides';
import type { Side, Sides } from './assembleSides';
import type { AssembledMerge, AssembleRecipe } from './assembleTypes';
import type { Place } from '../carry/carryMove';
import type { WorkTreeReason } from '../carry/carryTypes';
import { writeCommit } from '../looseObject';
import type { Stage } from '../mergeTree';
import type { Quarantine } from '../quarantine';
import type { ObjectId, Repository } from '../types';

/** How a merge ended. */
export type Ending =
  | { readonly result: 'merged'; readonly tree: ObjectId; readonly resolved: boolean; readonly bySection: boolean }
  | { readonly result: 'conflict'; readonly stages: readonly Stage[] }
  | ({ readonly result: 'unknown' } & NonNullable<AssembledMerge['unknown']>);

/** The chain of merges as far as it has come: every one of them was made by git into the commit before it. */
export class Chain {
  readonly merges: AssembledMerge[] = [];
  #at: Place;
  readonly #held = new Set<ObjectId>();
  #sides: readonly Side[] = [];

  constructor(
    private readonly recipe: AssembleRecipe,
    private readonly known: Sides,
    private readonly ground: { readonly repository: Repository; readonly quarantine: Quarantine },
  ) {
    this.#at = { tip: recipe.start, tree: known.startTree };
  }

  /** Where it has come to. */
  get at(): Place {
    return this.#at;
  }

  /** The commits merged so far that the start does not hold. */
  get held(): ReadonlySet<ObjectId> {
    return this.#held;
  }

  /** What is left of the list. */
  get left(): readonly Side[] {
    return this.known.sides.slice(this.merges.length);
  }

  /** Why no merge is to be made; null when one is. */
  obstacle(
    { tip, missing }: Side,
    held: ReadonlySet<ObjectId>,
  ): 'contained' | NonNullable<AssembledMerge['unknown']> | null {
    const { graph } = this.known;
    if (missing !== null) return { reason: 'missing-object', detail: missing };
    if (graph.commit(tip) === undefined || held.has(tip)) return 'contained';
    const isRelated = graph.boundaries(tip).length > 0 || graph.own(tip).some(({ id }) => held.has(id));
    return isRelated ? null : { reason: 'unrelated', detail: `${tip} has no commit in common with it` };
  }

  /** Adds what is held once a side is merged. */
  hold({ tip }: Side, held: Set<ObjectId>): void {
    for (const id of this.known.graph.reachable(tip)) held.add(id);
  }

  /** Ends the next merge of the list that needs none. */
  pass(obstacle: 'contained' | NonNullable<AssembledMerge['unknown']>): void {
    const [side] = this.left;
    if (side === undefined) return;
    if (obstacle === 'contained') this.merges.push(this.#merge(side, { result: 'contained' }));
    else this.merges.push(this.#merge(side, { result: 'unknown', unknown: obstacle }));
  }

  /** Ends the next merge of the list. */
  end(ending: Ending, workTreeReason: WorkTreeReason | null): void {
    const [side] = this.left;
    if (side === undefined) return;
    const exact = workTreeReason === null ? ('in-memory' as const) : ('by-work-tree' as const);
    const how = { exact, workTreeReason };
    if (ending.result === 'merged') {
      const { tree, resolved, bySection, result } = ending;
      const { committer: by, message, into } = this.recipe;
      const parents = [this.#at.tip, side.tip];
      const commit = this.#write({ tree, parents, by, message: mergeMessage(message, side, into) });
      this.#at = { tip: commit, tree };
      this.hold(side, this.#held);
      this.#sides = [...this.#sides, side];
      this.merges.push(this.#merge(side, { ...how, result, resolved, ...(bySection ? { bySection } : {}), commit }));
    } else if (ending.result === 'conflict') {
      const paths = [...new Set(ending.stages.map(({ path }) => path))];
      this.merges.push(this.#merge(side, { ...how, ...ending, paths, ...clashing(side, this.#sides, paths) }));
    } else {
      const { reason, detail } = ending;
      this.merges.push(this.#merge(side, { ...how, result: 'unknown', unknown: { reason, detail } }));
    }
  }

  /** Commits the tree arrived at over another commit, which becomes the first parent. */
  commitOver(over: ObjectId, message: string): void {
    const { tree, tip } = this.#at;
    const commit = this.#write({ tree, parents: [over, tip], by: this.recipe.committer, message });
    this.#at = { tip: commit, tree };
  }

  #write(commit: Parameters<typeof madeCommit>[0]): ObjectId {
    const { quarantine, repository } = this.ground;
    return writeCommit(quarantine.objects, repository.objectFormat, madeCommit(commit));
  }

  #merge({ branch, tip }: Side, more: Pick<AssembledMerge, 'result'> & Partial<AssembledMerge>): AssembledMerge {
    return {
      branch,
      tip,
      commit: null,
      tree: this.#at.tree,
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
}
