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
 * The changes of `all` that a person has named: by key, by the name of a branch on any line, or by how the key of one
 * alone ends, `mod_forum/digest` or `mod_forum-digest`.
 * @returns `unknown`: a remark for each name that is none of them, or several
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
    const exact = byKey.get(keyIn(name, scheme) ?? name) ?? byBranch.get(name);
    const meant = exact ? [exact] : all.filter(({ identity }) => endsIn(identity.key, name));
    const [found, ...others] = meant;
    if (found === undefined) unknown.push(noSuchChange(name, [...byKey.keys(), ...byBranch.keys()]));
    else if (others.length > 0) unknown.push(ambiguous(name, meant));
    else named.add(found);
  }
  return { named: [...named], unknown };
}

function keyIn(name: string, scheme: Scheme): string | null {
  const parts = parseChangeKey(name);
  return parts
    ? changeKey({ ...parts, customer: customerOf(parts.customer, scheme) })
    : parseBranchName(name, scheme).key;
}

/** Whether whole parts of a key are what is given, as a key or as a branch has them. */
function endsIn(key: string, name: string): boolean {
  return name !== '' && `/${key}`.replaceAll('/', '-').endsWith(`-${name.replaceAll('/', '-')}`);
}

function ambiguous(name: string, meant: readonly Called[]): Remark {
  const keys = meant.map(({ identity }) => identity.key).join(', ');
  return { code: 'ambiguous', text: `Several changes are called ${name}: ${keys}. Say which is meant.`, about: name };
}

function noSuchChange(name: string, known: readonly string[]): Remark {
  const near = nearest(name, known);
  const hint = near === null ? ' Name one by its key or a branch of it.' : ` Did you mean ${near}?`;
  return { code: 'no-such-change', text: `No change here is called ${name}.${hint}`, about: name };
}
