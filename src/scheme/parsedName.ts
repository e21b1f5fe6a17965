import type { ComponentKind } from './changeKey';
import type { Role } from './role';

export type NameKind = 'change' | 'role' | 'local-release' | 'upstream' | 'tracker';

export type NameReasonCode =
  | 'not-a-git-ref'
  | 'slash'
  | 'too-few-parts'
  | 'no-version'
  | 'bad-customer'
  | 'unknown-change-type'
  | 'missing-component'
  | 'bad-component'
  | 'bad-shortname'
  | 'bad-suffix'
  /** Tags only. */
  | 'bad-version'
  | 'no-local-release'
  | 'foreign-scheme';

export type NameWarning =
  | 'ambiguous'
  | 'unknown-release'
  | 'experimental-release'
  | 'minor-in-version'
  | 'unknown-plugin-type'
  | 'removed-plugin-type'
  /** Customers are configured and this is none of them. */
  | 'unknown-customer';

/** Why a name does not parse; the words are in `present`. */
export interface NameReason {
  readonly code: NameReasonCode;
  /** The offending text, as written; empty when something is missing. */
  readonly token: string;
  /** Where it begins in the name. */
  readonly at: number;
}

/** What a branch or tag name says. Plain data, the object of `names --json`; what does not apply is null. */
export interface ParsedName {
  readonly name: string;
  readonly ok: boolean;
  /** Null when it does not parse, or is to be ignored. */
  readonly kind: NameKind | null;
  /** The customer's id, whatever its spelling here. */
  readonly customer: string | null;
  /** Always `x.y`, or `main` for what follows upstream's development. */
  readonly line: string | null;
  /** Moodle's branch number of the line. */
  readonly branch: number | null;
  readonly type: string | null;
  readonly component: string | null;
  readonly componentKind: ComponentKind | null;
  readonly shortname: string | null;
  readonly role: Role | null;
  /** The role as written: `test` for `testing`. */
  readonly spelling: string | null;
  readonly suffix: string | null;
  /** Of a packaging branch. */
  readonly packager: string | null;
  /** Of a local release. */
  readonly org: string | null;
  /** `2.3.4` or `5.1.0-rc2`, of a tag. */
  readonly version: string | null;
  /** The number of a local release: 10 comes after 9. */
  readonly local: number | null;
  /** `MDL-12345`. */
  readonly issue: string | null;
  /** Of a change: `customer/type/component[/shortname]`. */
  readonly key: string | null;
  /** Customer and line as they stand in the name, where `customer` and `line` are normalised. */
  readonly written: { readonly customer: string | null; readonly line: string | null };
  /** The configuration says that this name means nothing. */
  readonly ignored: boolean;
  readonly reason: NameReason | null;
  /** A name near by that parses, or that parses without the warnings. */
  readonly suggestion: string | null;
  readonly warnings: readonly NameWarning[];
}

/** A name while it is being read. */
export type Draft = { -readonly [Field in keyof ParsedName]: ParsedName[Field] };

/** Nothing known yet. Filled in place, because thousands of names are read at once and copying took half the time. */
export function draftOf(name: string): Draft {
  return {
    name,
    ok: false,
    kind: null,
    customer: null,
    line: null,
    branch: null,
    type: null,
    component: null,
    componentKind: null,
    shortname: null,
    role: null,
    spelling: null,
    suffix: null,
    packager: null,
    org: null,
    version: null,
    local: null,
    issue: null,
    key: null,
    written: UNWRITTEN,
    ignored: false,
    reason: null,
    suggestion: null,
    warnings: [],
  };
}

const UNWRITTEN = { customer: null, line: null } as const;

/** A name that parses, with everything that does not apply null. */
export function understood(name: string, kind: NameKind | null, parts: Partial<ParsedName>): ParsedName {
  return Object.assign(draftOf(name), { ok: true, kind }, parts);
}

/** A name that does not parse; `offending` is the text at fault. */
export function refused(
  name: string,
  code: NameReasonCode,
  offending: { readonly text: string; readonly at: number },
  suggestion: string | null = null,
): ParsedName {
  const draft = draftOf(name);
  draft.reason = { code, token: offending.text, at: offending.at };
  draft.suggestion = suggestion;
  return draft;
}
