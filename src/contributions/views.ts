import type { ViewState } from './contextKeys';
import { is } from './when';
import type { When } from './when';

export const container = { id: 'moodleRelease', title: 'Moodle Release', icon: 'media/moodle-release.svg' } as const;

export const views = {
  'moodleRelease.branches': { name: 'Branches', icon: 'media/branches.svg', initialSize: 3 },
  'moodleRelease.assembly': { name: 'Assembly', icon: 'media/assembly.svg', initialSize: 1 },
  'moodleRelease.journal': { name: 'Journal', icon: 'media/journal.svg', initialSize: 1, visibility: 'collapsed' },
} as const;
export type ViewId = keyof typeof views;

export interface Welcome {
  readonly view: ViewId;
  readonly when: When;
  readonly key: string;
  readonly text: string;
}

const again = '[Try Again](command:moodleRelease.refresh)';
const log = '[Show Log](command:moodleRelease.showLog)';

const absences: Readonly<Record<Exclude<ViewState, 'ready'>, string>> = {
  loading: 'Reading the branches…',
  'no-folder':
    'Open the folder of a Moodle repository to see the state of its changes.\n[Open Folder](command:vscode.openFolder)',
  untrusted:
    'This folder is not trusted, so nothing is run in it and nothing is read from it. Reading the branches of a repository means running git there.\n[Manage Workspace Trust](command:workbench.trust.manage)',
  virtual:
    'This folder is not on a disk that git can read. Clone the repository and open the clone.\n[Clone Repository](command:git.clone)',
  'no-git': `git was not found. Install git 2.39 or newer, or say where it is.\n[Set the Path of git](command:workbench.action.openSettings?%22moodleRelease.gitPath%22)\n${again}`,
  'old-git': `This git is too old. Version 2.39 or newer is needed.\n[Set the Path of git](command:workbench.action.openSettings?%22moodleRelease.gitPath%22)\n${again}`,
  'not-a-repository':
    'This folder is in no git repository.\n[Open Folder](command:vscode.openFolder)\n[Clone Repository](command:git.clone)',
  'unsafe-repository': `git refuses this repository because it belongs to somebody else. If you trust it, add its folder to \`safe.directory\` in your git configuration.\n[Try Again](command:moodleRelease.refresh)\n${log}`,
  'not-moodle':
    'This repository has no Moodle release in it: no tag like v4.5.0 and no branch like MOODLE_405_STABLE. Fetch the remote that has them, or open a Moodle repository.\n[Fetch](command:moodleRelease.fetch)\n[Choose Repository](command:moodleRelease.chooseRepository)',
  'no-commits': `This repository has no commits yet. Fetch Moodle into it first.\n[Fetch](command:moodleRelease.fetch)\n${again}`,
  'no-releases': `No Moodle release tag was fetched yet, so nothing says which line is new. Fetch the tags of Moodle.\n[Fetch](command:moodleRelease.fetch)\n${again}`,
  'no-changes':
    'There is no change branch here yet. Its name would be like LUVLE-4.5-feature-mod_forum: customer, line, type and component.\n[New Change Branch](command:moodleRelease.newChangeBranch)\nBranches named another way can be given a meaning in moodle-release.yaml.\n[Open Configuration](command:moodleRelease.openConfiguration)\n[Fetch](command:moodleRelease.fetch)',
  'no-target':
    'The line chosen as target is not in this repository.\n[Choose Target Line](command:moodleRelease.chooseTarget)',
  failed: `The branches could not be read. The log says what git answered.\n${again}\n${log}`,
};

/** Shown where a view has no items: one text for each absence, each with what to do next. */
export const welcomes: readonly Welcome[] = [
  ...Object.entries(absences).map(([state, text]): Welcome => ({
    view: 'moodleRelease.branches',
    when:
      state === 'loading'
        ? `!moodleRelease.state || moodleRelease.state == loading`
        : `moodleRelease.state == ${state}`,
    key: `welcome.${state}`,
    text,
  })),
  {
    view: 'moodleRelease.branches',
    when: `${is('moodleRelease.state', 'ready')} && ${is('moodleRelease.filtered', true)}`,
    key: 'welcome.filtered',
    text: 'No change matches the filter.\n[Clear Filter](command:moodleRelease.clearFilter)',
  },
  {
    view: 'moodleRelease.assembly',
    when: is('moodleRelease.open', true),
    key: 'welcome.noRoles',
    text: 'There is no testing, deployment or packaging branch here. One is recognised by its name, like LUVLE-4.5-deployment.\n[Open Configuration](command:moodleRelease.openConfiguration)',
  },
  {
    view: 'moodleRelease.assembly',
    when: is('moodleRelease.open', false),
    key: 'welcome.assembly',
    text: 'What each testing, deployment and packaging branch is assembled from appears here once a Moodle repository is open.\n[Show Branches](command:moodleRelease.branches.focus)',
  },
  {
    view: 'moodleRelease.journal',
    when: is('moodleRelease.open', true),
    key: 'welcome.journal',
    text: 'What is done to the branches here is written down in this place, with what they were before, and can be undone from it.\n[Rebase All](command:moodleRelease.rebaseAll)',
  },
  {
    view: 'moodleRelease.journal',
    when: is('moodleRelease.open', false),
    key: 'welcome.noJournal',
    text: 'What was done to the branches of a Moodle repository appears here once one is open.\n[Show Branches](command:moodleRelease.branches.focus)',
  },
];
