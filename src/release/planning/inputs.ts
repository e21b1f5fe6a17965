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

const shapes = {
  rebase: z.strictObject({ id, changes: z.nullable(names), onto: optional, customer: optional, committer: by }),
  decide: z.strictObject({
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
  push: z.strictObject({ id, refs: z.nullable(names), remote: optional, customer: optional }),
  rename: z.strictObject({ id, branch: text, to: text, by }),
  'create-branch': z.strictObject({ id, name: text }),
  adopt: z.strictObject({ ...asked, role: text }),
  list: z.strictObject({ ...asked, role: text, like: optional, all: z.boolean(), edits: z.array(listEdit) }),
  assemble: z.strictObject({ ...asked, role: text, how: z.enum(['continue', 'rebuild']) }),
  merge: z.strictObject({ ...asked, sources: z.nullable(names), into: optional }),
  pick: z.strictObject({ ...asked, what: names, to: z.nullable(names), toNew: optional, cite: z.boolean() }),
  minor: z.strictObject({ ...asked, release: text }),
  import: z.strictObject({
    ...asked,
    component: text,
    from: text,
    at: optional,
    type: optional,
    shortname: optional,
    decline: names,
  }),
  tag: z.strictObject({ ...asked, of: z.enum(['deployment', 'packaging']) }),
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
    case 'adopt':
      return inKind(kind, shapes.adopt.safeParse(inputs).data);
    case 'list':
      return inKind(kind, shapes.list.safeParse(inputs).data);
    case 'assemble':
      return inKind(kind, shapes.assemble.safeParse(inputs).data);
    case 'merge':
      return inKind(kind, shapes.merge.safeParse(inputs).data);
    case 'pick':
      return inKind(kind, shapes.pick.safeParse(inputs).data);
    case 'minor':
      return inKind(kind, shapes.minor.safeParse(inputs).data);
    case 'import':
      return inKind(kind, shapes.import.safeParse(inputs).data);
    case 'tag':
      return inKind(kind, shapes.tag.safeParse(inputs).data);
    default:
      return null;
  }
}

function inKind<K, I>(kind: K, inputs: I | undefined): { readonly kind: K; readonly inputs: I } | null {
  return inputs === undefined ? null : { kind, inputs };
}
