import * as z from 'zod/mini';
import known from './data/plugintypes.json';
import { isPluginName, parseFrankenstyle } from './frankenstyle';
import type { Frankenstyle } from './frankenstyle';
import { parseSubpluginsPhp } from './subpluginsPhp';

/** Where the components of one tree live. Folders are relative to the repository's root and do not end in a slash. */
export interface ComponentMap {
  /** From 5.1 on everything the web server sees is in `public/` (MDL-83424). */
  readonly isPublic: boolean;
  /** Folder that holds all plugins of a type. */
  readonly typeFolders: ReadonlyMap<string, string>;
  readonly subsystemFolders: ReadonlyMap<string, string>;
  /** `typeFolders` the other way round, with folders that older releases used (admin/report, before 2.2). */
  readonly typeAt: ReadonlyMap<string, string>;
  readonly subsystemAt: ReadonlyMap<string, string>;
}

/** A plugin's own declaration of subplugin types, as text. */
export interface SubpluginsFile {
  /** The plugin that declares them: `tool_log`. */
  readonly owner: string;
  /** db/subplugins.json, or db/subplugins.php of the releases before 3.8. */
  readonly format: 'json' | 'php';
  readonly text: string;
}

export interface ComponentSources {
  /** lib/components.json; null for releases that have none, whose map is the one built in. */
  readonly componentsJson: string | null;
  readonly subplugins: readonly SubpluginsFile[];
  readonly isPublic: boolean;
}

const paths = z.catch(z.record(z.string(), z.nullable(z.string())), {});
const componentsFile = z.object({
  plugintypes: z.record(z.string(), z.string()),
  subsystems: z.record(z.string(), z.nullable(z.string())),
  deprecatedplugintypes: z.optional(paths),
});
const subpluginsFile = z.object({ subplugintypes: z.optional(paths), plugintypes: z.optional(paths) });

const IGNORED_FOLDERS: ReadonlySet<string> = new Set(known.ignoredFolders);
const SUBPLUGIN_OWNERS: ReadonlySet<string> = new Set(known.subpluginOwners);

/** The layout of a tree, by the place of its version.php. */
export function isPublicLayout(paths: { has(path: string): boolean }): boolean {
  return paths.has('public/version.php');
}

/** Every plugin type known to Moodle 2.0 to 5.1, those since removed included, at their usual places. */
export function defaultComponentMap(isPublic: boolean): ComponentMap {
  return componentMapFrom({ componentsJson: null, subplugins: [], isPublic });
}

/**
 * The map of one tree from its own files. A file that cannot be read counts as absent: what it would have declared is
 * then found by the built-in map or not at all.
 */
export function componentMapFrom(sources: ComponentSources): ComponentMap {
  const root = sources.isPublic ? 'public/' : '';
  const types = new Map<string, string>();
  const subsystems = new Map<string, string>();
  const declared = sources.componentsJson === null ? null : readJson(componentsFile, sources.componentsJson);
  if (declared === null) {
    const subplugins = Object.entries({ ...known.subpluginTypes, ...known.formerSubpluginTypes });
    for (const [type, path] of Object.entries(known.types)) types.set(type, root + path);
    for (const [type, { path }] of subplugins) types.set(type, root + path);
    addFolders(subsystems, known.subsystems, root);
  } else {
    addFolders(types, declared.plugintypes, '');
    addFolders(types, declared.deprecatedplugintypes ?? {}, '');
    addFolders(subsystems, declared.subsystems, '');
  }
  for (const file of sources.subplugins) addSubplugins(types, file, root);
  return {
    isPublic: sources.isPublic,
    typeFolders: types,
    subsystemFolders: subsystems,
    typeAt: new Map([...(declared === null ? formerFolders(root) : []), ...inverse(types)]),
    subsystemAt: inverse(subsystems),
  };
}

function formerFolders(root: string): readonly (readonly [folder: string, type: string])[] {
  return Object.entries(known.formerFolders).map(([folder, type]) => [root + folder, type]);
}

function addSubplugins(types: Map<string, string>, file: SubpluginsFile, root: string): void {
  const owner = parseFrankenstyle(file.owner);
  if (owner?.kind !== 'plugin' || !SUBPLUGIN_OWNERS.has(owner.type)) return;
  if (file.format === 'php') {
    addFolders(types, Object.fromEntries(parseSubpluginsPhp(file.text)), root);
    return;
  }
  const declared = readJson(subpluginsFile, file.text);
  if (declared === null) return;
  // `plugintypes` is the older form, from the web root; the relative one is what Moodle reads first.
  addFolders(types, declared.plugintypes ?? {}, root);
  addFolders(types, declared.subplugintypes ?? {}, `${types.get(owner.type) ?? ''}/${owner.name ?? ''}/`);
}

function addFolders(folders: Map<string, string>, paths: Readonly<Record<string, string | null>>, root: string): void {
  for (const [name, path] of Object.entries(paths)) if (path !== null) folders.set(name, root + path);
}

function inverse(folders: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...folders].map(([name, folder]) => [folder, name]));
}

function readJson<T>(schema: z.ZodMiniType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** The folder of a component; null for core itself, for a subsystem without one and for a type the tree does not know. */
export function componentPath(map: ComponentMap, component: string): string | null {
  const { kind, type, name } = parseFrankenstyle(component) ?? { kind: 'core', type: 'core', name: null };
  if (kind === 'core' || name === null) return null;
  if (kind === 'subsystem') return map.subsystemFolders.get(name) ?? null;
  const folder = map.typeFolders.get(type);
  return folder === undefined ? null : `${folder}/${name}`;
}

export interface ComponentPlace extends Frankenstyle {
  /** `mod_quiz`, `core_course`, `core`. */
  readonly component: string;
  /** The component's folder; the web root's for core. */
  readonly folder: string;
}

/**
 * The component a file or folder belongs to. The longest type folder wins (mod/assign/submission/file is
 * `assignsubmission_file`), then the longest subsystem folder, then core. In a `public/` tree a plugin outside of it
 * is not one: Moodle ignores it there.
 */
export function componentOfPath(map: ComponentMap, path: string): ComponentPlace {
  return pluginOfPath(map, path) ?? subsystemOfPath(map, path) ?? coreOf(map);
}

function coreOf(map: ComponentMap): ComponentPlace {
  return { kind: 'core', type: 'core', name: null, component: 'core', folder: map.isPublic ? 'public' : '' };
}

/** The plugin a file or folder is part of; null when it is part of none. */
export function pluginOfPath(map: ComponentMap, path: string): ComponentPlace | null {
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
    const type = map.typeAt.get(path.slice(0, end));
    if (type === undefined) continue;
    const next = path.indexOf('/', end + 1);
    const name = path.slice(end + 1, next < 0 ? path.length : next);
    // auth/db is a plugin; every other folder called db is not.
    if (IGNORED_FOLDERS.has(name) && !(type === 'auth' && name === 'db')) continue;
    if (!isPluginName(type, name)) continue;
    return { kind: 'plugin', type, name, component: `${type}_${name}`, folder: path.slice(0, end + 1 + name.length) };
  }
  return null;
}

function subsystemOfPath(map: ComponentMap, path: string): ComponentPlace | null {
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
    const folder = path.slice(0, end);
    const name = map.subsystemAt.get(folder);
    if (name !== undefined) return { kind: 'subsystem', type: 'core', name, component: `core_${name}`, folder };
  }
  return null;
}
