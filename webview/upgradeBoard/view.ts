import type { BoardModel, BoardRow } from '../protocol';

export type Whose = 'anyone' | 'mine' | 'nobody';

/** What a column shows: a field of the row, or a line by its name. */
export type ColumnId = 'change' | 'customer' | 'prediction' | 'owner' | 'ticket' | `line:${string}`;

/** What narrows the rows, and how they are ordered. */
export interface View {
  readonly text: string;
  /** Ids of states; empty for all. */
  readonly states: readonly string[];
  /** Ids of predictions; empty for all. */
  readonly predictions: readonly string[];
  readonly whose: Whose;
  /** Empty for all. */
  readonly customer: string;
  /** Lines that are retired are shown too. */
  readonly retired: boolean;
  /** Null for the order the rows come in: what has to move first. */
  readonly sort: { readonly column: ColumnId; readonly down: boolean } | null;
}

export const wholeView: View = {
  text: '',
  states: [],
  predictions: [],
  whose: 'anyone',
  customer: '',
  retired: false,
  sort: null,
};

/** Whether anything is left out. */
export function isNarrowed({ text, states, predictions, whose, customer }: View): boolean {
  return text.trim() !== '' || states.length + predictions.length > 0 || whose !== 'anyone' || customer !== '';
}

/** The lines that are columns. */
export function shownLines({ lines }: Pick<BoardModel, 'lines'>, { customer, retired }: View): BoardModel['lines'] {
  return lines.filter((line) => (retired || !line.retired) && (customer === '' || line.customers.includes(customer)));
}

/** The rows that fit, in order. */
export function shownRows(rows: readonly BoardRow[], view: View): BoardRow[] {
  const words = view.text.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = rows.filter((row) => fits(row, view) && words.every((word) => row.text.includes(word)));
  if (view.sort === null) return fitting;
  const { column, down } = view.sort;
  const compare = comparison(column);
  // Turned round and not reversed, so that equal rows keep their order.
  return fitting.sort((a, b) => (down ? compare(b, a) : compare(a, b)));
}

function fits(row: BoardRow, { states, predictions, whose, customer }: View): boolean {
  if (customer !== '' && row.customer !== customer) return false;
  if (states.length > 0 && !states.includes(row.state.id)) return false;
  if (predictions.length > 0 && !predictions.includes(row.prediction?.id ?? '')) return false;
  return whose === 'anyone' || row.owner.whose === whose;
}

/** The order after a click on a column's head: up, down, and as it was. */
export function nextSort(sort: View['sort'], column: ColumnId): View['sort'] {
  if (sort?.column !== column) return { column, down: false };
  return sort.down ? null : { column, down: true };
}

/** Numbers by value, in the reader's language. */
const collator = new Intl.Collator(undefined, { numeric: true });

function comparison(column: ColumnId): (a: BoardRow, b: BoardRow) => number {
  const byText = (of: (row: BoardRow) => string) => (a: BoardRow, b: BoardRow) => emptyLast(of(a), of(b));
  switch (column) {
    case 'change':
      return byText(({ label }) => label);
    case 'customer':
      return byText((row) => row.customer);
    case 'owner':
      return byText(({ owner }) => (owner.whose === 'nobody' ? '' : owner.label));
    case 'ticket':
      return byText(({ ticket }) => ticket);
    case 'prediction':
      return (a, b) => (a.prediction?.order ?? Infinity) - (b.prediction?.order ?? Infinity) || 0;
    default: {
      const line = column.slice('line:'.length);
      return (a, b) =>
        orderOn(a, line) - orderOn(b, line) || collator.compare(a.lines[line]?.label ?? '', b.lines[line]?.label ?? '');
    }
  }
}

/** On its target by state, then where it has a branch, then where it has none. */
function orderOn(row: BoardRow, line: string): number {
  if (row.target === line) return row.state.order;
  return row.lines[line] === undefined ? 2000 : 1000;
}

function emptyLast(a: string, b: string): number {
  return Number(a === '') - Number(b === '') || collator.compare(a, b);
}

/** One toggle of a filter by state or prediction. */
export interface Chip {
  readonly id: string;
  readonly label: string;
  readonly icon: string | null;
  readonly colour: string | null;
  readonly count: number;
}

/** How many rows there are of each state or prediction, in their order. */
export function chipsOf(rows: readonly BoardRow[], of: (row: BoardRow) => BoardRow['prediction']): Chip[] {
  const found = new Map<string, { order: number; chip: Chip }>();
  for (const row of rows) {
    const rank = of(row);
    if (rank === null) continue;
    const { id, order, icon, colour } = rank;
    const count = (found.get(id)?.chip.count ?? 0) + 1;
    found.set(id, { order, chip: { id, label: rank.kind, icon, colour, count } });
  }
  return [...found.values()].sort((a, b) => a.order - b.order).map(({ chip }) => chip);
}
