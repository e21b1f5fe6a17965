import type { Command } from './command';
import type { ViewId } from './views';
import { open, trusted } from './when';

const branches: ViewId = 'moodleRelease.branches';
const assembly: ViewId = 'moodleRelease.assembly';

/** What brings code of others in, and what makes and compares releases. */
export const releaseCommands = {
  'moodleRelease.pickFix': {
    title: 'Pick a Fix…',
    icon: 'wand',
    enablement: trusted,
    palette: open,
    places: [
      { title: branches, group: '0_work@3', when: open },
      { item: branches, tags: ['branch', 'change'], group: '3_work@9' },
    ],
  },
  'moodleRelease.importCode': {
    title: 'Import…',
    icon: 'cloud-download',
    enablement: trusted,
    palette: open,
    places: [
      { title: branches, group: '0_work@4', when: open },
      { item: branches, tags: ['change'], group: '4_import@1' },
    ],
  },
  'moodleRelease.minorRelease': {
    title: 'Minor Release…',
    icon: 'versions',
    enablement: trusted,
    palette: open,
    places: [
      { title: assembly, group: '0_release@1', when: open },
      { item: assembly, tags: ['news'], group: 'inline@1' },
      { item: assembly, tags: ['news'], group: '1_release@1' },
    ],
  },
  'moodleRelease.tagRelease': {
    title: 'Tag a Release…',
    icon: 'tag',
    enablement: trusted,
    palette: open,
    places: [
      { title: assembly, group: '0_release@2', when: open },
      { item: assembly, tags: ['role', 'tagged'], group: '2_release@1' },
    ],
  },
  'moodleRelease.compareReleases': {
    title: 'Compare Releases…',
    icon: 'diff',
    enablement: trusted,
    palette: open,
    places: [{ title: assembly, group: '0_release@3', when: open }],
  },
} as const satisfies Record<string, Command>;
