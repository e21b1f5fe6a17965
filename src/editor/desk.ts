import type * as vscode from 'vscode';
import type { AssemblyView } from './assembly/view';
import type { AssemblyLists } from './assemblyLists';
import type { BranchesView } from './branches/view';
import type { Candidates } from './candidates';
import type { ChosenTargets } from './chosenTargets';
import type { CurrentRepository } from './currentRepository';
import type { OpenHouse } from './house';
import type { ShownPlans } from './plans/shownPlans';
import type { Undertakings } from './undertakings';
import type { UpgradeBoard } from './upgradeBoard/board';

/** What a command works with. */
export interface Desk {
  readonly repository: CurrentRepository;
  readonly candidates: Candidates;
  readonly targets: ChosenTargets;
  readonly lists: AssemblyLists;
  readonly branches: BranchesView;
  readonly assembly: AssemblyView;
  readonly undertakings: Undertakings;
  readonly plans: ShownPlans;
  readonly board: UpgradeBoard;
  readonly channel: vscode.LogOutputChannel;
  readonly openHouse: OpenHouse;
}
/** Takes what VS Code hands a command: the item it was chosen on and all selected ones, or nothing. */
export type Handler = (desk: Desk, args: readonly unknown[]) => Promise<void> | void;
