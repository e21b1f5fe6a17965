import { bundledReleases } from '../moodle';
import type { ReleaseData } from '../moodle';
import { aliasesOf } from './alias';
import type { Aliases, NameRule } from './alias';
import { isCustomer, isShortname, componentKindOf } from './changeKey';
import { parseLineToken } from './lineToken';
import { allRoles, defaultSpellings } from './role';
import type { Role } from './role';
import { compileTemplate } from './template';
import type { FieldRule, FieldRules, Template, TemplateKind } from './template';

/** How an institution names things, as configured. Everything may be empty: the defaults then hold. */
export interface SchemeRules {
  readonly customers: readonly { readonly id: string; readonly spellings: readonly string[] }[];
  /** Change types; empty for the default ones. */
  readonly types: readonly string[];
  /** Further spellings of a role; the first one given is the one new branches get. */
  readonly roles: ReadonlyMap<Role, readonly string[]>;
  /** Templates in place of the default ones. */
  readonly patterns: Readonly<Record<TemplateKind, string | null>>;
  /** What branches with other names mean. */
  readonly names: readonly NameRule[];
}

/** Compiled rules, ready to read and write names. */
export interface Scheme {
  /** Spelling → customer id, ids included. Empty: any customer is as good as another. */
  readonly customers: ReadonlyMap<string, string>;
  readonly types: readonly string[];
  /** Spelling → role. */
  readonly roles: ReadonlyMap<string, Role>;
  /** The spelling new branches of a role get. */
  readonly roleSpelling: ReadonlyMap<Role, string>;
  readonly templates: Readonly<Record<TemplateKind, Template>>;
  /** The characters that part the fields of a change or role branch. */
  readonly separator: RegExp;
  readonly aliases: Aliases;
  /** What Moodle has released: only warnings depend on it. */
  readonly releases: ReleaseData;
}

export const defaultPatterns: Readonly<Record<TemplateKind, string>> = {
  change: '{customer}-{line}-{type}-{component}[-{shortname}]',
  role: '{customer}-{line}-{role}[-{suffix}]',
  packaging: '{packager}-moodle-{customer}_{line}',
  release: '{org}-moodle-{customer}_v{version}-{n}',
};
export const defaultTypes: readonly string[] = ['feature', 'hack', 'fix', 'backport'];

const NO_RULES: SchemeRules = {
  customers: [],
  types: [],
  roles: new Map(),
  patterns: { change: null, role: null, packaging: null, release: null },
  names: [],
};

/** The scheme of an institution that configured nothing. */
export function defaultScheme(): Scheme {
  return schemeOf(NO_RULES);
}

/** Compiles rules. Throws `SchemeError` `bad-template` for a pattern that `templateProblem` would have found. */
export function schemeOf(rules: SchemeRules, releases: ReleaseData = bundledReleases()): Scheme {
  const types = rules.types.length > 0 ? rules.types : defaultTypes;
  const roles = new Map<string, Role>();
  const roleSpelling = new Map<Role, string>();
  for (const role of allRoles) {
    const all = [...(rules.roles.get(role) ?? []), ...defaultSpellings[role]];
    for (const spelling of all) roles.set(spelling, role);
    if (all[0] !== undefined) roleSpelling.set(role, all[0]);
  }
  const fields = fieldRules(types, roles);
  const template = (kind: TemplateKind): Template =>
    compileTemplate(rules.patterns[kind] ?? defaultPatterns[kind], kind, fields);
  const templates = {
    change: template('change'),
    role: template('role'),
    packaging: template('packaging'),
    release: template('release'),
  };
  return {
    customers: new Map(
      rules.customers.flatMap(({ id, spellings }) => [id, ...spellings].map((spelling) => [spelling, id] as const)),
    ),
    types,
    roles,
    roleSpelling,
    templates,
    separator: separatorOf([templates.change, templates.role]),
    aliases: aliasesOf(rules.names),
    releases,
  };
}

/** The customer's id for any of its spellings; an unknown one stands for itself. */
export function customerOf(spelling: string, scheme: Scheme): string {
  return scheme.customers.get(spelling) ?? spelling;
}

function separatorOf(templates: readonly Template[]): RegExp {
  const literals = templates.flatMap(({ forms }) => forms.flatMap((form) => form.literals)).join('');
  const marks = new Set(literals.replace(/[A-Za-z0-9]/g, ''));
  return new RegExp(`[${[...marks].map((mark) => `\\u{${mark.codePointAt(0)?.toString(16) ?? ''}}`).join('')}]`, 'u');
}

function fieldRules(types: readonly string[], roles: ReadonlyMap<string, Role>): FieldRules {
  const over = (alphabet: RegExp, accepts: (token: string) => boolean): FieldRule => ({
    accepts,
    mayContain: (text) => alphabet.test(text),
  });
  const oneOf = (words: ReadonlySet<string>): FieldRule => ({
    accepts: (token) => words.has(token),
    mayContain: (text) => [...words].some((word) => word.includes(text)),
  });
  const customer = over(/^[A-Za-z0-9-]*$/, isCustomer);
  const shortname = over(/^[A-Za-z0-9._-]*$/, isShortname);
  return {
    customer,
    packager: customer,
    org: customer,
    line: over(/^[a-z0-9.]*$/, (token) => parseLineToken(token) !== null),
    type: oneOf(new Set(types)),
    role: oneOf(new Set(roles.keys())),
    component: over(/^[a-z0-9_]*$/, (token) => componentKindOf(token) !== null),
    shortname,
    suffix: shortname,
    version: over(/^[0-9.]*$/, (token) => RELEASE_VERSION.test(token)),
    n: over(/^\d*$/, (token) => LOCAL_NUMBER.test(token)),
  };
}

const RELEASE_VERSION = /^[1-9]\d{0,3}(?:\.(?:0|[1-9]\d{0,3})){2}$/;
const LOCAL_NUMBER = /^(?:0|[1-9]\d{0,8})$/;
