import { SchemeError } from './schemeError';

export type FieldName =
  'customer' | 'line' | 'type' | 'component' | 'shortname' | 'role' | 'suffix' | 'packager' | 'org' | 'version' | 'n';

export type TemplateKind = 'change' | 'role' | 'packaging' | 'release';

/** One way to write a name: fields with literal text between them, `literals[i]` before `fields[i]`, the last after all. */
interface Form {
  readonly fields: readonly FieldName[];
  readonly literals: readonly string[];
}

/** `{customer}-{line}-{type}-{component}[-{shortname}]`, compiled. */
export interface Template {
  readonly text: string;
  /** With and without the optional parts, those with more of them first. */
  readonly forms: readonly Form[];
  readonly rules: FieldRules;
}

/** What the text of a field may be. */
export interface FieldRule {
  /** A whole value. */
  readonly accepts: (token: string) => boolean;
  /** Whether this may be the beginning or a part of a value, so that the field may go on past a separator. */
  readonly mayContain: (text: string) => boolean;
}
export type FieldRules = Readonly<Record<FieldName, FieldRule>>;

export interface Token {
  readonly text: string;
  /** Index in the name. */
  readonly at: number;
}
export type Match = Readonly<Partial<Record<FieldName, Token>>>;

/** The place where reading a name came furthest and failed. */
export interface Failure extends Token {
  /** Null when the name does not even begin as the template does. */
  readonly field: FieldName | null;
  /** Fields read before it. */
  readonly depth: number;
}

export interface TemplateProblem {
  readonly code:
    | 'unbalanced'
    | 'nested'
    | 'unknown-field'
    | 'repeated-field'
    | 'adjacent-fields'
    | 'missing-field'
    | 'not-allowed-here';
  /** The field, or the text at fault. */
  readonly token: string;
  readonly at: number;
}

const FIELDS: Readonly<
  Record<TemplateKind, { readonly required: readonly FieldName[]; readonly optional: readonly FieldName[] }>
> = {
  change: { required: ['customer', 'line', 'type', 'component'], optional: ['shortname'] },
  role: { required: ['customer', 'line', 'role'], optional: ['suffix'] },
  packaging: { required: ['customer', 'line'], optional: ['packager'] },
  release: { required: ['customer', 'version', 'n'], optional: ['org'] },
};

const PIECE = /\{([^{}]*)\}|([[\]])|([^{}[\]]+)|([{}])/g;

/** The first thing wrong with a template; null when it can be compiled. */
export function templateProblem(text: string, kind: TemplateKind): TemplateProblem | null {
  const { required, optional } = FIELDS[kind];
  const seen = new Map<string, boolean>();
  let inside = false;
  let lastWasField = false;
  for (const match of text.matchAll(PIECE)) {
    const [token, field, bracket, literal, brace] = match;
    const problem = (code: TemplateProblem['code']): TemplateProblem => ({
      code,
      token: field ?? token,
      at: match.index,
    });
    if (brace !== undefined) return problem('unbalanced');
    if (bracket !== undefined) {
      if (bracket === '[' && inside) return problem('nested');
      if (bracket === ']' && !inside) return problem('unbalanced');
      inside = bracket === '[';
    } else if (literal !== undefined) {
      lastWasField = false;
    } else if (field !== undefined) {
      const allowed: readonly string[] = [...required, ...optional];
      if (!isFieldName(field)) return problem('unknown-field');
      if (!allowed.includes(field)) return problem('not-allowed-here');
      if (seen.has(field)) return problem('repeated-field');
      if (lastWasField) return problem('adjacent-fields');
      seen.set(field, inside);
      lastWasField = true;
    }
  }
  if (inside) return { code: 'unbalanced', token: '[', at: text.lastIndexOf('[') };
  const missing = required.find((field) => seen.get(field) !== false);
  if (missing !== undefined) return { code: 'missing-field', token: missing, at: text.length };
  // `{a}[-]{b}`: without its optional part nothing separates the fields.
  const touching = formsOf(text).some(({ literals }) => literals.slice(1, -1).includes(''));
  return touching ? { code: 'adjacent-fields', token: '[', at: text.indexOf('[') } : null;
}

/** Compiles a template. Throws `SchemeError` `bad-template`; ask `templateProblem` first about text from outside. */
export function compileTemplate(text: string, kind: TemplateKind, rules: FieldRules): Template {
  const problem = templateProblem(text, kind);
  if (problem !== null) throw new SchemeError('bad-template', `${problem.code} ${problem.token}`);
  return { text, forms: formsOf(text), rules };
}

function formsOf(text: string): readonly Form[] {
  // Split at the brackets, every second piece is an optional one.
  const pieces = text.split(/[[\]]/).map((piece, index) => ({ piece, optional: index % 2 === 1 }));
  let texts: readonly string[] = [''];
  for (const { piece, optional } of pieces) {
    const longer = texts.map((before) => before + piece);
    texts = optional ? [...longer, ...texts] : longer;
  }
  return texts.map(formOf);
}

function formOf(text: string): Form {
  const fields: FieldName[] = [];
  const literals: string[] = [''];
  for (const [token, field] of text.matchAll(PIECE)) {
    if (field !== undefined && isFieldName(field)) {
      fields.push(field);
      literals.push('');
    } else literals.push((literals.pop() ?? '') + token);
  }
  return { fields, literals };
}

const FIELD_NAMES: ReadonlySet<string> = new Set(
  Object.values(FIELDS).flatMap(({ required, optional }) => [...required, ...optional]),
);

function isFieldName(text: string): text is FieldName {
  return FIELD_NAMES.has(text);
}

/** All ways to read a name by a template, those with the shortest first fields first, and where the best failed attempt failed. */
export function matchTemplate(template: Template, name: string): { matches: readonly Match[]; failure: Failure } {
  const matches: Match[] = [];
  let failure: Failure = { field: null, text: name, at: 0, depth: -1 };
  const fail = (form: Form, depth: number, text: string, at: number): void => {
    if (depth > failure.depth) failure = { field: form.fields[depth] ?? null, text, at, depth };
  };
  const tokens: Token[] = [];
  const accept = (form: Form, text: string, at: number, next: number): void => {
    tokens.push({ text, at });
    read(form, next);
    tokens.pop();
  };
  const read = (form: Form, at: number): void => {
    const depth = tokens.length;
    const field = form.fields[depth];
    if (field === undefined) {
      matches.push(matchOf(form, tokens));
      return;
    }
    const rule = template.rules[field];
    const literal = form.literals[depth + 1] ?? '';
    if (depth + 1 === form.fields.length) {
      const text = name.slice(at, name.length - literal.length);
      if (name.endsWith(literal) && rule.accepts(text)) accept(form, text, at, name.length);
      else fail(form, depth, text, at);
      return;
    }
    let end = name.indexOf(literal, at);
    if (end < 0) {
      const rest = name.slice(at);
      // The name ends early: what is missing is the next field.
      if (rule.accepts(rest)) fail(form, depth + 1, '', name.length);
      else fail(form, depth, rest, at);
    }
    while (end >= 0) {
      const text = name.slice(at, end);
      if (rule.accepts(text)) accept(form, text, at, end + literal.length);
      else fail(form, depth, text, at);
      // Go on past a separator only where a longer value is possible.
      end = rule.mayContain(text + literal) ? name.indexOf(literal, end + 1) : -1;
    }
  };
  for (const form of template.forms) {
    const start = form.literals[0] ?? '';
    if (name.startsWith(start)) read(form, start.length);
  }
  return { matches, failure };
}

function matchOf(form: Form, tokens: readonly Token[]): Match {
  const match: Partial<Record<FieldName, Token>> = {};
  form.fields.forEach((field, index) => {
    const token = tokens[index];
    if (token !== undefined) match[field] = token;
  });
  return match;
}

/** Writes a name. Optional parts are written when all their fields have values. Throws `SchemeError` `missing-part`. */
export function fillTemplate(template: Template, values: Readonly<Partial<Record<FieldName, string>>>): string {
  const form = template.forms.find(({ fields }) => fields.every((field) => values[field] !== undefined));
  if (form === undefined) {
    const shortest = template.forms.at(-1)?.fields ?? [];
    throw new SchemeError('missing-part', shortest.find((field) => values[field] === undefined) ?? template.text);
  }
  return form.fields.reduce(
    (text, field, index) => text + (values[field] ?? '') + (form.literals[index + 1] ?? ''),
    form.literals[0] ?? '',
  );
}
