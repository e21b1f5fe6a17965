import { fromWebRoot, installedCode, mapSources, mayHoldComponents } from './codeTree';
import type { CodeTree, InstalledCode } from './codeTree';
import { isPublicLayout } from './components';
import { installsPlugins, lockedPlugins } from './composerPlugins';
import type { ComposerPackage } from './composerPlugins';
import { parseLine } from './line';
import { compareVersionNumbers, parseRelease } from './version';
import { parseCoreVersion, parsePluginVersion } from './versionPhp';

/** In the order in which they are told. */
const KINDS = [
  // An outage by themselves.
  'downgrade',
  'line-changed',
  'layout-changed',
  'component-added',
  'component-removed',
  'component-moved',
  // The answer is unknown.
  'not-moodle',
  'unreadable',
  'submodule',
  'composer-package',
  // An outage when any version changed.
  'db-changed',
  'db-change-without-bump',
  // An upgrade.
  'version-changed',
] as const;
export type OutageKind = (typeof KINDS)[number];

const UNKNOWN: ReadonlySet<OutageKind> = new Set(['not-moodle', 'unreadable', 'submodule', 'composer-package']);
const DECISIVE: ReadonlySet<OutageKind> = new Set([
  'downgrade',
  'line-changed',
  'layout-changed',
  'component-added',
  'component-removed',
  'component-moved',
]);

export interface OutageReason {
  readonly kind: OutageKind;
  /** A component, a path or a package; `from` or `to` for a tree that is no Moodle. */
  readonly subject: string;
  /** Version, folder or line before and after, where there is one. */
  readonly from: string | null;
  readonly to: string | null;
}

/** What `upgrade.php --is-maintenance-required` will say: 0 nothing to upgrade, 3 upgrade without an outage, 2 outage. */
export interface Outage {
  readonly code: 0 | 2 | 3;
  /** False when something that decides is not in the repository: the code is then the worse case. */
  readonly certain: boolean;
  readonly because: readonly OutageReason[];
}

const VERSION_PHP = /(?:^|\/)version\.php$/;
const COMPOSER = ['composer.lock', 'composer.json'] as const;

/** The blobs whose texts `outage` needs, so that they can be read in one go. */
export function outageBlobs(from: CodeTree, to: CodeTree): ReadonlySet<string> {
  const blobs = new Set([...mapSources(from), ...mapSources(to)].map(({ blob }) => blob));
  const before = new Map<string, string>();
  const wasPublic = isPublicLayout(from.files);
  const isPublic = isPublicLayout(to.files);
  for (const [path, blob] of from.files) if (VERSION_PHP.test(path)) before.set(fromWebRoot(path, wasPublic), blob);
  for (const [path, blob] of to.files) {
    if (!VERSION_PHP.test(path)) continue;
    const old = before.get(fromWebRoot(path, isPublic));
    if (old !== undefined && old !== blob) blobs.add(old).add(blob);
  }
  for (const tree of [from, to]) {
    for (const path of COMPOSER) {
      const blob = tree.files.get(path);
      if (blob !== undefined) blobs.add(blob);
    }
  }
  return blobs;
}

/**
 * Whether going from one tree to another needs an outage, by Moodle's own rule (lib/classes/component.php,
 * get_all_component_hash): an upgrade is due when any `$version` or the set of components changed, and it needs an
 * outage when any file directly in lib/db or a component's db folder changed too. `texts` holds the blobs of
 * `outageBlobs` by id; one that is absent makes the answer uncertain. The rule further assumes that both are deployed
 * to the same path.
 */
export function outage(from: CodeTree, to: CodeTree, texts: ReadonlyMap<string, string>): Outage {
  const [before, after] = [installedCode(from, texts), installedCode(to, texts)];
  const strangers = [...(before.coreVersion === null ? ['from'] : []), ...(after.coreVersion === null ? ['to'] : [])];
  if (strangers.length > 0)
    return { code: 2, certain: false, because: strangers.map((tree) => reason('not-moodle', tree)) };
  const because: OutageReason[] = [
    ...unseenCode(from, to, before, after, texts),
    ...coreChanges(before, after, texts),
    ...componentChanges(before, after, texts),
  ];
  const bumped = new Set(
    because.filter(({ kind }) => kind === 'version-changed' || kind === 'downgrade').map(({ subject }) => subject),
  );
  const databases = databaseChanges(before, after, bumped);
  because.push(...databases);
  because.sort(
    (a, b) =>
      KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || (a.subject < b.subject ? -1 : Number(a.subject > b.subject)),
  );
  const isUnknown = because.some(({ kind }) => UNKNOWN.has(kind));
  const isDecided = because.some(({ kind }) => DECISIVE.has(kind)) || (bumped.size > 0 && databases.length > 0);
  return { code: isDecided || isUnknown ? 2 : bumped.size > 0 ? 3 : 0, certain: isDecided || !isUnknown, because };
}

function reason(kind: OutageKind, subject: string, from: string | null = null, to: string | null = null): OutageReason {
  return { kind, subject, from, to };
}

function* coreChanges(
  before: InstalledCode,
  after: InstalledCode,
  texts: ReadonlyMap<string, string>,
): Iterable<OutageReason> {
  if (before.map.isPublic !== after.map.isPublic) yield reason('layout-changed', 'public');
  if (before.coreVersion === after.coreVersion) return;
  const [old, now] = [before.coreVersion, after.coreVersion].map((blob) =>
    parseCoreVersion(texts.get(blob ?? '') ?? ''),
  );
  const [oldLine, nowLine] = [lineName(old), lineName(now)];
  if (oldLine === null || nowLine === null) {
    yield reason('unreadable', 'version.php', oldLine, nowLine);
    return;
  }
  if (oldLine !== nowLine) yield reason('line-changed', 'core', oldLine, nowLine);
  yield* versionChange('core', 'version.php', old?.version ?? null, now?.version ?? null);
}

function lineName(
  core: { readonly branch: string | null; readonly release: string | null } | undefined,
): string | null {
  const line = parseLine(core?.branch ?? '');
  if (line !== null) return line.name;
  // Before 2.3 there was no $branch.
  const version = parseRelease(core?.release ?? '');
  return version && `${version.major}.${version.minor}`;
}

function* componentChanges(
  before: InstalledCode,
  after: InstalledCode,
  texts: ReadonlyMap<string, string>,
): Iterable<OutageReason> {
  for (const [component, { folder }] of before.plugins) {
    if (!after.plugins.has(component)) yield reason('component-removed', component, folder);
  }
  for (const [component, now] of after.plugins) {
    const old = before.plugins.get(component);
    if (old === undefined) yield reason('component-added', component, null, now.folder);
    else if (old.folder !== now.folder) yield reason('component-moved', component, old.folder, now.folder);
    else if (old.version !== now.version) {
      const [was, is] = [old.version, now.version].map((blob) => parsePluginVersion(texts.get(blob) ?? '').version);
      yield* versionChange(component, `${now.folder}/version.php`, was ?? null, is ?? null);
    }
  }
}

function* versionChange(
  component: string,
  path: string,
  was: string | null,
  is: string | null,
): Iterable<OutageReason> {
  if (was === null || is === null) yield reason('unreadable', path, was, is);
  else if (compareVersionNumbers(was, is) > 0) yield reason('downgrade', component, was, is);
  // Moodle hashes PHP values: an integer that became a decimal counts as changed even where it is equal.
  else if (compareVersionNumbers(was, is) < 0 || was.includes('.') !== is.includes('.')) {
    yield reason('version-changed', component, was, is);
  }
}

function* databaseDifferences(before: InstalledCode, after: InstalledCode): Iterable<string> {
  for (const component of new Set([...before.databases.keys(), ...after.databases.keys()])) {
    if (component !== 'core' && !(before.plugins.has(component) && after.plugins.has(component))) continue;
    const [old, now] = [before.databases.get(component), after.databases.get(component)];
    const isSame = old?.size === now?.size && [...(old ?? [])].every(([file, blob]) => now?.get(file) === blob);
    if (!isSame) yield component;
  }
}

function databaseChanges(
  before: InstalledCode,
  after: InstalledCode,
  bumped: ReadonlySet<string>,
): readonly OutageReason[] {
  return [...databaseDifferences(before, after)].map((component) =>
    reason(bumped.has(component) ? 'db-changed' : 'db-change-without-bump', component),
  );
}

/** Code that runs but is not in the repository, where it is not the same on both sides. */
function* unseenCode(
  from: CodeTree,
  to: CodeTree,
  before: InstalledCode,
  after: InstalledCode,
  texts: ReadonlyMap<string, string>,
): Iterable<OutageReason> {
  for (const path of new Set([...from.submodules.keys(), ...to.submodules.keys()])) {
    const [old = null, now = null] = [from.submodules.get(path), to.submodules.get(path)];
    const counts = mayHoldComponents(before.map, path) || mayHoldComponents(after.map, path);
    if (counts && old !== now) yield reason('submodule', path, old, now);
  }
  for (const { path, blob } of [...mapSources(from), ...mapSources(to)]) {
    if (!texts.has(blob)) yield reason('unreadable', path);
  }
  const [old, now] = [composerPlugins(from, before, texts), composerPlugins(to, after, texts)];
  for (const name of new Set([...old.keys(), ...now.keys()])) {
    const [was = null, is = null] = [old.get(name), now.get(name)];
    if (was !== is) yield reason('composer-package', name, was, is);
  }
}

/** Package → what it is pinned to, of the composer-managed plugins not in the tree; the file itself when it cannot tell. */
function composerPlugins(
  tree: CodeTree,
  code: InstalledCode,
  texts: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const [lock, json] = COMPOSER.map((path) => tree.files.get(path));
  if (lock !== undefined) {
    const text = texts.get(lock);
    const plugins = text === undefined ? null : lockedPlugins(text);
    if (plugins === null) return new Map([['composer.lock', lock]]);
    const isAbsent = ({ component }: ComposerPackage): boolean => component === null || !code.plugins.has(component);
    return new Map(plugins.filter(isAbsent).map(({ name, pinned }) => [name, pinned]));
  }
  if (json === undefined) return new Map();
  const text = texts.get(json);
  return new Map(text === undefined || installsPlugins(text) ? [['composer.json', json]] : []);
}
