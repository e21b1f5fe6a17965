import type { Command } from './command';
import type { ViewId } from './views';
import { all, any, is, open, trusted } from './when';

const branches: ViewId = 'moodleRelease.branches';
const journal: ViewId = 'moodleRelease.journal';
/** A plan that was not run is before the person. */
const planned = is('moodleRelease.plan', 'ready');
const unrun = any(planned, is('moodleRelease.plan', 'moved'), is('moodleRelease.plan', 'refused'));
const waiting = is('moodleRelease.waiting', true);

/** What plans a change of the repository, what is done with a plan, and what is done about conflicts. */
export const planCommands = {
  'moodleRelease.rebase': {
    title: 'Rebase…',
    icon: 'move',
    enablement: trusted,
    palette: open,
    places: [
      { item: branches, tags: ['change', 'to-move'], group: 'inline@3' },
      { item: branches, tags: ['change', 'to-move'], group: '3_work@2' },
    ],
  },
  'moodleRelease.rebaseAll': {
    title: 'Rebase All…',
    icon: 'move',
    enablement: trusted,
    palette: open,
    places: [
      { item: branches, tags: ['group', 'to-move'], group: 'inline@1' },
      { item: branches, tags: ['group', 'to-move'], group: '3_work@1' },
      { title: branches, group: '0_work@1', when: open },
    ],
  },
  'moodleRelease.decide': {
    title: 'Decide…',
    icon: 'law',
    enablement: trusted,
    palette: open,
    places: [{ item: branches, tags: ['change'], group: '3_work@3' }],
  },
  'moodleRelease.take': {
    title: 'Take Ownership',
    icon: 'account',
    enablement: trusted,
    palette: open,
    places: [{ item: branches, tags: ['change'], group: '3_work@4' }],
  },
  'moodleRelease.release': {
    title: 'Release Ownership',
    enablement: trusted,
    palette: open,
    places: [{ item: branches, tags: ['change', 'owned'], group: '3_work@5' }],
  },
  'moodleRelease.push': {
    title: 'Push…',
    icon: 'repo-push',
    enablement: trusted,
    palette: open,
    places: [
      { item: branches, tags: ['change', 'branch'], group: '3_work@6' },
      { title: branches, group: '0_work@2', when: open },
    ],
  },
  'moodleRelease.rename': {
    title: 'Rename Branch…',
    icon: 'edit',
    enablement: trusted,
    palette: open,
    places: [
      { item: branches, tags: ['change', 'branch'], group: '3_work@7' },
      { item: branches, tags: ['unparsed'], group: '1_name@3' },
    ],
  },
  'moodleRelease.openPlan': {
    title: 'Open Plan…',
    icon: 'folder-opened',
    enablement: trusted,
    palette: open,
    places: [{ title: journal, group: 'navigation@1', when: open }],
  },
  'moodleRelease.runPlan': {
    title: 'Run This Plan',
    icon: 'play',
    enablement: trusted,
    palette: planned,
    places: [{ editor: 'plan', group: 'navigation@1', when: planned }],
  },
  'moodleRelease.planAgain': {
    title: 'Plan Again',
    icon: 'refresh',
    enablement: trusted,
    palette: unrun,
    places: [{ editor: 'plan', group: 'navigation@2', when: unrun }],
  },
  'moodleRelease.savePlan': {
    title: 'Save Plan…',
    icon: 'save-as',
    palette: unrun,
    places: [{ editor: 'plan', group: 'navigation@3', when: unrun }],
  },
  'moodleRelease.discardPlan': {
    title: 'Discard Plan',
    icon: 'trash',
    palette: unrun,
    places: [{ editor: 'plan', group: 'navigation@4', when: unrun }],
  },
  'moodleRelease.showPlan': {
    title: 'Show Plan',
    icon: 'open-preview',
    palette: open,
    places: [
      { item: journal, tags: ['plan'], group: 'inline@2' },
      { item: journal, tags: ['plan'], group: '1_see@1' },
      { item: branches, tags: ['conflict'], group: '2_see@1' },
    ],
  },
  'moodleRelease.undo': {
    title: 'Undo…',
    icon: 'discard',
    enablement: trusted,
    palette: open,
    places: [
      { item: journal, tags: ['undoable'], group: 'inline@1' },
      { item: journal, tags: ['undoable'], group: '2_do@1' },
      { editor: 'plan', group: 'navigation@1', when: is('moodleRelease.plan', 'undoable') },
    ],
  },
  'moodleRelease.resume': {
    title: 'Resume',
    icon: 'debug-continue',
    enablement: trusted,
    palette: open,
    places: [
      { item: journal, tags: ['resumable'], group: 'inline@1' },
      { item: journal, tags: ['resumable'], group: '2_do@2' },
    ],
  },
  'moodleRelease.rollBack': {
    title: 'Roll Back…',
    icon: 'history',
    enablement: trusted,
    palette: open,
    places: [{ item: journal, tags: ['resumable'], group: '2_do@3' }],
  },
  'moodleRelease.copyPlanId': {
    title: 'Copy Id',
    icon: 'copy',
    palette: open,
    places: [{ item: journal, tags: ['plan'], group: '4_copy@1' }],
  },
  'moodleRelease.resolveConflict': {
    title: 'Resolve…',
    icon: 'git-merge',
    enablement: trusted,
    palette: all(open, waiting),
    places: [
      { item: branches, tags: ['conflict', 'unresolved'], group: 'inline@1' },
      { item: branches, tags: ['conflict', 'unresolved'], group: '1_work@1' },
    ],
  },
  'moodleRelease.continueConflict': {
    title: 'Continue',
    icon: 'debug-continue',
    enablement: trusted,
    palette: all(open, waiting),
    places: [
      { item: branches, tags: ['conflict', 'resolved'], group: 'inline@2' },
      { item: branches, tags: ['conflict', 'resolved'], group: '1_work@2' },
    ],
  },
  'moodleRelease.skipCommit': {
    title: 'Skip Commit or Merge…',
    icon: 'debug-step-over',
    enablement: trusted,
    palette: all(open, waiting),
    places: [{ item: branches, tags: ['conflict', 'begun'], group: '3_leave@1' }],
  },
  'moodleRelease.leaveOut': {
    title: 'Leave Branch Out…',
    icon: 'circle-slash',
    enablement: trusted,
    palette: all(open, waiting),
    places: [{ item: branches, tags: ['conflict'], group: '3_leave@2' }],
  },
  'moodleRelease.abortConflicts': {
    title: 'Leave Out All That Waits…',
    icon: 'close-all',
    enablement: trusted,
    palette: all(open, waiting),
    places: [
      { item: branches, tags: ['conflict'], group: '3_leave@3' },
      { item: branches, tags: ['waiting'], group: '3_leave@1' },
    ],
  },
} as const satisfies Record<string, Command>;
