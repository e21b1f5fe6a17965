import * as z from 'zod/mini';
import {
  BRANCH,
  BRANCH_LINE,
  CHANGE,
  CUSTOMER,
  facts,
  LINE,
  PATH,
  PLUGIN,
  POINT,
  REMOTE,
  SPELLING,
  template,
  TYPE,
  word,
} from './words';

const optional = z.nullish;
/** An entry that may be named and say nothing more, as in `customers: { LUVLE: }`. */
const bare = z.nullable;

function about<S extends z.ZodMiniType>(schema: S, description: string): S {
  facts.add(schema, { description });
  return schema;
}

const lives = z.enum(['live', 'preparing', 'retired']);
const remoteRoles = z.enum(['upstream', 'internal', 'public', 'personal', 'ignored']);
const roles = z.enum(['testing', 'deployment', 'packaging']);

const customerRule = z.strictObject({
  title: optional(about(z.string(), 'Name for people.')),
  spellings: about(
    optional(z.array(word(CUSTOMER, 'Another spelling.'))),
    'Other spellings of the same customer, in branches, tags and packages.',
  ),
});

const lineFields = {
  base: optional(word(POINT, 'Tag or commit that the changes of this line are agreed to be cut from.')),
  life: about(
    optional(lives),
    'live: the newest local release is of it; preparing: newer, with change branches; retired: history.',
  ),
  exceptions: about(
    optional(z.array(word(POINT, 'A further tag or commit accepted as a base.'))),
    'Further tags or commits accepted as a base on this line.',
  ),
};
const lineRule = z.strictObject({
  ...lineFields,
  customers: about(
    optional(
      z.record(
        word(CUSTOMER, 'A customer.'),
        bare(about(z.strictObject(lineFields), 'What differs for this customer.')),
      ),
    ),
    'What differs for single customers.',
  ),
});

const meaning = z.union([
  about(z.literal('ignore'), 'Not a branch of ours: never listed, never counted.'),
  about(
    z.strictObject({
      change: word(CHANGE, 'The change: customer/type/component, or customer/type/component/shortname.'),
      line: word(BRANCH_LINE, 'The line the branch is on.'),
    }),
    'The branch is a change.',
  ),
  about(
    z.strictObject({
      role: about(z.enum(roles.options), 'What the branch is for.'),
      customer: word(CUSTOMER, 'The customer it belongs to.'),
      line: word(BRANCH_LINE, 'The line the branch is on.'),
    }),
    'The branch is assembled from changes, or packages them.',
  ),
]);

const externalRule = z.strictObject({
  source: optional(about(z.string(), 'Where its next release is found, for people.')),
});

const packageRule = z.looseObject({
  extras: about(
    optional(z.array(word(PATH, 'A file or folder, or a pattern with * and ?.'))),
    'What a packaging branch has of its own besides debian/; everything else has to be as in deployment.',
  ),
});

/** A map that a later release looks into. */
function later(subject: string): z.ZodMiniType<Record<string, unknown> | null | undefined> {
  return about(optional(z.record(z.string(), z.unknown())), `${subject}; a later release looks into them.`);
}

/** `moodle-release.yaml` as it is written, before lines and customers are brought to one spelling. Keys it does not know are kept. */
export const fileShape = z.looseObject({
  schema: about(z.optional(z.literal('1')), 'Version of this format.'),
  customers: about(
    optional(z.record(word(CUSTOMER, 'A customer, as written in branch names.'), bare(customerRule))),
    'The institutions, each by its name in branch names.',
  ),
  lines: about(
    optional(z.record(word(LINE, 'A Moodle line; in quotes, for YAML reads 2.10 as 2.1.'), bare(lineRule))),
    'Moodle lines: what their changes are cut from, and whether they are in use.',
  ),
  remotes: about(
    optional(
      z.record(
        word(REMOTE, 'A remote of the repository.'),
        about(remoteRoles, 'upstream is never pushed to; public never receives what is internal; ignored is not read.'),
      ),
    ),
    'What each remote is for.',
  ),
  names: about(
    optional(z.record(word(BRANCH, 'A branch name without its remote, or a pattern with * and ?.'), meaning)),
    'What branch names mean that do not follow the scheme.',
  ),
  roles: about(
    optional(
      z.partialRecord(
        roles,
        about(z.array(word(SPELLING, 'Another spelling of this role.')), 'Its further spellings.'),
      ),
    ),
    'Further spellings of the roles in branch names.',
  ),
  types: about(
    optional(z.array(word(TYPE, 'A type of change.'))),
    'The types of change; these replace feature, hack, fix and backport.',
  ),
  patterns: about(
    optional(
      z.strictObject({
        change: optional(template('change', 'Change branches.')),
        role: optional(template('role', 'Testing and deployment branches.')),
        packaging: optional(template('packaging', 'Packaging branches.')),
        release: optional(template('release', 'Tags of local releases.')),
      }),
    ),
    'Templates of names that replace the usual ones; what stands in [ ] may be absent.',
  ),
  external: about(
    optional(z.record(word(PLUGIN, 'A component.'), bare(externalRule))),
    'Third-party components that are imported anew for each line instead of carried.',
  ),
  packages: about(
    optional(z.record(word(CUSTOMER, 'A customer.'), bare(packageRule))),
    'What packages are made of, by customer; a later release looks into the rest.',
  ),
  sites: later('Sites'),
  trackers: later('Trackers'),
  freeze: later('Freezes'),
});

export type File = z.infer<typeof fileShape>;
export type LineFields = z.infer<z.ZodMiniObject<typeof lineFields>>;
