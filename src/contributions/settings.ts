export interface Setting {
  readonly type: 'string' | 'boolean';
  readonly default: string | boolean;
  readonly description: string;
  readonly scope: 'window' | 'resource' | 'machine-overridable';
  /** Not taken from an untrusted workspace: it decides what is run or read. */
  readonly restricted: boolean;
}

export const settings = {
  'moodleRelease.gitPath': {
    type: 'string',
    default: '',
    description: 'Path of the git program. Empty for the `git` on the PATH. Version 2.39 or newer is needed.',
    scope: 'machine-overridable',
    restricted: true,
  },
  'moodleRelease.configurationFile': {
    type: 'string',
    default: '',
    description:
      'Path of the configuration file, absolute or relative to the repository. Empty for `moodle-release.yaml` in the workspace folder, or else on the branch `moodle-release`.',
    scope: 'resource',
    restricted: true,
  },
  'moodleRelease.statusBar': {
    type: 'boolean',
    default: true,
    description: 'Shows in the status bar how many changes have to move to the target line.',
    scope: 'window',
    restricted: false,
  },
} as const satisfies Record<string, Setting>;
export type SettingId = keyof typeof settings;
/** The type of each setting's value. */
export type SettingValue<K extends SettingId> = (typeof settings)[K]['default'] extends boolean ? boolean : string;
