import { parseChangeKey } from './changeKey';
import type { ChangeParts } from './changeKey';
import { parseLineToken } from './lineToken';
import type { LineToken } from './lineToken';
import type { Role } from './role';

/** What a branch name that does not follow the scheme means. */
export type NameMeaning =
  | { readonly kind: 'change'; readonly change: string; readonly line: string }
  | { readonly kind: 'role'; readonly role: Role; readonly customer: string; readonly line: string }
  | { readonly kind: 'ignore' };

export interface NameRule {
  /** A branch name without its remote; `*` and `?` make it a glob, where `*` also crosses slashes. */
  readonly pattern: string;
  readonly meaning: NameMeaning;
}

export type AliasMeaning =
  | { readonly kind: 'change'; readonly change: ChangeParts; readonly line: LineToken }
  | { readonly kind: 'role'; readonly role: Role; readonly customer: string; readonly line: LineToken }
  | { readonly kind: 'ignore' };

/** Rules made ready: an exact name is looked up before any glob, and the first rule in file order holds. */
export interface Aliases {
  readonly exact: ReadonlyMap<string, AliasMeaning>;
  readonly globs: readonly { readonly pattern: string; readonly meaning: AliasMeaning }[];
}

/** Compiles rules; one whose change or line cannot be read says nothing and is left out. */
export function aliasesOf(rules: readonly NameRule[]): Aliases {
  const exact = new Map<string, AliasMeaning>();
  const globs: { pattern: string; meaning: AliasMeaning }[] = [];
  for (const rule of rules) {
    const meaning = meaningOf(rule.meaning);
    if (meaning === null) continue;
    if (/[*?]/.test(rule.pattern)) globs.push({ pattern: rule.pattern, meaning });
    else if (!exact.has(rule.pattern)) exact.set(rule.pattern, meaning);
  }
  return { exact, globs };
}

/** What the rules say about a name; null when none speaks of it. */
export function aliasOf({ exact, globs }: Aliases, name: string): AliasMeaning | null {
  return exact.get(name) ?? globs.find(({ pattern }) => matchesGlob(pattern, name))?.meaning ?? null;
}

function meaningOf(meaning: NameMeaning): AliasMeaning | null {
  if (meaning.kind === 'ignore') return meaning;
  const line = parseLineToken(meaning.line);
  if (line === null) return null;
  if (meaning.kind === 'role') return { ...meaning, line };
  const change = parseChangeKey(meaning.change);
  return change === null ? null : { kind: 'change', change, line };
}

/** Linear in practice and quadratic at worst, which a regular expression of many stars is not. */
export function matchesGlob(pattern: string, name: string): boolean {
  let [p, n] = [0, 0];
  let star: { readonly p: number; n: number } | null = null;
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = { p, n };
      p += 1;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p += 1;
      n += 1;
    } else if (star !== null) {
      // Let the last star take one character more.
      star.n += 1;
      [p, n] = [star.p + 1, star.n];
    } else return false;
  }
  return /^\**$/.test(pattern.slice(p));
}
