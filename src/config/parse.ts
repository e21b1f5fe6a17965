import { nearest } from '../scheme';
import { conform } from './conform';
import { readYaml } from './document';
import type { YamlText } from './document';
import { interpret } from './interpret';
import { fileShape } from './shape';
import type { Config, Diagnostic } from './types';

/** No configuration: everything is inferred. */
export const emptyConfig: Config = {
  customers: [],
  lines: [],
  remotes: new Map(),
  names: [],
  roles: new Map(),
  types: [],
  patterns: { change: null, role: null, packaging: null, release: null },
  external: [],
  packages: new Map(),
};

export interface ParsedConfig {
  /** What could be used of the text. */
  readonly config: Config;
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
  /** False when the text as a whole cannot be relied on: the last good one should stay in force. */
  readonly ok: boolean;
}

/**
 * Reads `moodle-release.yaml` (docs/configuration.md). A single wrong entry is named and left out; a text that is no
 * YAML, of another schema, or with a key at the top of the wrong type, is not `ok`. Never throws.
 */
export function parseConfig(text: string): ParsedConfig {
  const yaml = readYaml(text);
  if (yaml.broken) return { config: emptyConfig, diagnostics: yaml.diagnostics, ok: false };
  const { value: file, diagnostics } = conform(yaml, fileShape);
  const given = topKeys(yaml);
  const lost = file === null || given.some((key) => !Object.hasOwn(file, key));
  const config =
    file === null || (lost && file.schema === undefined && given.includes('schema')) ? null : interpret(file, yaml);
  return {
    config: config?.config ?? emptyConfig,
    diagnostics: inOrder([...yaml.diagnostics, ...aboutTopKeys(yaml), ...diagnostics, ...(config?.diagnostics ?? [])]),
    ok: !lost,
  };
}

function topKeys({ value }: YamlText): readonly string[] {
  return value === null || typeof value !== 'object' || Array.isArray(value) ? [] : Object.keys(value);
}

function aboutTopKeys(yaml: YamlText): readonly Diagnostic[] {
  const given = topKeys(yaml);
  const remark = (key: string, severity: Diagnostic['severity'], code: string, message: string): Diagnostic => {
    return { severity, code, message, range: yaml.keyRange([key]) ?? yaml.valueRange([]) };
  };
  const known = Object.keys(fileShape.shape);
  const unknown = given.filter((key) => !known.includes(key));
  const remarks = unknown.map((key) => {
    const near = nearest(key, known);
    // A key no one has heard of belongs to a later release; one that is nearly right is a slip.
    return near === null
      ? remark(key, 'info', 'unknown-key', `${key} is not known to this release and not read.`)
      : remark(key, 'warning', 'unknown-key', `${key} is not known and not read; did you mean ${near}?`);
  });
  const [first] = given;
  if (first === undefined || given.includes('schema')) return remarks;
  return [...remarks, remark(first, 'info', 'no-schema', 'The file does not say schema: 1; it is read as if it did.')];
}

/** More than this no one reads. */
const MAX_DIAGNOSTICS = 100;

function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics
    .toSorted(({ range: { start: a } }, { range: { start: b } }) => a.line - b.line || a.character - b.character)
    .slice(0, MAX_DIAGNOSTICS);
}
