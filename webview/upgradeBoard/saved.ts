import type { Selection } from './selection';
import { wholeView } from './view';
import type { ColumnId, View, Whose } from './view';

/** What the page is to look like when it is shown again. */
export interface Saved {
  readonly view: View;
  readonly selection: Selection;
  /** Ids of the rows that are open. */
  readonly open: readonly string[];
  /** Pixels. */
  readonly scroll: number;
}

/** As plain JSON. */
export function pack({ view, selection, open, scroll }: Saved): unknown {
  return { view, selected: [...selection.ids], anchor: selection.anchor, open, scroll };
}

/** What was packed, by this version of the page or another; what does not fit is as at the start. */
export function unpack(value: unknown): Saved {
  const { view, selected, anchor, open, scroll } = record(value);
  const { text, states, predictions, whose, customer, retired, sort } = record(view);
  return {
    view: {
      text: string(text),
      states: strings(states),
      predictions: strings(predictions),
      whose: (['mine', 'nobody'] satisfies Whose[]).find((one) => one === whose) ?? wholeView.whose,
      customer: string(customer),
      retired: retired === true,
      sort: sortOf(sort),
    },
    selection: { ids: new Set(strings(selected)), anchor: typeof anchor === 'string' ? anchor : null },
    open: strings(open),
    scroll: typeof scroll === 'number' && scroll > 0 ? scroll : 0,
  };
}

function sortOf(value: unknown): View['sort'] {
  const { column, down } = record(value);
  return isColumn(column) ? { column, down: down === true } : null;
}

function isColumn(value: unknown): value is ColumnId {
  return typeof value === 'string' && /^(?:change|customer|prediction|owner|ticket|line:.+)$/.test(value);
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
const string = (value: unknown): string => (typeof value === 'string' ? value : '');
const strings = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
