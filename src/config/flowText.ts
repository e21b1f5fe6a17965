import { isScalar, parseDocument } from 'yaml';
import { yamlOptions } from './document';

type Writable = string | readonly Writable[] | { readonly [key: string]: Writable };

/** A value as YAML on one line, `{ spellings: [lu, luns] }`; strings are quoted where YAML would read something else. */
export function flowText(value: Writable): string {
  if (typeof value === 'string') return scalarText(value);
  if (isList(value)) return `[${value.map(flowText).join(', ')}]`;
  const entries = Object.entries(value).map(([key, inner]) => `${scalarText(key)}: ${flowText(inner)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function scalarText(text: string): string {
  return isPlain(text) ? text : JSON.stringify(text);
}

/** Whether a text means itself where it stands between others: it is read back as it is, and holds nothing that parts. */
function isPlain(text: string): boolean {
  if (/[,[\]{}#\n]|:$/.test(text)) return false;
  const { contents, errors, warnings } = parseDocument(text, yamlOptions);
  return isScalar(contents) && contents.value === text && errors.length + warnings.length === 0;
}

function isList(value: Exclude<Writable, string>): value is readonly Writable[] {
  return Array.isArray(value);
}
