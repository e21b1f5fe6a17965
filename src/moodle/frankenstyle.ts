import known from './data/plugintypes.json';
import { compareLines, parseLine } from './line';
import type { Line } from './line';

/** A component by Moodle's naming: a plugin, a subsystem of core, or core itself. */
export interface Frankenstyle {
  readonly kind: 'plugin' | 'subsystem' | 'core';
  /** `mod`, `qtype`; `core` for subsystems and core. */
  readonly type: string;
  /** Null for core itself. */
  readonly name: string | null;
}

/** Names of core's subsystems, those of older releases included. */
export const subsystemNames: ReadonlySet<string> = new Set([
  ...Object.keys(known.subsystems),
  ...known.formerSubsystems,
]);

const PLUGIN_TYPE = /^[a-z][a-z0-9]*$/;
const MODULE_NAME = /^[a-z][a-z0-9]+$/;
// Moodle's own expression. Its lookahead does not cover the first letter, so `a__b` passes and `ab__c` does not.
const PLUGIN_NAME = /^[a-z](?:[a-z0-9_](?!__))*[a-z0-9]+$/;

/**
 * Whether a plugin may have this name (lib/classes/component.php, is_valid_plugin_name): activity modules have no
 * underscore and are not called like a subsystem.
 */
export function isPluginName(type: string, name: string): boolean {
  return type === 'mod' ? MODULE_NAME.test(name) && !subsystemNames.has(name) : PLUGIN_NAME.test(name);
}

/**
 * Reads `mod_quiz`, `core_course` or `core`: split at the first underscore, as Moodle does. Null when the name breaks
 * Moodle's rules. A type nobody has heard of is read all the same: any plugin may bring its own subplugin types.
 */
export function parseFrankenstyle(text: string): Frankenstyle | null {
  if (text === 'core') return { kind: 'core', type: 'core', name: null };
  const underscore = text.indexOf('_');
  if (underscore < 0) return null;
  const [type, name] = [text.slice(0, underscore), text.slice(underscore + 1)];
  if (type === 'core') return subsystemNames.has(name) ? { kind: 'subsystem', type, name } : null;
  return PLUGIN_TYPE.test(type) && isPluginName(type, name) ? { kind: 'plugin', type, name } : null;
}

/** Names of all plugin types of core's releases, subplugin types of core's plugins and types since removed included. */
export const pluginTypeNames: ReadonlySet<string> = new Set([
  ...Object.keys(known.types),
  ...Object.keys(known.subpluginTypes),
  ...Object.keys(known.formerSubpluginTypes),
]);

const OUTDATED: ReadonlyMap<string, string> = new Map(
  Object.entries(known.formerSubpluginTypes).map(([type, { outdatedFrom }]) => [type, outdatedFrom]),
);

/**
 * What a line makes of a plugin type. `former`: its parent has been removed from core or is on its way out. `unknown`
 * is no fault: third-party plugins bring types of their own. Null stands for the line being developed.
 */
export function pluginTypeOn(type: string, line: Line | null): 'known' | 'former' | 'unknown' {
  if (!pluginTypeNames.has(type)) return 'unknown';
  const from = parseLine(OUTDATED.get(type) ?? '');
  return from !== null && (line === null || compareLines(line, from) >= 0) ? 'former' : 'known';
}
