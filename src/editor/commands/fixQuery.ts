import type { FixRequest } from '../../session/assemblyTypes';

export type FixQuery = Pick<FixRequest, 'issue' | 'text' | 'path' | 'author' | 'from' | 'to'>;

const keys = ['path', 'author', 'from', 'to'] as const;
type Key = (typeof keys)[number];

/** `MDL-12345 path:mod/quiz author:ann from:v2.5.0 to:v2.5.2 some words`, in any order; null when nothing is looked for. */
export function parseFixQuery(typed: string): FixQuery | null {
  const found: { issue?: string; text?: string } & Partial<Record<Key, string>> = {};
  const words: string[] = [];
  for (const [, key, quoted, plain = ''] of typed.matchAll(/(?:(path|author|from|to):)?(?:"([^"]*)"|(\S+))/g)) {
    const value = quoted ?? plain;
    if (isKey(key)) found[key] = value;
    else if (/^MDL-\d+$/i.test(value)) found.issue = value.toUpperCase();
    else words.push(value);
  }
  const text = words.join(' ');
  const query = text === '' ? found : { ...found, text };
  return [query.issue, query.text, query.path, query.author].some((sought) => sought !== undefined && sought !== '')
    ? query
    : null;
}

function isKey(key: string | undefined): key is Key {
  return keys.some((one) => one === key);
}
