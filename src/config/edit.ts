import { isMap, isScalar, parseDocument } from 'yaml';
import type { ParsedNode, YAMLMap } from 'yaml';
import { ConfigError } from './configError';
import { yamlOptions } from './document';
import { flowText } from './flowText';
import { parseConfig } from './parse';
import { edited, indentOf, linesBelow, linesInto } from './textEdit';
import type { Edit } from './textEdit';
import type { NameMeaning, NameRule } from './types';

/**
 * The text with rules entered under `names`, each in place of a rule with the same pattern or else after all others.
 * Nothing else changes, comments, columns and line ends included.
 * Throws `ConfigError` `not-editable` for a text that is broken, or laid out so that there is no sure place.
 */
export function addNameRule(text: string, rules: readonly NameRule[]): string {
  // The last word on a pattern counts.
  const wanted = new Map(rules.map(({ pattern, meaning }) => [pattern, meaning]));
  if (wanted.size === 0) return text;
  const result = edited(text, editsFor(text, wanted));
  // What the layouts of YAML can hide is found here rather than foreseen.
  const { config, ok } = parseConfig(result);
  const kinds = new Map(config.names.map(({ pattern, meaning }) => [pattern, meaning.kind]));
  if (!ok || [...wanted].some(([pattern, { kind }]) => kinds.get(pattern) !== kind))
    throw new ConfigError('not-editable');
  return result;
}

/** Meanings by pattern. */
type Wanted = ReadonlyMap<string, NameMeaning>;

function editsFor(text: string, wanted: Wanted): readonly Edit[] {
  const { contents: root, errors } = parseDocument(text, yamlOptions);
  if (errors.length > 0 || (root !== null && !isMap(root))) throw new ConfigError('not-editable');
  const names = root?.items.find(({ key }) => nameOf(key) === 'names');
  if (names === undefined) {
    if (root?.flow === true) return [intoFlow(root, `names: { ${entriesOf(wanted).join(', ')} }`)];
    return [linesBelow(text, text.length, ['names:', ...entriesOf(wanted).map((entry) => `  ${entry}`)])];
  }
  const { value } = names;
  if (isMap(value) && value.items.length > 0) return intoNames(text, value, wanted);
  const isEmpty = value === null || isMap(value) || (isScalar(value) && value.value === null);
  if (!isEmpty || root?.flow === true) throw new ConfigError('not-editable');
  return linesInto(text, names, entriesOf(wanted));
}

function intoNames(text: string, names: YAMLMap.Parsed, wanted: Wanted): readonly Edit[] {
  const given = new Map(names.items.map(({ key, value }) => [nameOf(key), value]));
  const replaced = [...given].flatMap(([name, value]): Edit[] => {
    const meaning = wanted.get(name);
    if (meaning === undefined || value === null) return [];
    const put = meaningText(meaning);
    const [start, end] = value.range;
    if (!isMap(value) || value.flow === true) return [{ start, end, put }];
    // A map on lines of its own comes up to its key.
    return [{ start: text.slice(0, start).trimEnd().length, end: text.slice(0, end).trimEnd().length, put: ` ${put}` }];
  });
  const added = entriesOf(new Map([...wanted].filter(([pattern]) => !given.has(pattern))));
  if (added.length === 0) return replaced;
  if (names.flow === true) return [...replaced, intoFlow(names, added.join(', '))];
  const lastRule = text.slice(0, names.range[1]).trimEnd().length;
  return [
    ...replaced,
    linesBelow(
      text,
      lastRule,
      added.map((entry) => indentOf(text, names) + entry),
    ),
  ];
}

function entriesOf(wanted: Wanted): readonly string[] {
  return [...wanted].map(([pattern, meaning]) => `${flowText(pattern)}: ${meaningText(meaning)}`);
}

function intoFlow(map: YAMLMap.Parsed, entries: string): Edit {
  const last = map.items.at(-1);
  if (last === undefined) return { start: map.range[0] + 1, end: map.range[0] + 1, put: ` ${entries} ` };
  const [, end] = last.value?.range ?? last.key.range;
  return { start: end, end, put: `, ${entries}` };
}

function nameOf(key: ParsedNode): string {
  return isScalar(key) ? String(key.value) : '';
}

/** A meaning as the file spells it. */
function meaningText(meaning: NameMeaning): string {
  switch (meaning.kind) {
    case 'change':
      return flowText({ change: meaning.change, line: meaning.line });
    case 'role':
      return flowText({ role: meaning.role, customer: meaning.customer, line: meaning.line });
    case 'ignore':
      return 'ignore';
  }
}
