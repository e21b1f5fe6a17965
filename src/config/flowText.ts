import { stringify } from 'yaml';

type Writable = string | readonly Writable[] | { readonly [key: string]: Writable };

/** A value as YAML on one line, `{ spellings: [lu, luns] }`; strings are quoted where YAML would read something else. */
export function flowText(value: Writable): string {
  if (typeof value === 'string') return scalarText(value);
  if (isList(value)) return `[${value.map(flowText).join(', ')}]`;
  const entries = Object.entries(value).map(([key, inner]) => `${scalarText(key)}: ${flowText(inner)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

function scalarText(text: string): string {
  // The library writes a scalar as if it stood alone, where these need no quotes and a line break is a block.
  return /[,[\]{}\n]/.test(text) ? JSON.stringify(text) : stringify(text, { lineWidth: 0 }).trimEnd();
}

function isList(value: Exclude<Writable, string>): value is readonly Writable[] {
  return Array.isArray(value);
}
