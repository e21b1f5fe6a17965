import type { CommandId } from '../../contributions';
import type { Handler } from '../desk';
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

/** What each command does, loaded with the first one that is called. One that is missing here does not compile. */
export const handlers: Readonly<Record<CommandId, Handler>> = {
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
