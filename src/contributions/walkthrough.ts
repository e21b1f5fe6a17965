import type { CommandId } from './commands';
import type { ViewId } from './views';

export interface WalkthroughStep {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** What the picture shows, for those who do not see it. */
  readonly altText: string;
  readonly completion: `onView:${ViewId}` | `onCommand:${CommandId}`;
}

export const walkthrough = {
  id: 'start',
  title: 'Carry your changes to a new Moodle release',
  description: 'See the state of every change, and what it takes to move it.',
  steps: [
    {
      id: 'see',
      title: 'See every change',
      description:
        'Open a Moodle repository. Branches named like LUVLE-4.5-feature-mod_forum are read as changes and compared with the newest line.\n[Show Branches](command:moodleRelease.branches.focus)',
      altText: 'A tree of changes in groups: to move, adopted upstream, carried over.',
      completion: 'onView:moodleRelease.branches',
    },
    {
      id: 'target',
      title: 'Choose the line you are moving to',
      description:
        'The state of a change is always its state on one line. Without a choice it is the highest line that has branches.\n[Choose Target Line](command:moodleRelease.chooseTarget)',
      altText: 'Two lines side by side, the branches of the older one pointing to the newer one.',
      completion: 'onCommand:moodleRelease.chooseTarget',
    },
    {
      id: 'understand',
      title: 'Ask why',
      description:
        'Every state comes with its reason: which commits are missing, which are upstream already, what the branch was cut from.\n[Explain a State](command:moodleRelease.explain)',
      altText: 'A change with its commits, one of them found upstream.',
      completion: 'onCommand:moodleRelease.explain',
    },
    {
      id: 'move',
      title: 'See what moving would come to, then move',
      description:
        'A rebase is a plan first: which branches move, which commits stay behind, what conflicts. Nothing is touched until you run it; what conflicts then waits for you, one branch after the other.\n[Plan the Rebase](command:moodleRelease.rebaseAll)',
      altText: 'A plan: one branch moves to the new line, one conflicts and waits.',
      completion: 'onCommand:moodleRelease.rebaseAll',
    },
    {
      id: 'assemble',
      title: 'Assemble testing and deployment',
      description:
        'What a role branch is put together from is a list that your team shares: adopt the branch you have, then order, pin, hold or exclude what is merged. Who clashes with whom, and in which files, is said before anything is done.\n[Show Assembly](command:moodleRelease.assembly.focus)\n[Assemble](command:moodleRelease.assemble)',
      altText: 'The list of a testing branch: one change merged, two that clash, one held.',
      completion: 'onCommand:moodleRelease.assemble',
    },
    {
      id: 'minor',
      title: 'Bring in a point release',
      description:
        'When a security release is out, the status bar says so. One plan brings it into testing and deployment, says what conflicts and whether an outage is needed, and tags the result.\n[Plan a Minor Release](command:moodleRelease.minorRelease)',
      altText: 'A new release of Moodle merged into testing and deployment, and a tag at the end.',
      completion: 'onCommand:moodleRelease.minorRelease',
    },
    {
      id: 'journal',
      title: 'Take it back',
      description:
        'The Journal has what was done here, newest first. Undo a plan or a part of it, or go on with one that waits.\n[Show Journal](command:moodleRelease.journal.focus)',
      altText: 'A list of plans, the newest of them being undone.',
      completion: 'onView:moodleRelease.journal',
    },
    {
      id: 'write',
      title: 'Write down what git cannot know',
      description:
        'Customers, agreed bases, the roles of remotes and what rough names mean go into moodle-release.yaml. It is optional: everything works without it.\n[Open Configuration](command:moodleRelease.openConfiguration)',
      altText: 'A configuration file that gives a rough branch name its meaning.',
      completion: 'onCommand:moodleRelease.openConfiguration',
    },
  ],
} as const satisfies { id: string; title: string; description: string; steps: readonly WalkthroughStep[] };
