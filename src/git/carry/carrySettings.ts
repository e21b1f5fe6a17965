import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { saysHowToMerge } from './carryAttributes';
import { isFrom } from '../open';
import type { GitReader } from '../reader';
import type { Repository } from '../types';
import type { WorkTreeReason } from './carryTypes';

/** Keys, their first and last part in lower case, and values, in the order git reads them: the last one counts. */
export type Settings = readonly (readonly [key: string, value: string])[];

/** What of the repository's configuration bears on a merge. */
export interface MergeSettings {
  /** Handed on to git wherever it merges. */
  readonly pairs: Settings;
  /** Handed on too where git merges in a work tree. */
  readonly inWorkTree: Settings;
  /** Whether rerere is not forbidden. */
  readonly isReplaying: boolean;
  /** Why no merge of this repository can be made in memory; null when it can. */
  readonly reason: WorkTreeReason | null;
}

/** `merge-tree` heeds them as `rebase` does (merge-recursive.c, merge_recursive_config). */
const HEEDED = new Set([
  'merge.renames',
  'merge.renamelimit',
  'merge.directoryrenames',
  'diff.renames',
  'diff.renamelimit',
  // Bears on what is between markers, and so on which resolution is the one on record.
  'merge.conflictstyle',
]);
const ONLY_IN_WORK_TREE = new Set([
  'merge.renormalize',
  'merge.default',
  'diff.algorithm',
  'core.autocrlf',
  'core.eol',
  'core.attributesfile',
]);
const DRIVER = /^merge\.(.+)\.(?:driver|name|recursive)$/s;

/** Everything git is configured with, by one `config --list`. */
export async function readSettings(git: GitReader, signal?: AbortSignal): Promise<Settings> {
  const { stdout } = await git.read(['config', '--list', '-z'], {}, signal);
  const entries = stdout.toString('utf8').split('\0');
  return entries
    .filter((entry) => entry !== '')
    .map((entry): readonly [string, string] => {
      const newline = entry.indexOf('\n');
      return newline < 0 ? [entry, 'true'] : [entry.slice(0, newline), entry.slice(newline + 1)];
    });
}

/** Reads the settings by one `config --list`, and the attributes that are in no tree. */
export async function readMergeSettings(
  git: GitReader,
  repository: Repository,
  version: string,
  signal?: AbortSignal,
): Promise<MergeSettings> {
  const all = await readSettings(git, signal);
  const values = new Map(all);
  const drivers = new Set(all.flatMap(([key]) => DRIVER.exec(key)?.[1] ?? []));
  return {
    pairs: all.filter(([key]) => HEEDED.has(key)),
    // A driver that has a name and no command makes git stop where it would be run, so none is and nothing is guessed.
    inWorkTree: [
      ...all.filter(([key]) => ONLY_IN_WORK_TREE.has(key)),
      ...[...drivers].map((name): readonly [string, string] => [`merge.${name}.name`, name]),
    ],
    isReplaying: !isOff(values.get('rerere.enabled') ?? 'true'),
    reason: configurationBears(values, version)
      ? 'configuration'
      : (await attributesOutside(repository, values.get('core.attributesfile')))
        ? 'attributes'
        : null,
  };
}

/** A boolean of git's that says no. */
export function isOff(value: string): boolean {
  return /^(?:false|no|off|0|)$/i.test(value);
}

function configurationBears(values: ReadonlyMap<string, string>, version: string): boolean {
  const renormalize = values.get('merge.renormalize') ?? 'false';
  if (!isOff(renormalize) || values.has('merge.default')) return true;
  // From 2.45 on `rebase` heeds it and `merge-tree` does not.
  const algorithm = values.get('diff.algorithm') ?? 'default';
  return isFrom(version, '2.45.0') && !/^(?:default|myers)$/i.test(algorithm);
}

/** gitattributes(5): `$GIT_DIR/info/attributes`, the person's own file, the machine's. */
async function attributesOutside(repository: Repository, configured: string | undefined): Promise<boolean> {
  const personal = configured?.replace(/^~(?=\/)/, homedir());
  const files = [
    join(repository.commonDir, 'info', 'attributes'),
    personal ?? join(process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'git', 'attributes'),
    '/etc/gitattributes',
  ];
  const texts = await Promise.all(files.map((file) => readFile(file, 'latin1').catch(() => '')));
  return texts.some(saysHowToMerge);
}

/** Settings as variables: unlike a file they need no quoting (git-config(1), GIT_CONFIG_COUNT). */
export function asVariables(pairs: Settings): Readonly<Record<string, string>> {
  const variables: Record<string, string> = { GIT_CONFIG_COUNT: String(pairs.length) };
  for (const [index, [key, value]] of pairs.entries()) {
    variables[`GIT_CONFIG_KEY_${index}`] = key;
    variables[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return variables;
}
