import * as z from 'zod/mini';
import { parseLine } from '../moodle';
import { isCustomer, isShortname, parseChangeKey } from '../scheme';
import { conform } from './conform';
import { readYaml } from './document';
import type { Path, YamlText } from './document';
import { flowText } from './flowText';
import type { Diagnostic, Role } from './types';
import { CHANGE, COMMIT, POINT, SENTENCE, word } from './words';

/** A role whose branch is put together from changes; packaging follows deployment. */
export type AssembledRole = Exclude<Role, 'packaging'>;

/** Which role branch a list is of. */
export interface ListPlace {
  readonly customer: string;
  readonly line: string;
  readonly role: AssembledRole;
  /** What follows the role in the branch's name, where there are several of a role. */
  readonly suffix: string | null;
}

/** One change of a list. At most one of `hold` and `exclude` is given. */
export interface ListEntry {
  /** Its key. */
  readonly change: string;
  /** The commit that is merged whatever its branch is at; null for the branch's tip. */
  readonly pin: string | null;
  /** Why it is left out for now; null when it is not. */
  readonly hold: string | null;
  /** Why it is not to be in this branch; null when it is. */
  readonly exclude: string | null;
}

/** What a role branch is put together from, in order. */
export interface AssemblyList extends ListPlace {
  /** Tag or commit of upstream that the branch has; null: the line's agreed base. */
  readonly upstream: string | null;
  readonly merges: readonly ListEntry[];
  /** Commits of the branch that are in no change and that nobody wants any more. */
  readonly declined: readonly string[];
}

export interface ParsedAssemblyList {
  /** Null unless everything is right: half a list would take changes out of a branch. */
  readonly list: AssemblyList | null;
  readonly diagnostics: readonly Diagnostic[];
}

const entryShape = z.union([
  word(CHANGE, 'A change.'),
  z.strictObject({
    change: word(CHANGE, 'A change.'),
    pin: z.optional(word(COMMIT, 'The commit that is merged.')),
    hold: z.optional(word(SENTENCE, 'Why it is left out for now.')),
    exclude: z.optional(word(SENTENCE, 'Why it is not to be in this branch.')),
  }),
]);

const listShape = z.strictObject({
  schema: z.literal('1'),
  upstream: z.optional(word(POINT, 'The release of Moodle.')),
  merges: z.nullish(z.array(entryShape)),
  declined: z.nullish(z.array(word(COMMIT, 'A commit.'))),
});

/** Where the list of a role branch lies on the team's branch. */
export function assemblyListPath({ customer, line, role, suffix }: ListPlace): string {
  return `lists/${customer}/${line}/${suffix === null ? role : `${role}-${suffix}`}.yaml`;
}

/** The file of a list: a line for each change that nothing more is said of. */
export function assemblyListText({
  upstream,
  merges,
  declined,
}: Pick<AssemblyList, 'upstream' | 'merges' | 'declined'>): string {
  return [
    'schema: 1',
    ...(upstream === null ? [] : [`upstream: ${flowText(upstream)}`]),
    ...(merges.length === 0 ? ['merges: []'] : ['merges:', ...merges.map(entryText)]),
    ...(declined.length === 0 ? [] : ['declined:', ...declined.map((commit) => `  - ${flowText(commit)}`)]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function entryText(entry: ListEntry): string {
  const [change, ...more] = sayings(entry);
  if (change === undefined || more.length === 0) return `  - ${flowText(entry.change)}`;
  return [`  - ${change.join(': ')}`, ...more.map((said) => `    ${said.join(': ')}`)].join('\n');
}

/** The keys of an entry that say something, and what they say as YAML. */
function sayings({ change, pin, hold, exclude }: ListEntry): readonly (readonly [key: string, value: string])[] {
  const said = Object.entries({ change, pin, hold, exclude });
  return said.flatMap(([key, value]) => (value === null ? [] : [[key, flowText(value)] as const]));
}

/**
 * Reads `lists/<customer>/<line>/<role>.yaml` of the branch `moodle-release`. An unknown key is an error: a `hold` that is
 * written wrongly would merge what somebody wants left out. Never throws.
 */
export function parseAssemblyList(path: string, text: string): ParsedAssemblyList {
  const yaml = readYaml(text);
  const { value: file, diagnostics: misfits } = yaml.broken ? NOTHING : conform(yaml, listShape);
  const place = assemblyListPlace(path);
  const judged = [...yaml.diagnostics, ...misfits].map((one): Diagnostic => {
    return one.code === 'unknown-key' ? { ...one, severity: 'error' } : one;
  });
  const merges = file?.merges?.map(entryOf) ?? [];
  const isWhole = file !== null && !judged.some(isError);
  const diagnostics = [
    ...judged,
    ...(place === null ? [misplaced(path, yaml)] : []),
    ...(place !== null && isWhole ? disagreements(place, merges, yaml) : []),
  ].map((diagnostic): Diagnostic => ({ ...diagnostic, path }));
  if (file === null || place === null || diagnostics.some(isError)) return { list: null, diagnostics };
  return {
    list: { ...place, upstream: file.upstream ?? null, merges, declined: file.declined ?? [] },
    diagnostics,
  };
}

const NOTHING = { value: null, diagnostics: [] };

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

function entryOf(entry: z.infer<typeof entryShape>): ListEntry {
  if (typeof entry === 'string') return { change: entry, pin: null, hold: null, exclude: null };
  const { change, pin = null, hold = null, exclude = null } = entry;
  return { change, pin, hold, exclude };
}

/** Which role branch a list at this path is of; null for any other path. */
export function assemblyListPlace(path: string): ListPlace | null {
  const found = /^lists\/([^/]+)\/([^/]+)\/(testing|deployment)(?:-([^/]+))?\.yaml$/.exec(path);
  if (found === null) return null;
  const [, customer = '', folder = '', role, suffix = null] = found;
  const line = parseLine(folder)?.name;
  if (!isCustomer(customer) || line === undefined || (suffix !== null && !isShortname(suffix))) return null;
  return { customer, line, role: role === 'testing' ? 'testing' : 'deployment', suffix };
}

function misplaced(path: string, yaml: YamlText): Diagnostic {
  const message = `${path} is not lists/customer/line/testing.yaml or deployment.yaml.`;
  return { severity: 'error', code: 'wrong-path', message, range: yaml.valueRange([]) };
}

/** What is right by itself and wrong together. */
function disagreements({ customer }: ListPlace, merges: readonly ListEntry[], yaml: YamlText): readonly Diagnostic[] {
  const seen = new Set<string>();
  return merges.flatMap(({ change, hold, exclude }, index) => {
    const wrong = (code: string, message: string, at: Path = []): Diagnostic[] => {
      const range = yaml.keyRange(['merges', index, ...at]) ?? yaml.valueRange(['merges', index]);
      return [{ severity: 'error', code, message, range }];
    };
    if (seen.has(change)) return wrong('duplicate-change', `${change} is in the list already.`, ['change']);
    seen.add(change);
    if (parseChangeKey(change)?.customer !== customer) {
      return wrong('other-customer', `${change} is no change of ${customer}.`, ['change']);
    }
    return hold !== null && exclude !== null
      ? wrong('hold-and-exclude', `${change} is held and excluded; say one of the two.`, ['exclude'])
      : [];
  });
}
