import * as z from 'zod/mini';
import type { Json } from '../../plan';
import type {
  AdoptInputs,
  AssembleInputs,
  ImportInputs,
  ListInputs,
  MergeInputs,
  MinorInputs,
  PickInputs,
  TagInputs,
} from './askedTypes';
import type { CreateBranchInputs, DecideInputs, OwnInputs, PushInputs, RebaseInputs, RenameInputs } from './types';

/** What a plan was made from, by the plan's kind. */
export type PlanInputs =
  | { readonly kind: 'rebase'; readonly inputs: RebaseInputs }
  | { readonly kind: 'decide'; readonly inputs: DecideInputs }
  | { readonly kind: 'take' | 'release'; readonly inputs: OwnInputs }
  | { readonly kind: 'push'; readonly inputs: PushInputs }
  | { readonly kind: 'rename'; readonly inputs: RenameInputs }
  | { readonly kind: 'create-branch'; readonly inputs: CreateBranchInputs }
  | { readonly kind: 'adopt'; readonly inputs: AdoptInputs }
  | { readonly kind: 'list'; readonly inputs: ListInputs }
  | { readonly kind: 'assemble'; readonly inputs: AssembleInputs }
  | { readonly kind: 'merge'; readonly inputs: MergeInputs }
  | { readonly kind: 'pick'; readonly inputs: PickInputs }
  | { readonly kind: 'minor'; readonly inputs: MinorInputs }
  | { readonly kind: 'import'; readonly inputs: ImportInputs }
  | { readonly kind: 'tag'; readonly inputs: TagInputs };

const text = z.string();
const id = text;
const optional = z.nullable(text);
const names = z.array(text);
const by = z.strictObject({ name: text, email: text, date: text.check(z.regex(/^\d+ [+-]\d{4}$/)) });
const asked = { id, line: optional, customer: optional, by };
const own = z.strictObject({ id, changes: names, by });

const change = text;
const listEdit = z.discriminatedUnion('edit', [
  z.strictObject({ edit: z.enum(['add', 'remove']), change }),
  z.strictObject({ edit: z.literal('move'), change, to: z.enum(['up', 'down']) }),
  z.strictObject({ edit: z.literal('pin'), change, commit: optional }),
  z.strictObject({ edit: z.enum(['hold', 'exclude']), change, because: optional }),
  z.strictObject({ edit: z.literal('upstream'), release: text }),
  z.strictObject({ edit: z.literal('decline'), commit: text }),
]);

const planInputs = z.discriminatedUnion('kind', [
  ofKind('take', own),
  ofKind('release', own),
  ofKind(
    'rebase',
    z.strictObject({ id, changes: z.nullable(names), onto: optional, customer: optional, committer: by }),
  ),
  ofKind(
    'decide',
    z.strictObject({
      id,
      changes: names,
      decision: z.enum(['dropped', 'external', 'exception-base', 'squashed', 'left-out', 'embargoed', 'published']),
      because: text,
      onto: optional,
      commits: z.nullable(names),
      base: optional,
      ticket: optional,
      by,
    }),
  ),
  ofKind('push', z.strictObject({ id, refs: z.nullable(names), remote: optional, customer: optional })),
  ofKind('rename', z.strictObject({ id, branch: text, to: text, by })),
  ofKind('create-branch', z.strictObject({ id, name: text })),
  ofKind('adopt', z.strictObject({ ...asked, role: text })),
  ofKind('list', z.strictObject({ ...asked, role: text, like: optional, all: z.boolean(), edits: z.array(listEdit) })),
  ofKind('assemble', z.strictObject({ ...asked, role: text, how: z.enum(['continue', 'rebuild']) })),
  ofKind('merge', z.strictObject({ ...asked, sources: z.nullable(names), into: optional })),
  ofKind('pick', z.strictObject({ ...asked, what: names, to: z.nullable(names), toNew: optional, cite: z.boolean() })),
  ofKind('minor', z.strictObject({ ...asked, release: text })),
  ofKind(
    'import',
    z.strictObject({
      ...asked,
      component: text,
      from: text,
      at: optional,
      type: optional,
      shortname: optional,
      decline: names,
    }),
  ),
  ofKind('tag', z.strictObject({ ...asked, of: z.enum(['deployment', 'packaging']) })),
]);

/** The inputs of a plan from a file, ready to plan again; null when they are none of that kind. */
export function parsePlanInputs(kind: string, inputs: Json): PlanInputs | null {
  return planInputs.safeParse({ kind, inputs }).data ?? null;
}

function ofKind<K extends PlanInputs['kind'], S extends z.ZodMiniType>(
  kind: K,
  inputs: S,
): z.ZodMiniObject<{ readonly kind: z.ZodMiniLiteral<K>; readonly inputs: S }> {
  return z.object({ kind: z.literal(kind), inputs });
}
