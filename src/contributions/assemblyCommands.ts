import type { Command } from './command';
import type { ViewId } from './views';
import { open, trusted } from './when';

const branches: ViewId = 'moodleRelease.branches';
const assembly: ViewId = 'moodleRelease.assembly';

/** What is done with role branches and their lists. */
export const assemblyCommands = {
  'moodleRelease.adopt': {
    title: 'Adopt…',
    icon: 'checklist',
    enablement: trusted,
    palette: open,
    places: [
      { item: assembly, tags: ['unlisted'], group: 'inline@1' },
      { item: assembly, tags: ['unlisted'], group: '1_assemble@1' },
    ],
  },
  'moodleRelease.assemble': {
    title: 'Assemble…',
    icon: 'layers',
    enablement: trusted,
    palette: open,
    places: [
      { item: assembly, tags: ['listed'], group: 'inline@1' },
      { item: assembly, tags: ['listed'], group: '1_assemble@1' },
      { title: assembly, group: 'navigation@1', when: open },
    ],
  },
  'moodleRelease.rebuild': {
    title: 'Rebuild…',
    icon: 'debug-restart',
    enablement: trusted,
    palette: open,
    places: [{ item: assembly, tags: ['listed', 'role'], group: '1_assemble@2' }],
  },
  'moodleRelease.merge': {
    title: 'Merge What Is Missing…',
    icon: 'git-merge',
    enablement: trusted,
    palette: open,
    places: [
      { item: assembly, tags: ['role'], group: 'inline@2' },
      { item: assembly, tags: ['role'], group: '1_assemble@3' },
      { item: assembly, tags: ['entry', 'to-merge'], group: '1_assemble@1' },
      { title: assembly, group: 'navigation@2', when: open },
    ],
  },
  'moodleRelease.moveUp': {
    title: 'Move Up',
    icon: 'arrow-up',
    enablement: trusted,
    palette: open,
    places: [
      { item: assembly, tags: ['entry'], group: 'inline@1' },
      { item: assembly, tags: ['entry'], group: '2_order@1' },
    ],
    key: { press: 'alt+up', view: assembly },
  },
  'moodleRelease.moveDown': {
    title: 'Move Down',
    icon: 'arrow-down',
    enablement: trusted,
    palette: open,
    places: [
      { item: assembly, tags: ['entry'], group: 'inline@2' },
      { item: assembly, tags: ['entry'], group: '2_order@2' },
    ],
    key: { press: 'alt+down', view: assembly },
  },
  'moodleRelease.moveTo': {
    title: 'Move to…',
    icon: 'list-ordered',
    enablement: trusted,
    palette: open,
    places: [{ item: assembly, tags: ['entry'], group: '2_order@3' }],
  },
  'moodleRelease.pin': {
    title: 'Pin…',
    icon: 'pin',
    enablement: trusted,
    palette: open,
    places: [{ item: assembly, tags: ['entry'], group: '3_list@1' }],
  },
  'moodleRelease.unpin': {
    title: 'Unpin',
    icon: 'pinned',
    enablement: trusted,
    palette: open,
    places: [{ item: assembly, tags: ['entry', 'pinned'], group: '3_list@2' }],
  },
  'moodleRelease.hold': {
    title: 'Hold…',
    icon: 'debug-pause',
    enablement: trusted,
    palette: open,
    places: [{ item: assembly, tags: ['entry'], group: '3_list@3' }],
  },
  'moodleRelease.exclude': {
    title: 'Exclude…',
    icon: 'circle-slash',
    enablement: trusted,
    palette: open,
    places: [{ item: assembly, tags: ['entry'], group: '3_list@4' }],
  },
  'moodleRelease.clearEntry': {
    title: 'Clear Hold, Exclusion and Pin',
    icon: 'clear-all',
    enablement: trusted,
    palette: open,
    places: [{ item: assembly, tags: ['entry', 'set-apart'], group: '3_list@5' }],
  },
  'moodleRelease.addToList': {
    title: 'Add to List…',
    icon: 'add',
    enablement: trusted,
    palette: open,
    places: [
      { item: assembly, tags: ['addable'], group: 'inline@1' },
      { item: assembly, tags: ['addable'], group: '3_list@1' },
      { item: assembly, tags: ['listed'], group: '3_list@1' },
      { item: branches, tags: ['branch', 'change'], group: '3_work@8' },
    ],
  },
  'moodleRelease.fillList': {
    title: 'Fill List…',
    icon: 'checklist',
    enablement: trusted,
    palette: open,
    places: [
      { item: assembly, tags: ['listed'], group: '3_list@2' },
      { title: assembly, group: '1_list@1', when: open },
    ],
  },
  'moodleRelease.removeFromList': {
    title: 'Remove from List…',
    icon: 'remove',
    enablement: trusted,
    palette: open,
    places: [{ item: assembly, tags: ['entry'], group: '3_list@6' }],
  },
  'moodleRelease.makeChange': {
    title: 'Make a Change of It…',
    icon: 'git-branch-create',
    enablement: trusted,
    palette: open,
    places: [
      { item: assembly, tags: ['loose'], group: 'inline@1' },
      { item: assembly, tags: ['loose'], group: '1_loose@1' },
    ],
  },
  'moodleRelease.declineCommit': {
    title: 'Decline…',
    icon: 'close',
    enablement: trusted,
    palette: open,
    places: [
      { item: assembly, tags: ['loose'], group: 'inline@2' },
      { item: assembly, tags: ['loose'], group: '1_loose@2' },
    ],
  },
  'moodleRelease.shareLists': {
    title: 'Share Lists and Decisions…',
    icon: 'repo-push',
    enablement: trusted,
    palette: open,
    places: [{ title: assembly, group: '1_list@2', when: open }],
  },
} as const satisfies Record<string, Command>;
