import type { TreeEntry } from '../../git/types';
import { matchesGlob } from '../../scheme';

/** A path at which a packaging branch is not what it packages. */
export interface Excess {
  readonly path: string;
  /** `added`: only packaging has it. `missing`: only deployment has it. */
  readonly what: 'added' | 'missing' | 'changed';
}

/** What every packaging branch has of its own. */
const PACKAGE = 'debian';

/**
 * Where the tree of a packaging branch, without `debian/` and what the institution declares to be its own there, is not
 * that of deployment; by path.
 * @param extras files, folders, or globs in which `*` also crosses slashes
 */
export function packagingExcess(
  packaging: ReadonlyMap<string, TreeEntry>,
  deployment: ReadonlyMap<string, TreeEntry>,
  extras: readonly string[],
): readonly Excess[] {
  const isItsOwn = (path: string): boolean => [PACKAGE, ...extras].some((extra) => isWithin(path, extra));
  const found: Excess[] = [];
  for (const [path, { mode, id }] of packaging) {
    const there = deployment.get(path);
    if (there?.id === id && there.mode === mode) continue;
    if (!isItsOwn(path)) found.push({ path, what: there === undefined ? 'added' : 'changed' });
  }
  for (const path of deployment.keys()) {
    if (!packaging.has(path) && !isItsOwn(path)) found.push({ path, what: 'missing' });
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function isWithin(path: string, extra: string): boolean {
  const place = extra.replace(/\/+$/, '');
  return path === place || path.startsWith(`${place}/`) || matchesGlob(place, path);
}
