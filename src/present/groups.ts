import { t } from '@vscode/l10n';
import type { Assessment, Status, Target } from '../release/types';
import { changesText } from './phrases';
import { stateOrder, stateWords, toMove } from './states';
import { changeLabel, changeName } from './changes';
import { display } from './text';

export type GroupBy = 'state' | 'type' | 'component' | 'line' | 'owner' | 'customer';

/** Changes under a heading, or groups of them. `id` is stable: it has nothing in it that changes from one refresh to the next. */
export interface Group {
  readonly id: string;
  readonly label: string;
  /** How many there are, and how many of them have to move. */
  readonly description: string;
  readonly spoken: string;
  /** Codicon id and theme colour id of a state; null for other groups. */
  readonly icon: string | null;
  readonly colour: string | null;
  /** How many of the changes have to move. */
  readonly toMove: number;
  readonly changes: readonly Assessment[];
  readonly groups: readonly Group[];
}

/** Numbers by value (2.9 before 2.10), the same in every locale. */
const collator = new Intl.Collator('en', { numeric: true });

interface Heading {
  readonly id: string;
  readonly label: string;
  readonly order: number;
  /** Of a state, which says whether its changes have to move. */
  readonly icon?: string;
  readonly colour?: string | null;
}

/**
 * The changes of a status in groups. With several targets there is one group a target above them; a change that was
 * not in the last release comes in a group of its own when grouped by state.
 * `filter` keeps the changes that have all of its words somewhere in their name, state, base, ticket or subjects.
 */
export function groupChanges(status: Status, by: GroupBy, filter = ''): Group[] {
  const changes = status.changes.filter((change) => matches(change, filter));
  if (status.targets.length < 2 || by === 'customer' || by === 'line') return grouped(changes, by, '');
  return status.targets.flatMap((target) => {
    const own = changes.filter((change) => isOf(change, target));
    if (own.length === 0) return [];
    const heading = {
      id: `target:${target.customer}/${target.line}`,
      label: `${target.customer} · ${target.line}`,
      order: 0,
    };
    return [group(heading, own, grouped(own, by, `${heading.id}/`))];
  });
}

/** Whether every word of the filter is found in the change, in any case. */
export function matches(change: Assessment, filter: string): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const text = searchText(change);
  return words.every((word) => text.includes(word));
}

/** What a filter looks through, in lower case. */
export function searchText(change: Assessment): string {
  return [
    change.key,
    changeName(change),
    change.target,
    change.state,
    stateWords(change.state).label,
    ...change.also,
    change.base?.tag ?? '',
    change.owner ?? '',
    change.ticket ?? '',
    ...change.commits.flatMap((commit) => [commit.id, commit.subject]),
  ]
    .join('\n')
    .toLowerCase();
}

function grouped(changes: readonly Assessment[], by: GroupBy, prefix: string): Group[] {
  const shipped = by === 'state' ? changes.filter((change) => change.shipped) : changes;
  const groups = headed(shipped, by, prefix);
  if (shipped.length === changes.length) return groups;
  const rest = changes.filter((change) => !change.shipped);
  const id = `${prefix}unshipped`;
  return [...groups, group({ id, label: t('Not in the last release'), order: 0 }, rest, headed(rest, by, `${id}/`))];
}

function headed(changes: readonly Assessment[], by: GroupBy, prefix: string): Group[] {
  const groups = new Map<string, { heading: Heading; changes: Assessment[] }>();
  for (const change of changes) {
    const heading = headingOf(change, by, prefix);
    const entry = groups.get(heading.id) ?? { heading, changes: [] };
    entry.changes.push(change);
    groups.set(heading.id, entry);
  }
  return Array.from(groups.values())
    .sort((a, b) => a.heading.order - b.heading.order || collator.compare(a.heading.label, b.heading.label))
    .map((entry) => group(entry.heading, sorted(entry.changes), []));
}

function headingOf(change: Assessment, by: GroupBy, prefix: string): Heading {
  if (by === 'state') {
    const { label, icon, colour } = stateWords(change.state);
    return { id: `${prefix}state:${change.state}`, label, icon, colour, order: stateOrder.indexOf(change.state) };
  }
  const value = valueOf(change, by);
  return value === null
    ? { id: `${prefix}${by}`, label: t('Nobody in particular'), order: 1 }
    : { id: `${prefix}${by}:${value}`, label: value, order: 0 };
}

function valueOf(change: Assessment, by: Exclude<GroupBy, 'state'>): string | null {
  switch (by) {
    case 'type':
      return change.type;
    case 'component':
      return change.component;
    case 'line':
      return `${change.customer} · ${change.target}`;
    case 'owner':
      return change.owner;
    case 'customer':
      return change.customer;
  }
}

function group(heading: Heading, changes: readonly Assessment[], groups: readonly Group[]): Group {
  const waiting = toMove(changes);
  const label = display(heading.label);
  const description =
    waiting === 0 || heading.icon !== undefined
      ? String(changes.length)
      : waiting === changes.length
        ? t('{0}, all to move', changes.length)
        : t('{0}, {1} to move', changes.length, waiting);
  const spoken =
    waiting === 0
      ? t('{0}, {1}', label, changesText(changes.length))
      : t('{0}, {1}, {2} to move', label, changesText(changes.length), waiting);
  const { icon = null, colour = null } = heading;
  return {
    id: heading.id,
    label,
    description,
    spoken,
    icon,
    colour,
    toMove: waiting,
    changes: groups.length > 0 ? [] : changes,
    groups,
  };
}

/** By customer, then by what the label shows. */
function sorted(changes: readonly Assessment[]): Assessment[] {
  return changes.toSorted(
    (a, b) =>
      collator.compare(a.customer, b.customer) ||
      collator.compare(changeLabel(a), changeLabel(b)) ||
      collator.compare(a.type, b.type),
  );
}

function isOf(change: Assessment, target: Target): boolean {
  return change.customer === target.customer && change.target === target.line;
}
