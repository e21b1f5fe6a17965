import * as z from 'zod/mini';
import { parseLine } from '../moodle';
import { isCustomer, parseChangeKey, parseLineToken, templateProblem } from '../scheme';
import type { TemplateKind, TemplateProblem } from '../scheme';

/** What may be named in a configuration, as far as the repository tells: offered by completion. */
export interface Known {
  readonly customers: readonly string[];
  readonly lines: readonly string[];
  readonly tags: readonly string[];
  readonly remotes: readonly string[];
  readonly branches: readonly string[];
  readonly components: readonly string[];
}

/** What the shape says beyond types: a sentence for people, and which known names fit. */
export const facts = z.registry<{ description?: string; known?: keyof Known }>();

interface Word {
  /** For editors, which know nothing of Moodle: what every valid word matches. Keeps what reaches git as an argument harmless. */
  readonly pattern: RegExp;
  /** The rule itself, where it says more than the pattern. */
  readonly holds?: (word: string) => boolean;
  /** Ends a sentence that begins "expected". */
  readonly expected: string;
  readonly known?: keyof Known;
}

/** A string that is one word of the given kind. */
export function word({ pattern, holds = () => true, expected, known }: Word, description: string): z.ZodMiniString {
  return z
    .string()
    .check(z.regex(pattern, { error: expected, abort: true }), z.refine(holds, { error: expected }))
    .register(facts, known === undefined ? { description } : { description, known });
}

export const CUSTOMER: Word = {
  pattern: /^[A-Za-z][A-Za-z0-9-]*$/,
  holds: isCustomer,
  expected: 'letters and digits, with single hyphens between',
  known: 'customers',
};
export const LINE: Word = {
  pattern: /^(\d+\.\d+|\d{2,3})$/,
  holds: (written) => parseLine(written) !== null,
  expected: 'a Moodle line such as 2.5 or 4.1, or its branch number such as 25 or 401',
  known: 'lines',
};
/** What a branch is on: a line, or upstream's `main`. */
export const BRANCH_LINE: Word = {
  pattern: /^(\d+\.\d+|\d{2,3}|main|master)$/,
  holds: (written) => parseLineToken(written) !== null,
  expected: 'a Moodle line such as 2.5 or 4.1, its branch number such as 25 or 401, or main',
  known: 'lines',
};
export const POINT: Word = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9._+/-]*$/,
  expected: 'a tag such as v2.5.0, or a commit',
  known: 'tags',
};
export const CHANGE: Word = {
  pattern: /^[^/\s]+(\/[^/\s]+){2,3}$/,
  holds: (written) => parseChangeKey(written) !== null,
  expected: 'customer/type/component, or customer/type/component/shortname',
};
export const SPELLING: Word = {
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
  expected: 'letters, digits, dots, hyphens and underscores',
};
export const TYPE: Word = { pattern: /^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$/, expected: 'letters and digits' };
export const REMOTE: Word = {
  pattern: /^[^\s-]\S*$/,
  expected: 'the name of a remote',
  known: 'remotes',
};
export const BRANCH: Word = {
  pattern: /^[^\s-]\S*$/,
  expected: 'a branch name, or a pattern with * and ?',
  known: 'branches',
};
export const PLUGIN: Word = {
  pattern: /^[a-z][a-z0-9]*_[a-z][a-z0-9_]*$/,
  expected: 'a component such as mod_ouwiki',
  known: 'components',
};
/** Within the tree: from its top, and not out of it. */
export const PATH: Word = {
  pattern: /^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))\S.*$/,
  expected: 'a path from the top of the tree, such as local/build or *.orig',
};
export const SENTENCE: Word = { pattern: /\S/, expected: 'some text' };
/** Whole ids only: an abbreviation that is unique today is not in ten years. */
export const COMMIT: Word = { pattern: /^([0-9a-f]{40}|[0-9a-f]{64})$/, expected: 'a whole commit id' };
export const TIME: Word = {
  pattern: /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/,
  holds: (written) => !Number.isNaN(Date.parse(written)),
  expected: 'a date such as 2026-11-22, or with time and zone 2026-11-22T10:30:00Z',
};

const TEMPLATE_RULES: Readonly<Record<TemplateProblem['code'], (token: string) => string>> = {
  unbalanced: () => 'a template whose { } and [ ] come in pairs',
  nested: () => 'no [ ] inside another',
  'unknown-field': (field) => `known fields only, not {${field}}`,
  'not-allowed-here': (field) => `the fields of such a name only, not {${field}}`,
  'repeated-field': (field) => `{${field}} only once`,
  'adjacent-fields': () => 'something between each two fields',
  'missing-field': (field) => `a template with {${field}} outside [ ]`,
};

/** A pattern of names, as `scheme` compiles it. */
export function template(kind: TemplateKind, description: string): z.ZodMiniString {
  const check = z.check<string>(({ value, issues }) => {
    const problem = templateProblem(value, kind);
    if (problem === null) return;
    issues.push({ code: 'custom', message: TEMPLATE_RULES[problem.code](problem.token), input: value });
  });
  return z.string().check(check).register(facts, { description });
}
