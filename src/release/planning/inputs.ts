import * as z from 'zod/mini';
import type { Json } from '../../plan';
import type { CreateBranchInputs, DecideInputs, OwnInputs, PushInputs, RebaseInputs, RenameInputs } from './types';

/** What a plan was made from, by the plan's kind. */
export type PlanInputs =
  | { readonly kind: 'rebase'; readonly inputs: RebaseInputs }
  | { readonly kind: 'decide'; readonly inputs: DecideInputs }
  | { readonly kind: 'take' | 'release'; readonly inputs: OwnInputs }
  | { readonly kind: 'push'; readonly inputs: PushInputs }
  | { readonly kind: 'rename'; readonly inputs: RenameInputs }
  | { readonly kind: 'create-branch'; readonly inputs: CreateBranchInputs };

const text = z.string();
const id = text;
const optional = z.nullable(text);
const names = z.array(text);
const by = z.strictObject({ name: text, email: text, date: text.check(z.regex(/^\d+ [+-]\d{4}$/)) });
const own = z.strictObject({ id, changes: names, by });

const shapes = {
  rebase: z.strictObject({ id, changes: z.nullable(names), onto: optional, customer: optional, committer: by }),
  decide: z.strictObject({
    id,
    changes: names,
    decision: z.enum(['dropped', 'external', 'exception-base', 'squashed', 'left-out']),
    because: text,
    onto: optional,
    commits: z.nullable(names),
    base: optional,
    ticket: optional,
    by,
  }),
  push: z.strictObject({ id, refs: z.nullable(names), remote: optional, customer: optional }),
  rename: z.strictObject({ id, branch: text, to: text, by }),
  'create-branch': z.strictObject({ id, name: text }),
};

/** The inputs of a plan from a file, ready to plan again; null when they are none of that kind. */
export function parsePlanInputs(kind: string, inputs: Json): PlanInputs | null {
  switch (kind) {
    case 'take':
    case 'release':
      return inKind(kind, own.safeParse(inputs).data);
    case 'rebase':
      return inKind(kind, shapes.rebase.safeParse(inputs).data);
    case 'decide':
      return inKind(kind, shapes.decide.safeParse(inputs).data);
    case 'push':
      return inKind(kind, shapes.push.safeParse(inputs).data);
    case 'rename':
      return inKind(kind, shapes.rename.safeParse(inputs).data);
    case 'create-branch':
      return inKind(kind, shapes['create-branch'].safeParse(inputs).data);
    default:
      return null;
  }
}

function inKind<K, I>(kind: K, inputs: I | undefined): { readonly kind: K; readonly inputs: I } | null {
  return inputs === undefined ? null : { kind, inputs };
}
