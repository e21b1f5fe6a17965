import type { Carried, Recipe } from '../../git';
import type { ObjectId } from '../../git/types';
import { componentOfPath, defaultComponentMap, parseLine } from '../../moodle';
import type { Arranged } from '../arrange';
import type { Carrying, CarryItem } from './types';

/** From 5.1 on what the web server sees is in public/ (MDL-83424). */
const PUBLIC_FROM = 501;

type Relocation = NonNullable<Recipe['relocate']>[number];

/**
 * The same with files moved into public/ that a clean result would have added beside it, where a branch is carried from
 * before 5.1 to there: git puts what was added where it was added.
 * @param carried with what each result adds
 * @returns null when nothing is in the wrong place; else to be carried again
 */
export function relocate<C extends Pick<Carrying, 'items'>>(
  carrying: C,
  carried: readonly Carried[],
  arranged: Arranged,
): C | null {
  const added = new Map(carried.map((one) => [one.branch, one.added ?? []]));
  const items = carrying.items.map((item) => {
    const files = crossesIntoPublic(item, arranged) ? misplaced(added.get(item.recipe.branch) ?? []) : [];
    return files.length === 0 ? item : { ...item, recipe: { ...item.recipe, relocate: files } };
  });
  return items.some(({ recipe }) => recipe.relocate) ? { ...carrying, items } : null;
}

/**
 * Files that a branch may come to add beside public/, where it is not known before what becomes of it.
 * @param paths of each commit, joined by NUL
 */
export function relocationsOf(
  item: CarryItem,
  paths: ReadonlyMap<ObjectId, string>,
  arranged: Arranged,
): readonly Relocation[] {
  if (!crossesIntoPublic(item, arranged)) return [];
  const { commits, drop } = item.recipe;
  const picked = commits.filter((id) => !drop.includes(id));
  const touched = picked.flatMap((id) => paths.get(id)?.split('\0') ?? []).filter((path) => path !== '');
  return misplaced([...new Set(touched)].sort());
}

/** Whether anything could land in the wrong place: only then is it worth asking what results add. */
export function mayMisplace({ targets }: Pick<Carrying, 'targets'>): boolean {
  return targets.some(({ branch }) => isPublicLine(branch));
}

/** Whether a branch comes from a tree without public/ to one with it. */
function crossesIntoPublic({ base, target }: CarryItem, { tags }: Arranged): boolean {
  const line = base === null ? undefined : tags.at(base)?.line;
  const from = line === undefined ? null : parseLine(line);
  return from !== null && !isPublicLine(from.branch) && isPublicLine(target.branch);
}

export function isPublicLine(branch: number): boolean {
  return branch >= PUBLIC_FROM;
}

/** What Moodle finds in public/ alone: plugins, subsystems, and core's own code below lib/. */
export function misplaced(paths: readonly string[]): readonly Relocation[] {
  const map = defaultComponentMap(false);
  return paths.flatMap((path) => {
    if (path.startsWith('public/') || path.startsWith('admin/cli/')) return [];
    const isCode = path.startsWith('lib/') || componentOfPath(map, path).kind !== 'core';
    return isCode ? [{ from: path, to: `public/${path}` }] : [];
  });
}
