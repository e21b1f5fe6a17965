import type { ObjectId } from '../../git/types';
import {
  compareVersionNumbers,
  componentPath,
  defaultComponentMap,
  parseCoreVersion,
  parsePluginVersion,
  pluginOfPath,
} from '../../moodle';
import type { ComponentMap, PluginVersionFile } from '../../moodle';
import { parseChangeKey } from '../../scheme';
import type { Lint } from '../types';
import { isPublicLine } from './relocation';
import type { CarryItem, LintFacts } from './types';

/** A branch with the commits whose files are looked at. */
export interface TouchingBranch extends Pick<CarryItem, 'change' | 'target' | 'base' | 'commits'> {
  readonly source: Pick<CarryItem['source'], 'tip'>;
  readonly recipe: Pick<CarryItem['recipe'], 'drop'>;
}

/** What these lints are made from; the branches are those that come to the target together. */
export interface TouchingFacts extends Pick<LintFacts, 'arranged' | 'paths' | 'texts'> {
  readonly carrying: { readonly items: readonly TouchingBranch[] };
}

/** A plugin, or core, that a branch touches. */
interface Touched {
  /** `mod_forum`, or `core`. */
  readonly component: string;
  readonly versionFile: string;
  /** The first commit and path in its db folder. */
  readonly database: { readonly commit: ObjectId; readonly path: string } | null;
}

/** Where components live, before public/ and in it. */
export interface Layouts {
  readonly flat: ComponentMap;
  readonly inPublic: ComponentMap;
}

export function usualLayouts(): Layouts {
  return { flat: defaultComponentMap(false), inPublic: defaultComponentMap(true) };
}

/** Texts these lints are made from; more, once the version files that name dependencies are among the texts. */
export function versionNeeds(item: TouchingBranch, facts: TouchingFacts, layouts: Layouts): readonly string[] {
  const { source, base, target } = item;
  const touched = touchedBy(item, facts, layouts);
  if (touched.length === 0) return [];
  return [
    `${target.base.commit ?? ''}:${coreVersionFile(isPublicLine(target.branch))}`,
    ...touched.flatMap(({ versionFile, database }) => [
      `${source.tip}:${versionFile}`,
      ...(database !== null && base !== null ? [`${base}:${versionFile}`] : []),
    ]),
    ...touched.flatMap((one) =>
      [...(pluginAt(source.tip, one, facts)?.dependencies.keys() ?? [])].flatMap((name) =>
        placesOf(name, item, facts, layouts),
      ),
    ),
  ];
}

/** What the version files of the touched plugins say against what was changed and against the target. */
export function versionLints(item: TouchingBranch, facts: TouchingFacts, layouts: Layouts): readonly Lint[] {
  return touchedBy(item, facts, layouts).flatMap((touched) => [
    ...databaseLints(item, touched, facts),
    ...targetLints(item, touched, facts, layouts),
  ]);
}

/** Changes in db/ take effect when the version is raised, and not before. */
function databaseLints({ source, base }: TouchingBranch, touched: Touched, facts: TouchingFacts): readonly Lint[] {
  const { component, versionFile, database } = touched;
  if (database === null || base === null) return [];
  const [before, after] = [versionAt(base, touched, facts), versionAt(source.tip, touched, facts)];
  if (before === null || after === null || compareVersionNumbers(after, before) > 0) return [];
  const text = `${component}: ${database.path} is changed, but ${versionFile} still says ${after}.`;
  return [{ code: 'db-without-version', text, commit: database.commit, path: versionFile }];
}

function targetLints(item: TouchingBranch, touched: Touched, facts: TouchingFacts, layouts: Layouts): readonly Lint[] {
  const { target, source } = item;
  const plugin = pluginAt(source.tip, touched, facts);
  if (plugin === null) return [];
  const { component, versionFile: path } = touched;
  const { requires, supported, incompatible } = plugin;
  const { branch, base, line } = target;
  const lint = (code: Lint['code'], text: string): Lint => ({ code, text, commit: null, path });
  const lints: Lint[] = [];
  const core = parseCoreVersion(
    facts.texts.get(`${base.commit ?? ''}:${coreVersionFile(isPublicLine(branch))}`) ?? '',
  ).version;
  if (requires !== null && core !== null && compareVersionNumbers(requires, core) > 0) {
    lints.push(lint('requires', `${component} requires Moodle ${requires}; ${base.tag} is ${core}.`));
  }
  if (supported !== null && (branch < supported[0] || branch > supported[1])) {
    lints.push(lint('supported', `${component} is made for ${supported.join(' to ')}, not for ${branch} (${line}).`));
  }
  if (incompatible !== null && branch >= incompatible) {
    lints.push(lint('incompatible', `${component} does not run on ${incompatible} and later; ${line} is ${branch}.`));
  }
  for (const [name, needed] of plugin.dependencies) {
    const text = dependencyProblem(name, needed, item, facts, layouts);
    if (text !== null) lints.push(lint('dependency', `${component} needs ${name}${text}`));
  }
  return lints;
}

/** It may be in the target, in the branch itself, or in another change of the customer's. */
function dependencyProblem(
  name: string,
  needed: string,
  item: TouchingBranch,
  facts: TouchingFacts,
  layouts: Layouts,
): string | null {
  const places = placesOf(name, item, facts, layouts);
  // What is no known type has no known place.
  if (places.length === 0) return null;
  const versions = places.flatMap((place) => parsePluginVersion(facts.texts.get(place) ?? '').version ?? []);
  const newest = versions.sort(compareVersionNumbers).at(-1);
  if (newest === undefined) return `, which neither ${item.target.base.tag} nor a change brings.`;
  return needed === 'any' || compareVersionNumbers(newest, needed) >= 0 ? null : ` ${needed}; there is ${newest}.`;
}

function placesOf(
  component: string,
  item: TouchingBranch,
  { carrying, arranged }: TouchingFacts,
  { flat, inPublic }: Layouts,
): readonly string[] {
  const { target, source } = item;
  const own = arranged.arrangements.find((one) => one.target === target)?.candidates ?? [];
  const others = own.flatMap(({ identity, here }) =>
    here !== null && identity.component === component ? [here.tip] : [],
  );
  const moving = carrying.items.flatMap((one) =>
    parseChangeKey(one.change)?.component === component && one.target === target ? [one.source.tip] : [],
  );
  const commits = [target.base.commit, source.tip, ...others, ...moving].filter((commit) => commit !== null);
  const folders = [inPublic, flat].flatMap((map) => componentPath(map, component) ?? []);
  return [...new Set(commits)].flatMap((commit) => folders.map((folder) => `${commit}:${folder}/version.php`));
}

/** The plugins, and core where its db folder is changed, that the commits of a branch touch. */
function touchedBy(item: TouchingBranch, { paths }: TouchingFacts, { flat, inPublic }: Layouts): readonly Touched[] {
  const dropped = new Set(item.recipe.drop);
  const touched = new Map<string, Touched>();
  for (const { id } of item.commits) {
    if (dropped.has(id)) continue;
    for (const path of (paths.get(id) ?? '').split('\0')) {
      const isPublic = path.startsWith('public/');
      const plugin = pluginOfPath(isPublic ? inPublic : flat, path);
      const root = isPublic ? 'public/' : '';
      if (plugin === null && !path.startsWith(`${root}lib/db/`)) continue;
      const folder = plugin?.folder ?? `${root}lib`;
      const versionFile = plugin === null ? coreVersionFile(isPublic) : `${folder}/version.php`;
      const known = touched.get(versionFile);
      const database = known?.database ?? (path.startsWith(`${folder}/db/`) ? { commit: id, path } : null);
      touched.set(versionFile, { component: plugin?.component ?? 'core', versionFile, database });
    }
  }
  return [...touched.values()];
}

function coreVersionFile(isPublic: boolean): string {
  return isPublic ? 'public/version.php' : 'version.php';
}

function versionAt(commit: ObjectId, { component, versionFile }: Touched, { texts }: TouchingFacts): string | null {
  const text = texts.get(`${commit}:${versionFile}`) ?? '';
  return component === 'core' ? parseCoreVersion(text).version : parsePluginVersion(text).version;
}

function pluginAt(
  commit: ObjectId,
  { component, versionFile }: Touched,
  { texts }: TouchingFacts,
): PluginVersionFile | null {
  const text = texts.get(`${commit}:${versionFile}`);
  return component === 'core' || text === undefined || text === null ? null : parsePluginVersion(text);
}
