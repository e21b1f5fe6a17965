import * as vscode from 'vscode';
import type { CommandId } from '../../contributions';
import type { Desk, Handler } from '../desk';
import { showFailure } from '../failures';
import { checkOut } from './checkOut';
import { chooseRepository } from './chooseRepository';
import { chooseTarget } from './chooseTarget';
import { compareWithBase, compareWithPredecessor } from './compare';
import { openConfiguration } from './configurationFile';
import { copyName } from './copyName';
import { explainState, showCommits } from './explain';
import { fetch } from './fetch';
import { filter } from './filter';
import { groupBy } from './groupBy';
import { ignoreThese, thisIs } from './nameRules';
import { newChangeBranch } from './newChangeBranch';

/** What each command does. One that is missing here does not compile. */
const handlers: Readonly<Record<CommandId, Handler>> = {
  'moodleRelease.refresh': ({ repository }) => repository.refresh(),
  'moodleRelease.fetch': fetch,
  'moodleRelease.chooseTarget': chooseTarget,
  'moodleRelease.groupBy': groupBy,
  'moodleRelease.filter': filter,
  'moodleRelease.clearFilter': ({ branches }) => {
    branches.setFilter('');
  },
  'moodleRelease.chooseRepository': chooseRepository,
  'moodleRelease.newChangeBranch': newChangeBranch,
  'moodleRelease.explain': explainState,
  'moodleRelease.compareWithBase': compareWithBase,
  'moodleRelease.compareWithPredecessor': compareWithPredecessor,
  'moodleRelease.showCommits': showCommits,
  'moodleRelease.checkOut': checkOut,
  'moodleRelease.copyName': copyName,
  'moodleRelease.thisIs': thisIs,
  'moodleRelease.ignoreThese': ignoreThese,
  'moodleRelease.openConfiguration': openConfiguration,
  'moodleRelease.showLog': ({ channel }) => {
    channel.show();
  },
};

/** Registers every command; what one throws is said to the person, with what to do next. */
export function registerCommands(desk: Desk): vscode.Disposable {
  const registered = Object.entries(handlers).map(([id, handler]) =>
    vscode.commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        await handler(desk, args);
      } catch (error) {
        desk.channel.error(error instanceof Error ? error : String(error));
        await showFailure(error);
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}
