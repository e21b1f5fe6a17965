import { assemblyCommands } from './assemblyCommands';
import type { Command } from './command';
import { planCommands } from './planCommands';
import { releaseCommands } from './releaseCommands';
import type { ViewId } from './views';
import { all, any, is, open, trusted } from './when';

const branches: ViewId = 'moodleRelease.branches';
const assembly: ViewId = 'moodleRelease.assembly';
const several = is('moodleRelease.several', true);
/** A target that is not there leaves nothing open, but another can be chosen. */
const targetable = any(open, is('moodleRelease.state', 'no-target'));
const filtered = is('moodleRelease.filtered', true);

/** What looks, and what is said of the repository. */
const lookingCommands = {
  'moodleRelease.refresh': {
    title: 'Refresh',
    icon: 'refresh',
    enablement: trusted,
    places: [
      { title: branches, group: 'navigation@9' },
      { title: assembly, group: 'navigation@9' },
    ],
  },
  'moodleRelease.fetch': {
    title: 'Fetch…',
    icon: 'repo-fetch',
    enablement: trusted,
    places: [{ title: branches, group: '1_repository@1' }],
  },
  'moodleRelease.chooseTarget': {
    title: 'Choose Target Line…',
    icon: 'target',
    palette: targetable,
    places: [{ title: branches, group: 'navigation@1', when: targetable }],
  },
  'moodleRelease.groupBy': {
    title: 'Group Changes by…',
    icon: 'list-tree',
    palette: open,
    places: [{ title: branches, group: '2_show@1', when: open }],
  },
  'moodleRelease.filter': {
    title: 'Filter Changes…',
    icon: 'filter',
    palette: open,
    places: [{ title: branches, group: 'navigation@2', when: all(open, is('moodleRelease.filtered', false)) }],
  },
  'moodleRelease.clearFilter': {
    title: 'Clear Filter',
    icon: 'filter-filled',
    palette: all(open, filtered),
    places: [{ title: branches, group: 'navigation@2', when: all(open, filtered) }],
  },
  'moodleRelease.openBoard': {
    title: 'Open Upgrade Board',
    icon: 'table',
    palette: open,
    places: [{ title: branches, group: 'navigation@3', when: open }],
  },
  'moodleRelease.chooseRepository': {
    title: 'Choose Repository…',
    icon: 'repo',
    palette: several,
    places: [{ title: branches, group: '1_repository@2', when: several }],
  },
  'moodleRelease.newChangeBranch': {
    title: 'New Change Branch…',
    icon: 'add',
    enablement: trusted,
    palette: open,
    places: [{ title: branches, group: '1_repository@3', when: open }],
  },
  'moodleRelease.explain': {
    title: 'Explain This State',
    icon: 'question',
    palette: open,
    places: [
      { item: branches, tags: ['change'], group: 'inline@2' },
      { item: branches, tags: ['change'], group: '1_see@1' },
      { item: assembly, tags: ['change'], group: '1_see@1' },
    ],
  },
  'moodleRelease.compareWithBase': {
    title: 'Compare with Base',
    icon: 'diff-multiple',
    palette: open,
    places: [
      { item: branches, tags: ['change'], group: 'inline@1' },
      { item: branches, tags: ['change'], group: '2_compare@1' },
      { item: assembly, tags: ['change'], group: '2_compare@1' },
    ],
  },
  'moodleRelease.compareWithPredecessor': {
    title: 'Compare with Predecessor',
    palette: open,
    places: [{ item: branches, tags: ['branch', 'change', 'predecessor'], group: '2_compare@2' }],
  },
  'moodleRelease.showCommits': {
    title: 'Show Commits',
    icon: 'git-commit',
    palette: open,
    places: [
      { item: branches, tags: ['change'], group: '1_see@2' },
      { item: assembly, tags: ['change'], group: '1_see@2' },
    ],
  },
  'moodleRelease.checkOut': {
    title: 'Check Out…',
    icon: 'git-branch',
    enablement: trusted,
    palette: open,
    places: [{ item: branches, tags: ['change', 'free'], group: '3_work@1' }],
  },
  'moodleRelease.copyName': {
    title: 'Copy Branch Name',
    icon: 'copy',
    palette: open,
    places: [
      { item: branches, tags: ['change'], group: '4_copy@1' },
      { item: branches, tags: ['unparsed'], group: '4_copy@1' },
      { item: assembly, tags: ['role'], group: '4_copy@1' },
      { item: assembly, tags: ['change'], group: '4_copy@1' },
    ],
  },
  'moodleRelease.thisIs': {
    title: 'This Is…',
    icon: 'tag',
    enablement: trusted,
    palette: open,
    places: [
      { item: branches, tags: ['unparsed'], group: 'inline@1' },
      { item: branches, tags: ['unparsed'], group: '1_name@1' },
    ],
  },
  'moodleRelease.ignoreThese': {
    title: 'Ignore These',
    icon: 'eye-closed',
    enablement: trusted,
    palette: open,
    places: [
      { item: branches, tags: ['unparsed'], group: 'inline@2' },
      { item: branches, tags: ['unparsed'], group: '1_name@2' },
    ],
  },
  'moodleRelease.openConfiguration': {
    title: 'Open Configuration',
    icon: 'gear',
    enablement: trusted,
    palette: open,
    places: [{ title: branches, group: '3_configuration@1', when: open }],
  },
  'moodleRelease.showLog': {
    title: 'Show Log',
    icon: 'output',
    places: [{ title: branches, group: '4_log@1' }],
  },
} as const satisfies Record<string, Command>;

/** Everything a person can ask for, each with its words and every place it is offered. */
export const commands = { ...lookingCommands, ...planCommands, ...assemblyCommands, ...releaseCommands };
export type CommandId = keyof typeof commands;
