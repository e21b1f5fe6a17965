import type { AssemblyList, ListEdit } from '../../config';
import type { Assessment } from '../types';

/** What a list is filled with. */
export interface Filling {
  /** Null while there is none. */
  readonly list: AssemblyList | null;
  /** The list that is taken over; null for none. */
  readonly like: AssemblyList | null;
  /** Whether every change of the line is added. */
  readonly all: boolean;
  /** Of the list's customer and line. */
  readonly assessments: readonly Assessment[];
}

/**
 * Edits that add what a list lacks: of another list with what is said there, in its order; of the line every change that is
 * where it belongs and has commits of its own, each after the one it is stacked on.
 */
export function editsToFill({ list, like, all, assessments }: Filling): readonly ListEdit[] {
  const listed = new Set(list?.merges.map(({ change }) => change));
  const taken = like?.merges.filter(({ change }) => !listed.has(change)) ?? [];
  for (const { change } of taken) listed.add(change);
  const wanted = all ? assessments.filter((one) => isWanted(one) && !listed.has(one.key)) : [];
  return [
    ...taken.flatMap(({ change, pin, hold, exclude }): ListEdit[] => [
      { edit: 'add', change },
      ...(pin === null ? [] : [{ edit: 'pin', change, commit: pin } as const]),
      ...(hold === null ? [] : [{ edit: 'hold', change, because: hold } as const]),
      ...(exclude === null ? [] : [{ edit: 'exclude', change, because: exclude } as const]),
    ]),
    ...basesFirst(wanted).map(({ key }): ListEdit => ({ edit: 'add', change: key })),
  ];
}

/** What still has to move would bring an older release's code along; what is adopted or dropped nobody needs. */
function isWanted({ branch, state, ahead }: Assessment): boolean {
  return branch !== null && ahead > 0 && ['carried', 'new', 'partial'].includes(state);
}

function basesFirst(changes: readonly Assessment[]): readonly Assessment[] {
  const named = new Map(changes.map((change) => [change.key, change]));
  const placed = new Set<Assessment>();
  for (const change of changes) {
    const stack: Assessment[] = [];
    // A stack that leads back to itself ends where it began.
    for (let at: Assessment | undefined = change; at !== undefined && !placed.has(at) && !stack.includes(at);) {
      stack.unshift(at);
      at = at.stackedOn === null ? undefined : named.get(at.stackedOn);
    }
    for (const one of stack) placed.add(one);
  }
  return [...placed];
}
