import type { BoardModel, BoardRow } from '../protocol';
import { shownLines } from './view';
import type { ColumnId, View } from './view';

/** A column besides the one that selects. */
export interface Column {
  readonly id: ColumnId;
  readonly label: string;
  /** A word below the label; empty for none. */
  readonly note: string;
  /** Least width in rem, and the part it has of what is left. */
  readonly width: readonly [least: number, share: number];
}

/** The columns in their order. Where all rows have one target, its note says so. */
export function columnsOf(model: BoardModel, view: View): Column[] {
  const { texts } = model;
  const targets = targetsOf(model.rows, view);
  const lines = shownLines(model, view).map(({ line, note }): Column => {
    const isTarget = targets.size === 1 && targets.has(line);
    const said = [note, ...(isTarget ? [texts.target] : [])].filter((part) => part !== '');
    return { id: `line:${line}`, label: line, note: said.join(' · '), width: [8.6, 1] };
  });
  const customer: Column = { id: 'customer', label: texts.customer, note: '', width: [7, 0.5] };
  const severalCustomers = model.customers.length > 0 && view.customer === '';
  return [
    { id: 'change', label: texts.change, note: '', width: [16, 3] },
    ...(severalCustomers ? [customer] : []),
    ...lines,
    { id: 'prediction', label: texts.prediction, note: '', width: [10.5, 1.1] },
    { id: 'owner', label: texts.owner, note: '', width: [8.5, 0.9] },
    { id: 'ticket', label: texts.ticket, note: '', width: [5.5, 0.4] },
  ];
}

/** The box's column and these, as CSS has them. */
export function cssWidths(columns: readonly Column[]): { readonly columns: string; readonly least: string } {
  const tracks = columns.map(({ width: [least, share] }) => `minmax(${least}rem, ${share}fr)`);
  const least = columns.reduce((sum, { width }) => sum + width[0], BOX);
  return { columns: [`${BOX}rem`, ...tracks].join(' '), least: `${least}rem` };
}

const BOX = 2.6;

function targetsOf(rows: readonly BoardRow[], { customer }: View): ReadonlySet<string> {
  return new Set(rows.filter((row) => customer === '' || row.customer === customer).map(({ target }) => target));
}
