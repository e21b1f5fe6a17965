import type { CommandId } from '../../contributions';
import type { Handler } from '../desk';
import { abortConflicts, continueConflict, leaveOut, resolveConflict, skipCommit } from './conflicts';
import { checkOut } from './checkOut';
import { chooseRepository } from './chooseRepository';
import { chooseTarget } from './chooseTarget';
import { compareWithBase, compareWithPredecessor } from './compare';
import { openConfiguration } from './configurationFile';
import { copyName } from './copyName';
import { decide } from './decide';
import { explainState, showCommits } from './explain';
import { fetch } from './fetch';
import { filter } from './filter';
import { groupBy } from './groupBy';
import { copyPlanId, resume, rollBack, showPlan, undo } from './journal';
import { ignoreThese, thisIs } from './nameRules';
import { newChangeBranch } from './newChangeBranch';
import { release, take } from './ownership';
import { discardPlan, openPlan, planAgain, runPlan, savePlan } from './planDocument';
import { push } from './push';
import { rebase, rebaseAll } from './rebase';
import { rename } from './rename';

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
  'moodleRelease.openBoard': ({ board }) => board.open(),
  'moodleRelease.openConfiguration': openConfiguration,
  'moodleRelease.rebase': rebase,
  'moodleRelease.rebaseAll': rebaseAll,
  'moodleRelease.decide': decide,
  'moodleRelease.take': take,
  'moodleRelease.release': release,
  'moodleRelease.push': push,
  'moodleRelease.rename': rename,
  'moodleRelease.openPlan': openPlan,
  'moodleRelease.runPlan': runPlan,
  'moodleRelease.planAgain': planAgain,
  'moodleRelease.savePlan': savePlan,
  'moodleRelease.discardPlan': discardPlan,
  'moodleRelease.showPlan': showPlan,
  'moodleRelease.undo': undo,
  'moodleRelease.resume': resume,
  'moodleRelease.rollBack': rollBack,
  'moodleRelease.copyPlanId': copyPlanId,
  'moodleRelease.resolveConflict': resolveConflict,
  'moodleRelease.continueConflict': continueConflict,
  'moodleRelease.skipCommit': skipCommit,
  'moodleRelease.leaveOut': leaveOut,
  'moodleRelease.abortConflicts': abortConflicts,
  'moodleRelease.showLog': ({ channel }) => {
    channel.show();
  },
};
