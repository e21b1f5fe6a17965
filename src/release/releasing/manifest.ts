import * as z from 'zod/mini';
import type { ObjectId } from '../../git/types';
import type { Contents } from '../contents';
import type { Manifest } from './types';

export interface ManifestFacts {
  readonly customer: string;
  readonly line: string;
  readonly contents: Contents;
  /** By own commit, the commit of upstream it was picked from. */
  readonly picks: ReadonlyMap<ObjectId, ObjectId>;
  /** Keys of changes that are not to be named, and their commits. */
  readonly embargoed: Embargoed;
}

export interface Embargoed {
  readonly changes: ReadonlySet<string>;
  readonly commits: ReadonlySet<ObjectId>;
}

export const NOTHING_EMBARGOED: Embargoed = { changes: new Set(), commits: new Set() };

/** What a release is made of; what is under embargo is only counted. */
export function manifestOf({ customer, line, contents, picks, embargoed }: ManifestFacts): Manifest {
  const named = contents.changes.filter(({ key }) => !embargoed.changes.has(key));
  const withheld = contents.changes.length - named.length;
  const open = contents.own.filter(({ id }) => !embargoed.commits.has(id));
  return {
    schema: 1,
    customer,
    line,
    upstream: contents.contains,
    changes: named.map(({ key, tip }) => ({ change: key, tip, ticket: null })),
    picks: open.flatMap(({ id, subject }) => {
      const upstream = picks.get(id);
      return upstream === undefined ? [] : [{ id, subject, upstream }];
    }),
    loose: contents.loose
      .filter(({ id }) => !picks.has(id) && !embargoed.commits.has(id))
      .map(({ id, subject }) => ({ id, subject })),
    ...(withheld === 0 ? {} : { withheld }),
  };
}

/** A manifest as one JSON object: the same of the same, an element a line so that a person can read and compare it. */
function manifestText({ schema, customer, line, upstream, changes, picks, loose, withheld }: Manifest): string {
  const listed = (elements: readonly object[]): string =>
    elements.length === 0 ? '[]' : `[\n${elements.map((one) => `    ${JSON.stringify(one)}`).join(',\n')}\n  ]`;
  const fields = [
    `"schema": ${schema}`,
    `"customer": ${JSON.stringify(customer)}`,
    `"line": ${JSON.stringify(line)}`,
    `"upstream": ${JSON.stringify(upstream)}`,
    `"changes": ${listed(changes.map(({ change, tip, ticket }) => ({ change, tip, ticket })))}`,
    `"picks": ${listed(picks.map(({ id, subject, upstream: from }) => ({ id, subject, upstream: from })))}`,
    `"loose": ${listed(loose.map(({ id, subject }) => ({ id, subject })))}`,
    ...(withheld === undefined ? [] : [`"withheld": ${withheld}`]),
  ];
  return `{\n${fields.map((field) => `  ${field}`).join(',\n')}\n}\n`;
}

/** What the tag of a release says: `Release 2.5.1-4 of LUVLE`, and the manifest below. */
export function releaseMessage(number: string, manifest: Manifest): string {
  return `Release ${number} of ${manifest.customer}\n\n${manifestText(manifest)}`;
}

/** Characters of an annotation beyond which it is not read. */
const LONGEST = 1024 * 1024;
/** Elements of a list. */
const MOST = 20_000;

const id = z.string().check(z.regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/));
const word = z.string().check(z.maxLength(1000));
const list = <T extends z.ZodMiniType>(element: T): z.ZodMiniArray<T> => z.array(element).check(z.maxLength(MOST));
const shape = z.object({
  schema: z.literal(1),
  customer: word,
  line: word,
  upstream: z.nullable(word),
  changes: list(z.object({ change: word, tip: id, ticket: z.nullable(word) })),
  picks: list(z.object({ id, subject: z.string(), upstream: id })),
  loose: list(z.object({ id, subject: z.string() })),
  withheld: z.optional(z.int().check(z.positive(), z.maximum(MOST))),
});

/** The manifest in the annotation of a tag, which anybody may have written; null where it holds none. */
export function parseManifest(message: string): Manifest | null {
  const at = message.indexOf('\n{');
  if (at < 0 || message.length > LONGEST) return null;
  const { data } = shape.safeParse(valueOf(message.slice(at + 1)));
  if (data === undefined) return null;
  const { withheld, ...manifest } = data;
  return { ...manifest, ...(withheld === undefined ? {} : { withheld }) };
}

function valueOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
