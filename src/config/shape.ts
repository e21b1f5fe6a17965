import * as z from 'zod/mini';
import { parseLine } from '../moodle';

/** What kind of known name fits in a place: offered by completion. */
export type Known = 'customers' | 'lines' | 'tags' | 'remotes' | 'branches' | 'components';

/** What the shape says beyond types: a sentence for people, and which known names fit. */
export const facts = z.registry<{ description?: string; known?: Known }>();

const optional = z.nullish;
/** An entry that may be named and say nothing more, as in `customers: { LUVLE: }`. */
const bare = z.nullable;

const text = (description: string): z.ZodMiniString => z.string().register(facts, { description });

/** A pattern keeps what reaches git as an argument or a host as a name to harmless characters; `expected` ends "expected …". */
function word(pattern: RegExp, expected: string, description: string, known?: Known): z.ZodMiniString {
  const schema = z.string().check(z.regex(pattern, { error: expected }));
  return schema.register(facts, known === undefined ? { description } : { description, known });
}

const customer = (description: string): z.ZodMiniString =>
  word(
    /^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$/,
    'letters and digits, with single hyphens between',
    description,
    'customers',
  );

const LINE = 'a Moodle line such as 2.5 or 4.1, or its branch number such as 25 or 401';

/** Both spellings of a line: Moodle's `4.1` and its branch number `401`. */
const line = (description: string): z.ZodMiniString =>
  z
    .string()
    .check(
      z.regex(/^(\d+\.\d+|\d{2,3})$/, { error: LINE, abort: true }),
      z.refine((written) => parseLine(written) !== null, { error: LINE }),
    )
    .register(facts, { description, known: 'lines' });
const point = (description: string): z.ZodMiniString =>
  word(/^[A-Za-z0-9][A-Za-z0-9._+/-]*$/, 'a tag such as v2.5.0, or a commit', description, 'tags');

const changeKey = (description: string): z.ZodMiniString =>
  word(
    /^[A-Za-z0-9-]+\/[a-z0-9]+\/[a-z][a-z0-9_]*(\/[A-Za-z0-9._-]+)?$/,
    'customer/type/component, or customer/type/component/shortname',
    description,
  );

const spelling = (description: string): z.ZodMiniString =>
  word(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'letters, digits, dots, hyphens and underscores', description);

const lives = z.enum(['live', 'preparing', 'retired']);
const remoteRoles = z.enum(['upstream', 'internal', 'public', 'personal', 'ignored']);
const roles = z.enum(['testing', 'deployment', 'packaging']);

const customerRule = z.strictObject({
  title: optional(text('Name for people.')),
  spellings: optional(z.array(customer('Another spelling, in branches, tags or packages.'))).register(facts, {
    description: 'Other spellings of the same customer, in branches, tags and packages.',
  }),
});

const lineFields = {
  base: optional(point('Tag or commit that the changes of this line are agreed to be cut from.')),
  life: optional(lives).register(facts, {
    description: 'live: the newest local release is of it; preparing: newer, with change branches; retired: history.',
  }),
  exceptions: optional(z.array(point('A further tag or commit accepted as a base.'))).register(facts, {
    description: 'Further tags or commits accepted as a base on this line.',
  }),
};
const lineRule = z.strictObject({
  ...lineFields,
  customers: optional(
    z.record(
      customer('A customer.'),
      bare(z.strictObject(lineFields)).register(facts, { description: 'What differs for this customer.' }),
    ),
  ).register(facts, { description: 'What differs for single customers.' }),
});

const meaning = z.union([
  z.literal('ignore').register(facts, { description: 'Not a branch of ours: never listed, never counted.' }),
  z
    .strictObject({
      change: changeKey('The change: customer/type/component, or customer/type/component/shortname.'),
      line: line('The line the branch is on.'),
    })
    .register(facts, { description: 'The branch is a change.' }),
  z
    .strictObject({
      role: z.enum(roles.options).register(facts, { description: 'What the branch is for.' }),
      customer: customer('The customer it belongs to.'),
      line: line('The line the branch is on.'),
    })
    .register(facts, { description: 'The branch is assembled from changes, or packages them.' }),
]);

const externalRule = z.strictObject({ source: optional(text('Where its next release is found, for people.')) });

/** Maps that a later release of this extension looks into. */
const later = (description: string): z.ZodMiniType<Record<string, unknown> | null | undefined> =>
  optional(z.record(z.string(), z.unknown())).register(facts, { description });

/** The file as it is written, before lines and customers are brought to one spelling. Unknown keys at the top are kept. */
export const fileShape = z.looseObject({
  schema: z.optional(z.literal('1')).register(facts, { description: 'Version of this format.' }),
  customers: optional(z.record(customer('As written in branch names.'), bare(customerRule))).register(facts, {
    description: 'The institutions, each by its name in branch names.',
  }),
  lines: optional(z.record(line('A Moodle line; in quotes, or 2.10 becomes 2.1.'), bare(lineRule))).register(facts, {
    description: 'Moodle lines: what their changes are cut from, and whether they are in use.',
  }),
  remotes: optional(
    z.record(
      word(/^[A-Za-z0-9_][A-Za-z0-9._/-]*$/, 'the name of a remote', 'A remote of the repository.', 'remotes'),
      remoteRoles.register(facts, {
        description: 'upstream is never pushed to; public never receives what is internal; ignored is not read.',
      }),
    ),
  ).register(facts, { description: 'What each remote is for.' }),
  names: optional(
    z.record(
      word(
        /^[^\s-]\S*$/,
        'a branch name, or a pattern with * and ?',
        'A branch name without its remote, or a pattern with * and ?.',
        'branches',
      ),
      meaning,
    ),
  ).register(facts, { description: 'What branch names mean that do not follow the scheme.' }),
  roles: optional(z.partialRecord(roles, z.array(spelling('Another spelling of this role.')))).register(facts, {
    description: 'Further spellings of the roles in branch names.',
  }),
  types: optional(z.array(word(/^[a-z][a-z0-9]*$/, 'small letters and digits', 'A type of change.'))).register(facts, {
    description: 'The types of change; these replace feature, hack, fix and backport.',
  }),
  patterns: optional(
    z.strictObject({
      change: optional(text('Change branches.')),
      role: optional(text('Testing and deployment branches.')),
      packaging: optional(text('Packaging branches.')),
      release: optional(text('Tags of local releases.')),
    }),
  ).register(facts, { description: 'Templates that replace the usual ones; [ ] holds what may be absent.' }),
  external: optional(
    z.record(
      word(/^[a-z][a-z0-9]*_[a-z][a-z0-9_]*$/, 'a component such as mod_ouwiki', 'A component.', 'components'),
      bare(externalRule),
    ),
  ).register(facts, { description: 'Third-party components that are imported anew for each line instead of carried.' }),
  packages: later('Packages; looked into by a later release.'),
  sites: later('Sites; looked into by a later release.'),
  trackers: later('Trackers; looked into by a later release.'),
  freeze: later('Freezes; looked into by a later release.'),
});

export type File = z.infer<typeof fileShape>;
export type LineFields = z.infer<z.ZodMiniObject<typeof lineFields>>;

/** Full object ids only: an abbreviation that is unique today is not in ten years. */
const commit = word(/^([0-9a-f]{40}|[0-9a-f]{64})$/, 'a whole commit id', 'A commit.');
const DATE = 'a date such as 2026-11-22, or with a time and zone 2026-11-22T10:30:00Z';
const said = (description: string): z.ZodMiniString => word(/\S/, 'some text', description);

/** A decision's file. */
export const decisionShape = z.strictObject({
  schema: z.literal('1'),
  change: changeKey('The change decided on.'),
  decision: z.enum(['dropped', 'external', 'exception-base', 'squashed', 'left-out', 'owner']),
  because: said('The reason, for people.'),
  by: said('Who decided.'),
  at: z.string().check(
    z.regex(/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d))?$/, { error: DATE, abort: true }),
    z.refine((written) => !Number.isNaN(Date.parse(written)), { error: DATE }),
  ),
  ticket: optional(said('A ticket.')),
  commits: optional(z.array(commit)),
  base: optional(point('The base.')),
});
