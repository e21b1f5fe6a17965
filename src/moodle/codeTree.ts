import { componentMapFrom, isPublicLayout, pluginOfPath } from './components';
import type { ComponentMap, SubpluginsFile } from './components';

/** The code of one commit, as `git ls-tree -r` lists it. Paths are relative to the repository's root. */
export interface CodeTree {
  /** Path → blob id. */
  readonly files: ReadonlyMap<string, string>;
  /** Path of a gitlink → the commit it names. Their content is not in this repository. */
  readonly submodules: ReadonlyMap<string, string>;
}

/** The plugins of a tree by component. */
export interface InstalledCode {
  readonly map: ComponentMap;
  readonly plugins: ReadonlyMap<string, InstalledPlugin>;
  /** Blob id of core's version.php; null when the tree has none. */
  readonly coreVersion: string | null;
  /** Component (`core` for lib/db) → file name → blob id, of the files directly in its db folder. */
  readonly databases: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

export interface InstalledPlugin {
  /** Relative to the web root. */
  readonly folder: string;
  /** Blob id of its version.php. */
  readonly version: string;
}

const COMPONENTS_JSON = 'lib/components.json';
const SUBPLUGINS = /^(.+)\/db\/subplugins\.(json|php)$/;

/** The path as it was before `public/`, so that trees on either side of 5.1 can be compared. */
export function fromWebRoot(path: string, isPublic: boolean): string {
  return isPublic && path.startsWith('public/') ? path.slice('public/'.length) : path;
}

/** Blobs whose text decides where plugins live: lib/components.json and the plugins' db/subplugins files. */
export function mapSources(tree: CodeTree): readonly { readonly path: string; readonly blob: string }[] {
  const sources: { path: string; blob: string }[] = [];
  for (const [path, blob] of tree.files)
    if (path === COMPONENTS_JSON || SUBPLUGINS.test(path)) sources.push({ path, blob });
  return sources;
}

/** What is installed in a tree. `texts` holds at least the `mapSources` by blob id; one that is absent counts as no file. */
export function installedCode(tree: CodeTree, texts: ReadonlyMap<string, string>): InstalledCode {
  const map = componentMapOf(tree, texts);
  const root = map.isPublic ? 'public/' : '';
  const plugins = new Map<string, InstalledPlugin>();
  const databases = new Map<string, Map<string, string>>();
  for (const [path, blob] of tree.files) {
    const slash = path.lastIndexOf('/');
    const folder = path.slice(0, Math.max(slash, 0));
    const file = path.slice(slash + 1);
    if (file === 'version.php') {
      const plugin = pluginOfPath(map, folder);
      if (plugin?.folder === folder)
        plugins.set(plugin.component, { folder: fromWebRoot(folder, map.isPublic), version: blob });
    }
    if (!folder.endsWith('/db')) continue;
    const owner = folder.slice(0, -'/db'.length);
    const plugin = pluginOfPath(map, owner);
    const component = owner === `${root}lib` ? 'core' : plugin?.folder === owner ? plugin.component : null;
    if (component === null) continue;
    const database = databases.get(component) ?? new Map<string, string>();
    databases.set(component, database.set(file, blob));
  }
  return { map, plugins, databases, coreVersion: tree.files.get(`${root}version.php`) ?? null };
}

function componentMapOf(tree: CodeTree, texts: ReadonlyMap<string, string>): ComponentMap {
  const isPublic = isPublicLayout(tree.files);
  const componentsJson = texts.get(tree.files.get(COMPONENTS_JSON) ?? '') ?? null;
  // Owners are plugins of core's own types, so the map without any subplugins finds them.
  const plain = componentMapFrom({ componentsJson, subplugins: [], isPublic });
  const subplugins: SubpluginsFile[] = [];
  for (const { path, blob } of mapSources(tree)) {
    const [, folder = '', format] = SUBPLUGINS.exec(path) ?? [];
    const owner = pluginOfPath(plain, folder);
    const text = texts.get(blob);
    if (owner?.folder !== folder || text === undefined) continue;
    subplugins.push({ owner: owner.component, format: format === 'php' ? 'php' : 'json', text });
  }
  // Where a plugin has both forms, Moodle reads the JSON one.
  subplugins.sort((a, b) => Number(a.format === 'json') - Number(b.format === 'json'));
  return componentMapFrom({ componentsJson, subplugins, isPublic });
}

/** Whether a gitlink may hold plugins, or a part of one, or core's own database definition. */
export function mayHoldComponents(map: ComponentMap, path: string): boolean {
  const root = map.isPublic ? 'public/' : '';
  const inside = `${path}/`;
  return (
    pluginOfPath(map, path) !== null ||
    `${root}lib/db/`.startsWith(inside) ||
    [...map.typeFolders.values()].some((folder) => `${folder}/`.startsWith(inside))
  );
}
