import { readPhpAssignments } from './phpLiterals';
import type { PhpValue } from './phpLiterals';

export type Maturity = 'alpha' | 'beta' | 'rc' | 'stable';

/** Something a version.php lacks or says in a way that cannot be read without running it. */
export interface VersionFileProblem {
  readonly code: 'missing' | 'not-a-literal' | 'wrong-value';
  /** `version`, `component`, `supported`, … */
  readonly field: string;
}

/** version.php of core. What is absent or unreadable is null. */
export interface CoreVersionFile {
  /** `$version` as written: `2025100600.13`. A decimal text, see `compareVersionNumbers`. */
  readonly version: string | null;
  /** `$release`: `5.1+ (Build: 20251205)`. */
  readonly release: string | null;
  /** `$branch`: `501`. */
  readonly branch: string | null;
  readonly maturity: Maturity | null;
  readonly problems: readonly VersionFileProblem[];
}

/** version.php of a plugin (devdocs, apis/commonfiles/version.php). What is absent or unreadable is null. */
export interface PluginVersionFile {
  readonly component: string | null;
  /** Decimal text. */
  readonly version: string | null;
  /** The oldest core `$version` it runs on, decimal text. */
  readonly requires: string | null;
  /** Lowest and highest branch number it is made for; advice only. */
  readonly supported: readonly [lowest: number, highest: number] | null;
  /** The first branch number it does not run on. */
  readonly incompatible: number | null;
  readonly maturity: Maturity | null;
  /** Free text. */
  readonly release: string | null;
  /** Component → decimal text, or `any`. */
  readonly dependencies: ReadonlyMap<string, string>;
  readonly problems: readonly VersionFileProblem[];
}

const DECIMAL = /^\d+(?:\.\d+)?$/;
const MATURITIES: ReadonlyMap<string, Maturity> = new Map([
  ['MATURITY_ALPHA', 'alpha'],
  ['MATURITY_BETA', 'beta'],
  ['MATURITY_RC', 'rc'],
  ['MATURITY_STABLE', 'stable'],
  ['50', 'alpha'],
  ['100', 'beta'],
  ['150', 'rc'],
  ['200', 'stable'],
]);

/** Reads core's version.php as text. Never throws; what is wrong is in `problems`. */
export function parseCoreVersion(text: string): CoreVersionFile {
  const fields = fieldsOf(text, (target, property) => (property === null ? target : null));
  const problems: VersionFileProblem[] = [];
  const read = reader(fields, problems);
  return {
    version: read('version', decimalOf) ?? missing('version', problems),
    release: read('release', textOf),
    branch: read('branch', (value) => integerOf(value)?.toString() ?? null),
    maturity: read('maturity', maturityOf),
    problems,
  };
}

/** Reads a plugin's version.php as text, the old `$module->` form too. Never throws; what is wrong is in `problems`. */
export function parsePluginVersion(text: string): PluginVersionFile {
  const fields = fieldsOf(text, (target, property) => (target === 'plugin' || target === 'module' ? property : null));
  const problems: VersionFileProblem[] = [];
  const read = reader(fields, problems);
  return {
    component: read('component', textOf) ?? missing('component', problems),
    version: read('version', decimalOf) ?? missing('version', problems),
    requires: read('requires', decimalOf),
    supported: read('supported', rangeOf),
    incompatible: read('incompatible', integerOf),
    maturity: read('maturity', maturityOf),
    release: read('release', (value) => (value.kind === 'number' ? value.text : textOf(value))),
    dependencies: read('dependencies', dependenciesOf) ?? new Map<string, string>(),
    problems,
  };
}

type Fields = ReadonlyMap<string, PhpValue | null>;

/** The last assignment to a field holds, as when PHP runs the file from top to bottom. */
function fieldsOf(text: string, fieldName: (target: string, property: string | null) => string | null): Fields {
  const fields = new Map<string, PhpValue | null>();
  for (const { target, property, value } of readPhpAssignments(text)) {
    const field = fieldName(target, property);
    if (field !== null) fields.set(field, value);
  }
  return fields;
}

function reader(
  fields: Fields,
  problems: VersionFileProblem[],
): <T>(field: string, as: (value: PhpValue) => T | null) => T | null {
  return (field, as) => {
    const value = fields.get(field);
    if (value === undefined) return null;
    const result = value === null ? null : as(value);
    if (result === null) problems.push({ code: value === null ? 'not-a-literal' : 'wrong-value', field });
    return result;
  };
}

function missing(field: string, problems: VersionFileProblem[]): null {
  if (!problems.some((problem) => problem.field === field)) problems.push({ code: 'missing', field });
  return null;
}

function textOf(value: PhpValue): string | null {
  return value.kind === 'string' ? value.text : null;
}

function decimalOf(value: PhpValue): string | null {
  return (value.kind === 'number' || value.kind === 'string') && DECIMAL.test(value.text) ? value.text : null;
}

function integerOf(value: PhpValue): number | null {
  const text = decimalOf(value);
  return text === null || text.includes('.') || text.length > 9 ? null : Number(text);
}

function maturityOf(value: PhpValue): Maturity | null {
  if (value.kind === 'array') return null;
  return MATURITIES.get(value.kind === 'constant' ? value.name : value.text) ?? null;
}

function rangeOf(value: PhpValue): readonly [number, number] | null {
  if (value.kind !== 'array' || value.entries.length !== 2) return null;
  const [low = null, high = null] = value.entries.map((entry) =>
    entry.value.kind === 'number' ? integerOf(entry.value) : null,
  );
  return low === null || high === null || low > high ? null : [low, high];
}

function dependenciesOf(value: PhpValue): ReadonlyMap<string, string> | null {
  if (value.kind !== 'array') return null;
  const dependencies = new Map<string, string>();
  for (const entry of value.entries) {
    const any =
      entry.value.kind === 'constant'
        ? entry.value.name === 'ANY_VERSION'
        : entry.value.kind === 'string' && entry.value.text === 'any';
    const version = any ? 'any' : decimalOf(entry.value);
    if (entry.key?.kind !== 'string' || version === null) return null;
    dependencies.set(entry.key.text, version);
  }
  return dependencies;
}
