import { config, t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { AssemblyView } from './assembly/view';
import { AssemblyLists } from './assemblyLists';
import { BranchesView } from './branches/view';
import { Candidates } from './candidates';
import { registerCommands } from './commands';
import { ChosenTargets } from './chosenTargets';
import { fillMergesAgain } from './conflicts/comeBack';
import { watchResolving } from './conflicts/watch';
import { ContextKeys } from './contextKeys';
import { CurrentRepository } from './currentRepository';
import { offerGitFiles } from './documents/gitFiles';
import { offerReleaseComparisons } from './documents/releaseComparisons';
import { offerReports } from './documents/reports';
import type { OpenHouse } from './house';
import { askAboutCutOff } from './journal/cutOff';
import { JournalView } from './journal/view';
import { offerConfigurationLanguage } from './language/configuration';
import { offerPlanActions } from './plans/lenses';
import { watchPlans } from './plans/movedSince';
import { followRecords } from './plans/records';
import { ShownPlans } from './plans/shownPlans';
import { Predictions } from './predictions';
import { showStatusBar } from './statusBar';
import { offerInTerminals } from './terminal';
import { readAgainWhenNeeded } from './triggers';
import { Undertakings } from './undertakings';
import { UpgradeBoard } from './upgradeBoard/board';

export type { House, OpenHouse } from './house';

/**
 * Registers every surface. Starts no process and reads no file: that begins when a view is seen, or after this
 * returned, for the status bar.
 */
export function registerEditor(context: vscode.ExtensionContext, openHouse: OpenHouse): void {
  if (vscode.l10n.bundle !== undefined) config({ contents: vscode.l10n.bundle });
  const memory = context.workspaceState;
  const keys = new ContextKeys();
  const channel = vscode.window.createOutputChannel(t('Moodle Release'), { log: true });
  const candidates = new Candidates(memory);
  const targets = new ChosenTargets(memory);
  const repository = new CurrentRepository({ openHouse, candidates, targets, keys, channel });
  const undertakings = new Undertakings({ repository, keys, channel });
  const predictions = new Predictions({ repository, targets, channel });
  const branches = new BranchesView({ repository, undertakings, predictions, keys, memory });
  const lists = new AssemblyLists({ repository, channel });
  const assembly = new AssemblyView({ repository, lists });
  const plans = new ShownPlans({ repository, keys });
  const board = new UpgradeBoard({ repository, predictions, extensionUri: context.extensionUri });
  const views = { branches, assembly, plans, board };
  const desk = { repository, undertakings, candidates, targets, lists, ...views, channel, openHouse };
  context.subscriptions.push(
    channel,
    candidates,
    repository,
    undertakings,
    predictions,
    lists,
    branches,
    assembly,
    plans,
    board,
    readAgainWhenNeeded(repository, candidates),
    new JournalView(undertakings),
    askAboutCutOff(undertakings),
    watchResolving(undertakings),
    fillMergesAgain(undertakings),
    offerPlanActions(plans),
    watchPlans(desk),
    followRecords(plans, undertakings),
    showStatusBar(desk),
    offerGitFiles(repository),
    offerReports(desk),
    offerReleaseComparisons(repository),
    offerConfigurationLanguage({ repository, openHouse }),
    registerCommands(desk, context.extension),
  );
  offerInTerminals(context);
  setImmediate(() => void repository.refresh());
}
