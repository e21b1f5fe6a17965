import type { Recipe, ResolveEffect } from '../../git';
import type { Outcome } from './previews';
import type { CarryItem } from './types';

/** The section of all branches without conflicts. */
export const CLEAN = 'clean';

/** Which section each branch is in, and what it is put onto when its section begins. */
export class Layout {
  private readonly sections = new Map<string, string>();
  private readonly outcomes: ReadonlyMap<string, Outcome>;

  constructor(outcomes: readonly Outcome[]) {
    this.outcomes = new Map(outcomes.map((outcome) => [outcome.item.newBranch, outcome]));
    let number = 0;
    // A branch comes after the one it is stacked on.
    for (const { item, carried } of outcomes) {
      if (carried.result === 'clean') this.sections.set(item.newBranch, CLEAN);
      const isWaiting = carried.result === 'waiting' && this.below(item) !== null;
      if (carried.result === 'conflict' || isWaiting) this.sections.set(item.newBranch, `conflict-${++number}`);
    }
  }

  section({ newBranch }: CarryItem): string | null {
    return this.sections.get(newBranch) ?? null;
  }

  isByHand(item: CarryItem): boolean {
    const section = this.section(item);
    return section !== null && section !== CLEAN;
  }

  /** The section that moves what it is stacked on. */
  below({ recipe }: CarryItem): string | null {
    const onto = this.standing(recipe.onto);
    return typeof onto === 'string' ? null : (this.sections.get(onto.branch) ?? null);
  }

  /** A branch that comes to nothing is not made: what is stacked on it stands on what it would have stood on. */
  standing(onto: Recipe['onto']): Recipe['onto'] {
    if (typeof onto === 'string') return onto;
    const below = this.outcomes.get(onto.branch);
    return below?.carried.result === 'empty' ? this.standing(below.item.recipe.onto) : onto;
  }

  ref(onto: Recipe['onto']): ResolveEffect['onto'] {
    const standing = this.standing(onto);
    return typeof standing === 'string' ? standing : { ref: standing.branch };
  }
}
