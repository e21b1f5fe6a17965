import * as z from 'zod/mini';
import { parseLine } from '../moodle';
import { conform } from './conform';
import { readYaml } from './document';
import type { YamlText } from './document';
import { flowText } from './flowText';
import type { Decision, DecisionKind, Diagnostic } from './types';
import { CHANGE, COMMIT, POINT, SENTENCE, TIME, word } from './words';

const decisionShape = z.strictObject({
  schema: z.literal('1'),
  change: word(CHANGE, 'The change decided on.'),
  decision: z.enum(['dropped', 'external', 'exception-base', 'squashed', 'left-out', 'owner', 'embargoed']),
  because: word(SENTENCE, 'The reason, for people.'),
  by: word(SENTENCE, 'Who decided.'),
  at: word(TIME, 'When it was decided.'),
  ticket: z.nullish(word(SENTENCE, 'A ticket.')),
  commits: z.nullish(z.array(word(COMMIT, 'A commit.'))),
  base: z.nullish(word(POINT, 'The base.')),
});

type File = z.infer<typeof decisionShape>;

export interface ParsedDecision {
  /** Null unless everything is right: half a decision is none. An embargo holds all the same, with nothing said of it. */
  readonly decision: Decision | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** A decision as it is written: what `parseDecision` reads again. */
export type WrittenDecision = Omit<Decision, 'path'>;

/** Where a decision is written: one file for each change and kind, so that an owner and a decision do not collide. */
export function decisionPath({
  change,
  customer,
  line,
  decision,
}: Pick<Decision, 'change' | 'customer' | 'line' | 'decision'>): string {
  return `decisions/${customer}/${line}/${change.replaceAll('/', '~')}.${decision}.yaml`;
}

/** The file of a decision: a line for each key that says something. */
export function decisionText({ change, decision, because, by, at, ticket, base, commits }: WrittenDecision): string {
  const lines: readonly (readonly [key: string, value: string | null])[] = [
    ['schema', '1'],
    ['change', flowText(change)],
    ['decision', decision],
    ['because', flowText(because)],
    ['by', flowText(by)],
    ['at', at],
    ['ticket', ticket === null ? null : flowText(ticket)],
    ['base', base === null ? null : flowText(base)],
    ['commits', commits.length === 0 ? null : flowText(commits)],
  ];
  return lines.map(([key, value]) => (value === null ? '' : `${key}: ${value}\n`)).join('');
}

/**
 * Reads `decisions/<customer>/<line>/<key with / as ~>.<decision>.yaml` of the branch `moodle-release`, or the same without
 * the decision in its name. The path and what the file says must agree, so that a file copied to another line and
 * forgotten decides nothing. Never throws.
 */
export function parseDecision(path: string, text: string): ParsedDecision {
  const yaml = readYaml(text);
  const { value: file, diagnostics: misfits } = yaml.broken ? NOTHING : conform(yaml, decisionShape);
  const place = placeOf(path);
  const diagnostics = [...yaml.diagnostics, ...misfits, ...disagreements(path, place, file, yaml)].map(
    (diagnostic): Diagnostic => ({ ...diagnostic, path }),
  );
  const isWrong = diagnostics.some(({ severity }) => severity === 'error');
  if (file === null || place === null || isWrong) return { decision: embargoAt(path), diagnostics };
  const { change, decision, because, by, at, ticket, commits, base } = file;
  const { customer, line } = place;
  const said = { change, customer, line, decision, because, by, at, path };
  return { decision: { ...said, ticket: ticket ?? null, commits: commits ?? [], base: base ?? null }, diagnostics };
}

const NOTHING = { value: null, diagnostics: [] };

/**
 * The embargo that a path alone names, whatever the file says or whether it can be read: a mistake in it must not make a
 * change public. Null for every other path.
 */
export function embargoAt(path: string): Decision | null {
  const [, folder = '', name = ''] = /^decisions\/[^/]+\/([^/]+)\/([^/]+)\.embargoed\.yaml$/.exec(path) ?? [];
  const change = name.replaceAll('~', '/');
  const [customer = ''] = change.split('/');
  if (customer === '') return null;
  const line = parseLine(folder)?.name ?? folder;
  const said = { because: '', by: '', at: '', ticket: null, commits: [], base: null };
  return { change, customer, line, decision: 'embargoed', ...said, path };
}

/** What a path says of the decision in it. */
interface Place {
  readonly customer: string;
  readonly line: string;
  /** The change, alone or with `.` and the decision; a shortname may have dots as well. */
  readonly name: string;
}

function placeOf(path: string): Place | null {
  const [, customer, folder = '', file = ''] = /^decisions\/([^/]+)\/([^/]+)\/([^/]+)\.yaml$/.exec(path) ?? [];
  const line = parseLine(folder)?.name;
  const name = file.replaceAll('~', '/');
  return customer !== undefined && line !== undefined && name.startsWith(`${customer}/`)
    ? { customer, line, name }
    : null;
}

/** What is right by itself and wrong together. */
function disagreements(path: string, place: Place | null, file: File | null, yaml: YamlText): readonly Diagnostic[] {
  const wrong = (code: string, message: string, key: string): Diagnostic => {
    return { severity: 'error', code, message, range: yaml.valueRange([key]) };
  };
  if (place === null) return [wrong('wrong-path', `${path} is not decisions/customer/line/change.yaml.`, 'change')];
  if (file === null) return [];
  const { change, decision } = file;
  if (place.name !== change && place.name !== `${change}.${decision}`) {
    return [
      wrong('wrong-path', `The file is named for ${place.name}, but decides ${decision} on ${change}.`, 'change'),
    ];
  }
  const needed = NEEDED[decision];
  return needed === undefined || (file[needed]?.length ?? 0) > 0
    ? []
    : [wrong('missing-key', `A decision ${decision} needs ${needed}.`, 'decision')];
}

/** Without these such a decision accounts for nothing. */
const NEEDED: Readonly<Partial<Record<DecisionKind, 'base' | 'commits'>>> = {
  'exception-base': 'base',
  squashed: 'commits',
  'left-out': 'commits',
};
