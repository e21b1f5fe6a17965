import * as z from 'zod/mini';
import { parseLine } from '../moodle';
import { conform } from './conform';
import { readYaml } from './document';
import type { Range } from './document';
import type { Decision, Diagnostic } from './types';
import { CHANGE, COMMIT, POINT, SENTENCE, TIME, word } from './words';

const decisionShape = z.strictObject({
  schema: z.literal('1'),
  change: word(CHANGE, 'The change decided on.'),
  decision: z.enum(['dropped', 'external', 'exception-base', 'squashed', 'left-out', 'owner']),
  because: word(SENTENCE, 'The reason, for people.'),
  by: word(SENTENCE, 'Who decided.'),
  at: word(TIME, 'When it was decided.'),
  ticket: z.nullish(word(SENTENCE, 'A ticket.')),
  commits: z.nullish(z.array(word(COMMIT, 'A commit.'))),
  base: z.nullish(word(POINT, 'The base.')),
});

export interface ParsedDecision {
  /** Null unless everything is right: half a decision is none. */
  readonly decision: Decision | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads `decisions/<customer>/<line>/<key with / as ~>.yaml` of the branch `moodle-release`. The path and what the file
 * says must agree, so that a file copied to another line and forgotten decides nothing. Never throws.
 */
export function parseDecision(path: string, text: string): ParsedDecision {
  const yaml = readYaml(text);
  if (yaml.broken) return { decision: null, diagnostics: yaml.diagnostics };
  const { value: file, diagnostics } = conform(yaml, decisionShape);
  const faults: Diagnostic[] = [...yaml.diagnostics, ...diagnostics];
  const wrong = (code: string, message: string, range: Range): void => {
    faults.push({ severity: 'error', code, message, range });
  };
  const place = placeOf(path);
  if (place === null) wrong('wrong-path', `${path} is not decisions/customer/line/change.yaml.`, yaml.valueRange([]));
  if (file !== null) {
    const { change, decision, commits, base } = file;
    if (place !== null && place.change !== change) {
      wrong(
        'wrong-path',
        `The file is named for ${place.change}, but decides on ${change}.`,
        yaml.valueRange(['change']),
      );
    }
    const lacks =
      decision === 'exception-base' && !base
        ? 'base'
        : COUNTS_COMMITS.has(decision) && !commits?.length
          ? 'commits'
          : null;
    if (lacks !== null) wrong('missing-key', `A decision ${decision} needs ${lacks}.`, yaml.valueRange(['decision']));
  }
  if (file === null || place === null || faults.some(({ severity }) => severity === 'error')) {
    return { decision: null, diagnostics: faults };
  }
  const { change, decision, because, by, at, ticket, commits, base } = file;
  return {
    decision: {
      ...place,
      change,
      decision,
      because,
      by,
      at,
      ticket: ticket ?? null,
      commits: commits ?? [],
      base: base ?? null,
      path,
    },
    diagnostics: faults,
  };
}

/** Without commits such a decision accounts for nothing. */
const COUNTS_COMMITS: ReadonlySet<string> = new Set(['squashed', 'left-out']);

function placeOf(path: string): { customer: string; line: string; change: string } | null {
  const [, customer, folder = '', name = ''] = /^decisions\/([^/]+)\/([^/]+)\/([^/]+)\.yaml$/.exec(path) ?? [];
  const line = parseLine(folder)?.name;
  const change = name.replaceAll('~', '/');
  return customer === undefined || line === undefined || !change.startsWith(`${customer}/`)
    ? null
    : { customer, line, change };
}
