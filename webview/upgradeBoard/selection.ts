/** The rows a person has chosen, and the one a range is drawn from. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  readonly anchor: string | null;
}

export const nothingSelected: Selection = { ids: new Set(), anchor: null };

/** Chooses a row, or no longer. */
export function toggle({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** Adds every row from the anchor to this one, in the order they are shown; without an anchor in sight, this one. */
export function extend({ ids, anchor }: Selection, id: string, shown: readonly string[]): Selection {
  const to = shown.indexOf(id);
  const from = anchor === null ? -1 : shown.indexOf(anchor);
  const range = from < 0 ? [id] : shown.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set([...ids, ...range]), anchor: from < 0 ? id : anchor };
}

/** Chooses every row that is shown; when all of them are, none of them. What is not shown stays as it is. */
export function toggleAll({ ids, anchor }: Selection, shown: readonly string[]): Selection {
  const next = new Set(ids);
  if (extent({ ids, anchor }, shown) === 'all') for (const id of shown) next.delete(id);
  else for (const id of shown) next.add(id);
  return { ids: next, anchor };
}

/** How many of the rows that are shown are chosen. */
export function extent({ ids }: Selection, shown: readonly string[]): 'none' | 'some' | 'all' {
  const chosen = shown.filter((id) => ids.has(id)).length;
  if (chosen === 0) return 'none';
  return chosen === shown.length ? 'all' : 'some';
}

/** Forgets rows that are no more. */
export function keepOnly({ ids, anchor }: Selection, existing: ReadonlySet<string>): Selection {
  return {
    ids: new Set([...ids].filter((id) => existing.has(id))),
    anchor: anchor !== null && existing.has(anchor) ? anchor : null,
  };
}
