import type { ContextKey, ContextValues } from './contextKeys';

/** An expression of a `when` clause, built here so that a key or a value misspelt does not compile. */
export type When = string;

export function is<K extends ContextKey>(key: K, value: ContextValues[K]): When {
  if (value === true) return key;
  if (value === false) return `!${key}`;
  return `${key} == ${value}`;
}

export function all(...conditions: readonly When[]): When {
  return conditions.join(' && ');
}

export function any(...conditions: readonly When[]): When {
  return `(${conditions.join(' || ')})`;
}

export const trusted: When = 'isWorkspaceTrusted';
export const open: When = is('moodleRelease.open', true);
