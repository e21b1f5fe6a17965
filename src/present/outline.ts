import type { Piece } from './effects';

/** A part of what a plan says, from left to right. */
export type Line = readonly Piece[];

export interface OutlineRow {
  /** Columns, which line up with those of the other rows. */
  readonly cells: readonly Line[];
  readonly below: readonly Line[];
}

export interface OutlineSection {
  readonly id: string;
  readonly heading: Line;
  /** `done`; null while the plan was not run. */
  readonly state: string | null;
  /** Past it nothing can be taken back from here. */
  readonly isIrreversible: boolean;
  /** Why it failed, or what it waits for. */
  readonly remarks: readonly Line[];
  readonly rows: readonly OutlineRow[];
}

/** What a plan does, in the one form in which every surface shows it. Nothing in it is made safe to show yet. */
export interface PlanOutline {
  readonly title: string;
  /** `done 38, waits 6`; null while the plan was not run. */
  readonly state: string | null;
  readonly refusal: Line | null;
  /** What a person says it is for. */
  readonly because: Piece | null;
  readonly sections: readonly OutlineSection[];
  /** What was merged in memory alone: the rebuild of a branch that is adopted, all of a plan that is not run. */
  readonly tried: readonly OutlineRow[];
  /** What no section does: branches that come to nothing, or must not be moved. */
  readonly left: readonly OutlineRow[];
  readonly warnings: readonly Line[];
  /** `38 clean, 6 conflicts`, `42 merged`; null for a plan that foresees neither branches nor merges. */
  readonly totals: string | null;
}
