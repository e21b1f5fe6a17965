import type { Config, Diagnostic, NameRule, Position } from '../config/types';
import type { BranchParts, ParsedName, Scheme, SchemeRules } from '../scheme';
import type { Session, SessionOptions } from '../session/types';

export interface Completion {
  readonly label: string;
  readonly insert: string;
  readonly detail: string;
  readonly kind: 'key' | 'value';
  readonly range: { readonly start: Position; readonly end: Position };
}

/** What may be named in a configuration file, as far as the repository tells. */
export interface Known {
  readonly customers: readonly string[];
  readonly lines: readonly string[];
  readonly tags: readonly string[];
  readonly remotes: readonly string[];
  readonly branches: readonly string[];
  readonly components: readonly string[];
}

/** The rest of the house as the editor needs it: the second bundle, opened at the first need. */
export interface House {
  readonly openSession: (options: SessionOptions) => Promise<Session>;
  readonly schemeOf: (rules: SchemeRules) => Scheme;
  readonly parseBranchName: (name: string, scheme: Scheme) => ParsedName;
  readonly formatBranchName: (parts: BranchParts, scheme: Scheme) => string;
  readonly parseConfig: (text: string) => { readonly config: Config; readonly diagnostics: readonly Diagnostic[] };
  readonly addNameRule: (text: string, rules: readonly NameRule[]) => string;
  readonly completions: (text: string, position: Position, known: Known) => readonly Completion[];
  readonly newConfigText: (inferred: Pick<Config, 'customers' | 'lines' | 'remotes'>) => string;
}
export type OpenHouse = () => Promise<House>;
