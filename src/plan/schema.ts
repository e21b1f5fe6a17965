import * as z from 'zod/mini';
import { PlanError } from './error';
import type { Effect, Handler, Plan, Remark } from './types';

/** The handlers of every kind, as the rooms that know no kind see them. */
export type AnyEffects = Readonly<Record<string, Handler>>;

/** Safe as a file name and as part of a ref name. */
const word = z.string().check(z.maxLength(100), z.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/i));
const text = z.string();
export const json = z.json();
const held = { of: word, resource: text, id: z.nullable(text) };
const remark = z.strictObject({ code: text, text, about: z.optional(text) });

const shape = z.strictObject({
  id: word,
  kind: word,
  title: text,
  inputs: json,
  facts: z.array(
    z.union([
      z.strictObject({ ...held, type: z.enum(['identity', 'observation']) }),
      z.strictObject({ ...held, type: z.literal('requirement'), step: word }),
    ]),
  ),
  sections: z.array(
    z.strictObject({
      id: word,
      title: text,
      after: z.optional(z.array(word)),
      steps: z.array(
        z.strictObject({
          id: word,
          title: text,
          effect: z.looseObject({ kind: word }),
          irreversible: z.optional(z.boolean()),
          remains: z.optional(text),
        }),
      ),
    }),
  ),
  warnings: z.array(remark),
  branches: z.optional(z.array(json)),
  merges: z.optional(z.array(json)),
  tree: z.optional(text),
  refusal: z.optional(remark),
});

/**
 * A plan from a file, a journal or anywhere else.
 * @throws PlanError `bad-plan` naming the place: an unknown key or kind, an effect its room refuses, an id used twice, a
 *   section after one that does not come before it.
 */
export function parsePlan(value: unknown, effects: AnyEffects): Plan {
  const parsed = shape.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw bad(issue?.path.join('.') ?? '', issue?.message ?? '');
  }
  const { refusal, branches, merges, tree, warnings, ...plan } = parsed.data;
  const sections = plan.sections.map(({ after, ...section }) => ({
    ...section,
    ...(after === undefined ? {} : { after }),
    steps: section.steps.map(({ irreversible, remains, ...step }) => ({
      ...step,
      effect: parseEffect(step.effect, step.id, effects),
      ...(irreversible === undefined ? {} : { irreversible }),
      ...(remains === undefined ? {} : { remains }),
    })),
  }));
  const steps = sections.flatMap((section) => section.steps.map(({ id }) => id));
  unique(
    'sections',
    sections.map(({ id }) => id),
  );
  unique('steps', steps);
  sections.forEach(({ id, after = [] }, index) => {
    const before = new Set(sections.slice(0, index).map((section) => section.id));
    for (const name of after) if (!before.has(name)) throw bad(`sections.${id}.after`, name);
  });
  for (const fact of plan.facts) {
    handlerOf(effects, fact.of);
    if (fact.type === 'requirement' && !steps.includes(fact.step)) throw bad('facts', fact.step);
  }
  return {
    ...plan,
    sections,
    warnings: warnings.map(remarkOf),
    ...(branches === undefined ? {} : { branches }),
    ...(merges === undefined ? {} : { merges }),
    ...(tree === undefined ? {} : { tree }),
    ...(refusal === undefined ? {} : { refusal: remarkOf(refusal) }),
  };
}

function remarkOf({ about, ...said }: z.infer<typeof remark>): Remark {
  return { ...said, ...(about === undefined ? {} : { about }) };
}

/** @throws PlanError `bad-plan` when there is no such kind. */
export function handlerOf(effects: AnyEffects, kind: string): Handler {
  const handler = Object.hasOwn(effects, kind) ? effects[kind] : undefined;
  if (handler === undefined) throw bad('kind', kind);
  return handler;
}

function parseEffect(effect: Effect, step: string, effects: AnyEffects): Effect {
  const parsed = handlerOf(effects, effect.kind).parseEffect(effect);
  if (parsed === null) throw bad(`steps.${step}.effect`, effect.kind);
  return parsed;
}

function unique(place: string, ids: readonly string[]): void {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw bad(place, twice);
}

function bad(place: string, problem: string): PlanError {
  return new PlanError('bad-plan', { place, problem });
}

/** A value as it is after it was written to a file and read again. */
export function asJson(value: unknown): z.infer<typeof json> {
  return json.parse(JSON.parse(JSON.stringify(value)));
}
