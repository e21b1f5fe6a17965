import { parseLine } from '../moodle';
import type { Edit } from './sketch';
import { componentsOf, componentsSince, coreVersionPhp, folderOf, pluginFiles, versionPhp, write } from './moodleTree';

/** When Moodle released what, and what its scheduled commits do to the tree. */

export interface Cycle {
  readonly line: string;
  readonly released: string;
  /** Point releases, in order. */
  readonly points: readonly string[];
  /** Topics integrated in each week of the development before it. */
  readonly topics: number;
}

export const cycles: readonly Cycle[] = [
  { line: '2.1', released: '2011-07-01', points: ['2011-08-01', '2011-10-10', '2011-11-29'], topics: 0 },
  { line: '2.2', released: '2011-12-05', points: ['2012-01-10', '2012-03-12', '2012-05-14'], topics: 2 },
  { line: '2.3', released: '2012-06-25', points: ['2012-07-06', '2012-09-10', '2012-11-12', '2013-01-14'], topics: 2 },
  { line: '2.4', released: '2012-12-03', points: ['2013-01-14', '2013-03-11', '2013-03-25', '2013-05-14'], topics: 2 },
  { line: '2.5', released: '2013-05-14', points: ['2013-07-08', '2013-09-09', '2013-11-11', '2014-01-13'], topics: 2 },
  { line: '2.6', released: '2013-11-18', points: ['2014-01-13'], topics: 3 },
  { line: '2.7', released: '2014-01-13', points: [], topics: 3 },
];

export const day = 86_400;
export const week = 7 * day;

export function seconds(date: string): number {
  return Date.parse(`${date}T09:00:00Z`) / 1000;
}

export const movedPluginManager: readonly Edit[] = [
  { kind: 'move', path: 'lib/pluginlib.php', to: 'lib/classes/plugin_manager.php' },
];

export function newPlugins(line: string, at: number): Edit[] {
  const version = `${stamp(at)}00`;
  const older = componentsOf(line).filter((component) => !componentsSince(line).includes(component));
  return [
    ...componentsSince(line).flatMap((component) => pluginFiles(component, version, version)),
    ...older.map((component) => write(`${folderOf(component)}/version.php`, versionPhp(component, version, version))),
  ];
}

export function upgradeStep(at: number): Edit[] {
  const old = '    return true;\n';
  const step = `    if ($oldversion < ${stamp(at)}00.01) {\n        upgrade_main_savepoint(true, ${stamp(at)}00.01);\n    }\n`;
  return [{ kind: 'replace', path: 'lib/db/upgrade.php', old, new: step + old }];
}

export function versionFile(version: string, release: string, branch: string, maturity: string): Edit {
  return write('version.php', coreVersionPhp(version, release, branch, maturity));
}

export function preRelease(line: string, at: number): string | null {
  if (line !== '2.6') return null;
  const weeksLeft = Math.floor((seconds('2013-11-18') - at) / week);
  return weeksLeft === 3 ? 'beta' : weeksLeft === 1 ? 'rc1' : null;
}

export function branchOf(line: string): string {
  return String(parseLine(line)?.branch);
}

export function stamp(at: number): string {
  return new Date(at * 1000).toISOString().slice(0, 10).replaceAll('-', '');
}
