/** What the views can show in place of a tree; every absence has a welcome text of its own. */
export const viewStates = [
  'loading',
  'no-folder',
  'untrusted',
  'virtual',
  'no-git',
  'old-git',
  'not-a-repository',
  'unsafe-repository',
  'not-moodle',
  'no-commits',
  'no-releases',
  'no-changes',
  'no-target',
  'failed',
  'ready',
] as const;
export type ViewState = (typeof viewStates)[number];

/** Each context key with the values it takes; set only through editor's `ContextKeys`. */
export interface ContextValues {
  'moodleRelease.state': ViewState;
  /** A repository is open, whether or not it has changes. */
  'moodleRelease.open': boolean;
  /** The Branches view is narrowed by a filter. */
  'moodleRelease.filtered': boolean;
  /** Branches wait for a person to resolve their conflicts. */
  'moodleRelease.waiting': boolean;
  /** What is true of the plan in the active editor: it can be run, facts moved since, it must not run, it is run, it was run, that can be undone. */
  'moodleRelease.plan': 'none' | 'ready' | 'moved' | 'refused' | 'running' | 'ran' | 'undoable';
  /** There is more than one repository to choose from. */
  'moodleRelease.several': boolean;
}
export type ContextKey = keyof ContextValues;
