import { defaultTypes, nearest, parseLineToken } from '../scheme';
import type { Path, YamlText } from './document';
import type { File, LineFields } from './shape';
import type { Config, CustomerRule, Diagnostic, LineRule, NameMeaning, NameRule, Role } from './types';

/** Says that something at a path contradicts the rest of the file; `inKey` when it is the key itself. */
type Remark = (code: string, message: string, path: Path, inKey?: boolean) => void;

/** The configuration a file means: lines and customers in one spelling each; and where it contradicts itself. */
export function interpret(file: File, yaml: YamlText): { config: Config; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const remark: Remark = (code, message, path, inKey = false) => {
    const range = (inKey ? yaml.keyRange(path) : null) ?? yaml.valueRange(path);
    diagnostics.push({ severity: 'warning', code, message, range });
  };
  const customers = customerRules(file, remark);
  const customerId = customerIds(customers, remark);
  const { change = null, role = null, packaging = null, release = null } = file.patterns ?? {};
  const config: Config = {
    customers,
    lines: lineRules(file, customerId, remark),
    remotes: new Map(entries(file.remotes)),
    names: nameRules(file, customerId, remark),
    roles: roleSpellings(file, remark),
    types: file.types ?? [],
    patterns: { change, role, packaging, release },
    external: entries(file.external).map(([component, rule]) => ({ component, source: rule?.source ?? null })),
    packages: new Map(
      entries(file.packages).map(([customer, rule]) => [
        customerId(customer, ['packages', customer], true),
        { extras: rule?.extras ?? [] },
      ]),
    ),
  };
  return { config, diagnostics };
}

function customerRules(file: File, remark: Remark): readonly CustomerRule[] {
  const given = entries(file.customers);
  const owners = new Map(given.map(([id]) => [id, id]));
  return given.map(([id, rule]) => {
    const spellings = ownSpellings(rule?.spellings ?? [], id, owners, ['customers', id, 'spellings'], remark);
    return { id, title: rule?.title ?? id, spellings };
  });
}

/** Finds the id of a customer by any of its spellings; takes where it is written, to remark on a slip. */
type CustomerId = (written: string, path: Path, inKey?: boolean) => string;

function customerIds(customers: readonly CustomerRule[], remark: Remark): CustomerId {
  const ids = new Map(customers.flatMap(({ id, spellings }) => [id, ...spellings].map((spelling) => [spelling, id])));
  return (written, path, inKey) => {
    const id = ids.get(written);
    // A customer may exist without being listed: only what looks like a slip is remarked on.
    const near = id === undefined ? nearest(written, ids.keys()) : null;
    if (near !== null) {
      remark('unknown-customer', `${written} is not under customers; did you mean ${near}?`, path, inKey);
    }
    return id ?? written;
  };
}

function lineRules(file: File, customerId: CustomerId, remark: Remark): readonly LineRule[] {
  const rules = new Map<string, LineRule>();
  const add = (line: string, customer: string | null, fields: LineFields | null | undefined, path: Path): void => {
    const { base, life, exceptions } = fields ?? {};
    const rule = { line, customer, base: base ?? null, life: life ?? null, exceptions: exceptions ?? [] };
    if (claim(rules, `${line} ${customer ?? ''}`, rule) === null) return;
    remark('duplicate-line', `Line ${line} is given twice; this entry is not read.`, path, true);
  };
  for (const [written, rule] of entries(file.lines)) {
    const line = lineName(written);
    add(line, null, rule, ['lines', written]);
    for (const [customer, fields] of entries(rule?.customers)) {
      const path = ['lines', written, 'customers', customer];
      add(line, customerId(customer, path, true), fields, path);
    }
  }
  return [...rules.values()];
}

function nameRules(file: File, customerId: CustomerId, remark: Remark): readonly NameRule[] {
  const types = file.types ?? defaultTypes;
  const meaningOf = (written: NonNullable<File['names']>[string], path: Path): NameMeaning => {
    if (written === 'ignore') return { kind: 'ignore' };
    const line = lineName(written.line);
    if ('role' in written) {
      return { kind: 'role', role: written.role, customer: customerId(written.customer, [...path, 'customer']), line };
    }
    const [customer = '', type = '', ...rest] = written.change.split('/');
    const near = types.includes(type) ? null : nearest(type, types);
    if (near !== null) {
      remark('unknown-type', `${type} is not one of types; did you mean ${near}?`, [...path, 'change']);
    }
    return { kind: 'change', change: [customerId(customer, [...path, 'change']), type, ...rest].join('/'), line };
  };
  return entries(file.names).map(([pattern, written]) => ({
    pattern,
    meaning: meaningOf(written, ['names', pattern]),
  }));
}

function roleSpellings(file: File, remark: Remark): ReadonlyMap<Role, readonly string[]> {
  const owners = new Map<string, Role>();
  return new Map(
    entries(file.roles).map(([role, spellings]) => [
      role,
      ownSpellings(spellings, role, owners, ['roles', role], remark),
    ]),
  );
}

/** The spellings that no one else has; `owners` learns them. */
function ownSpellings<T extends string>(
  spellings: readonly string[],
  owner: T,
  owners: Map<string, T>,
  path: Path,
  remark: Remark,
): readonly string[] {
  return spellings.filter((spelling, index) => {
    const other = claim(owners, spelling, owner);
    if (other !== null) remark('taken', `${spelling} already means ${other}; it is not read here.`, [...path, index]);
    return other === null;
  });
}

/** Enters a name for its first owner; answers with the other one that has it already, or null. */
function claim<T>(owners: Map<string, T>, name: string, owner: T): T | null {
  const other = owners.get(name);
  if (other === undefined) owners.set(name, owner);
  return other === undefined || other === owner ? null : other;
}

function lineName(written: string): string {
  return parseLineToken(written)?.name ?? written;
}

function entries<K extends string, V>(map: Readonly<Partial<Record<K, V>>> | null | undefined): [K, V][] {
  return Object.entries(map ?? {}) as [K, V][];
}
