import type { ChangingGit } from '../git';
import type { PlanRecord } from '../plan';
import type { Arranged, Findings, Status } from '../release';
import type { Named } from './arranging';
import type { AnyPlan } from './planTypes';
import type { StatusOptions } from './types';

/** One reading of the repository: everything planners stand on. */
export interface Reading {
  readonly named: Named;
  readonly arranged: Arranged;
  readonly findings: Findings;
  readonly status: Status;
}

/** What planning needs of the session. */
export interface Ground {
  readonly git: ChangingGit;
  read(options: StatusOptions, signal: AbortSignal): Promise<Reading>;
  /** What was done here, as far as it can be read. */
  journal(): Promise<readonly Done[]>;
  /** By full ref name, the plans in which branches wait for a person. */
  waiting(): Promise<ReadonlyMap<string, string>>;
}

/** A plan and what became of its steps. */
export interface Done {
  readonly plan: AnyPlan;
  readonly steps: PlanRecord['steps'];
}
