import { nearest, parseBranchName, parseChangeKey, changeKey, customerOf } from '../../scheme';
import type { Scheme } from '../../scheme';
import type { Remark } from '../../plan';
import type { ChangeIdentity } from '../types';

/** A change by the names a person may call it. */
export interface Called {
  readonly identity: Pick<ChangeIdentity, 'key'>;
  /** Short names of its branches. */
  readonly branches: readonly string[];
}

/**
 * The changes of `all` that a person has named, by key or by the name of a branch on any line.
 * @returns `unknown`: a remark for each name that is none of them
 */
export function changesNamed<C extends Called>(
  names: readonly string[],
  all: readonly C[],
  scheme: Scheme,
): { readonly named: readonly C[]; readonly unknown: readonly Remark[] } {
  const byKey = new Map(all.map((one) => [one.identity.key, one]));
  const byBranch = new Map(all.flatMap((one) => one.branches.map((branch) => [branch, one] as const)));
  const named = new Set<C>();
  const unknown: Remark[] = [];
  for (const name of names) {
    const found = byKey.get(keyIn(name, scheme) ?? name) ?? byBranch.get(name);
    if (found) named.add(found);
    else unknown.push(noSuchChange(name, [...byKey.keys(), ...byBranch.keys()]));
  }
  return { named: [...named], unknown };
}

function keyIn(name: string, scheme: Scheme): string | null {
  const parts = parseChangeKey(name);
  return parts
    ? changeKey({ ...parts, customer: customerOf(parts.customer, scheme) })
    : parseBranchName(name, scheme).key;
}

function noSuchChange(name: string, known: readonly string[]): Remark {
  const near = nearest(name, known);
  const hint = near === null ? '' : ` Did you mean ${near}?`;
  return { code: 'no-such-change', text: `No change here is called ${name}.${hint}`, about: name };
}
