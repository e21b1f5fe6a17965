import type { CommandId } from '../../contributions';
import type { Handler } from '../desk';
import { addToList } from './addToList';
import { adopt, assemble, merge, rebuild, shareLists } from './assemble';
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
import { fillList } from './fillList';
import { filter } from './filter';
import { groupBy } from './groupBy';
import { importCode } from './importCode';
import { copyPlanId, resume, rollBack, showPlan, undo } from './journal';
import { clearEntry, exclude, hold, pin, removeFromList, unpin } from './listEdits';
import { declineCommit, makeChange } from './looseCommits';
import { moveDown, moveTo, moveUp } from './moveInList';
import { ignoreThese, thisIs } from './nameRules';
import { newChangeBranch } from './newChangeBranch';
import { release, take } from './ownership';
import { pickFix } from './pickFix';
import { discardPlan, openPlan, planAgain, runPlan, savePlan } from './planDocument';
import { push } from './push';
import { rebase, rebaseAll } from './rebase';
import { compareReleases, minorRelease, tagRelease } from './releases';
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
  'moodleRelease.adopt': adopt,
  'moodleRelease.assemble': assemble,
  'moodleRelease.rebuild': rebuild,
  'moodleRelease.merge': merge,
  'moodleRelease.moveUp': moveUp,
  'moodleRelease.moveDown': moveDown,
  'moodleRelease.moveTo': moveTo,
  'moodleRelease.pin': pin,
  'moodleRelease.unpin': unpin,
  'moodleRelease.hold': hold,
  'moodleRelease.exclude': exclude,
  'moodleRelease.clearEntry': clearEntry,
  'moodleRelease.addToList': addToList,
  'moodleRelease.fillList': fillList,
  'moodleRelease.removeFromList': removeFromList,
  'moodleRelease.makeChange': makeChange,
  'moodleRelease.declineCommit': declineCommit,
  'moodleRelease.shareLists': shareLists,
  'moodleRelease.pickFix': pickFix,
  'moodleRelease.importCode': importCode,
  'moodleRelease.minorRelease': minorRelease,
  'moodleRelease.tagRelease': tagRelease,
  'moodleRelease.compareReleases': compareReleases,
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
