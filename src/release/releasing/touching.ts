import type { ObjectId } from '../../git/types';
import type { Arranged } from '../arrange';
import type { BranchFacts } from '../changeBranches';
import { isMerge } from '../equivalents';

/** The paths each change of a line touches with commits of its own, by key. */
export function pathsOfChanges(
  arranged: Arranged,
  { customer, line }: { readonly customer: string; readonly line: string },
  paths: ReadonlyMap<ObjectId, string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const touched = ({ own }: BranchFacts): ReadonlySet<string> => {
    const keys = own.filter((commit) => !isMerge(commit)).map(({ id }) => paths.get(id) ?? '');
    return new Set(keys.flatMap((key) => (key === '' ? [] : key.split('\0'))));
  };
  return new Map(arranged.branchesOn(customer, line).map((branch) => [branch.identity.key, touched(branch)]));
}

/** The first names, and how many more there are. */
export function listed(names: readonly string[], most = 3): string {
  const more = names.length - most;
  return names.slice(0, most).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
