import type { BoardModel, BoardRow } from '../protocol';
import { columnsOf, cssWidths } from './columns';
import { element } from './element';
import { Head } from './head';
import type { HeadActs } from './head';
import { GridFocus } from './gridFocus';
import { detailsElement, rowElements } from './row';
import type { DetailActs, RowElements } from './row';
import { extent } from './selection';
import type { Selection } from './selection';
import type { View } from './view';

export interface GridActs extends HeadActs, DetailActs {
  /** `toggle` one row, `extend` the selection to it. */
  readonly select: (id: string, how: 'toggle' | 'extend') => void;
  readonly open: (id: string) => void;
  /** To where the rows are filtered. */
  readonly leave: () => void;
}

export interface Shown {
  readonly model: BoardModel;
  readonly view: View;
  /** In order. */
  readonly rows: readonly BoardRow[];
  readonly selection: Selection;
  readonly open: ReadonlySet<string>;
}

interface Kept {
  /** What the elements were made from. */
  readonly from: string;
  readonly elements: RowElements;
}

/** The table of changes. Rows that are the same keep their elements, and so focus and place. */
export class Grid {
  readonly element: HTMLElement;
  readonly #table = element('table', { role: 'grid', 'aria-multiselectable': 'true' });
  readonly #body = element('tbody', { role: 'rowgroup' });
  readonly #acts: GridActs;
  readonly #head: Head;
  readonly #focus: GridFocus;
  readonly #rows = new Map<string, Kept>();
  #columns = '';

  constructor(acts: GridActs) {
    this.#acts = acts;
    this.#head = new Head(acts);
    this.#table.append(element('thead', { role: 'rowgroup' }, this.#head.row), this.#body);
    this.element = element('div', { class: 'scroller' }, this.#table);
    this.#focus = new GridFocus(this.#table, this.element, acts);
    this.#body.addEventListener('click', (event) => {
      this.#press(event);
    });
  }

  focus(): void {
    this.#focus.take();
  }

  show(shown: Shown): void {
    const { model, view, rows, selection, open } = shown;
    const columns = columnsOf(model, view);
    const layout = JSON.stringify(columns);
    if (layout !== this.#columns) {
      this.#columns = layout;
      this.#rows.clear();
      this.#table.setAttribute('aria-label', model.texts.board);
      const widths = cssWidths(columns);
      this.#table.style.setProperty('--columns', widths.columns);
      this.#table.style.setProperty('--least', widths.least);
      this.#head.build(columns, model.texts);
    }
    const wanted: HTMLElement[] = [];
    for (const row of rows) {
      const elements = this.#elementsOf(row, () => rowElements(row, columns, model.texts));
      wanted.push(elements.row);
      mark(elements, selection.ids.has(row.id), open.has(row.id));
      if (open.has(row.id)) wanted.push((elements.details ??= detailsElement(row, model.texts, this.#acts)));
    }
    this.#focus.keep(() => {
      place(this.#body, wanted);
    });
    const ids = rows.map(({ id }) => id);
    this.#head.show(view.sort, extent(selection, ids));
  }

  #elementsOf(row: BoardRow, make: () => RowElements): RowElements {
    const from = JSON.stringify(row);
    const kept = this.#rows.get(row.id);
    if (kept?.from === from) return kept.elements;
    const elements = make();
    this.#rows.set(row.id, { from, elements });
    return elements;
  }

  #press(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    const row = target?.closest<HTMLElement>('tr.change');
    const id = row?.dataset['id'];
    if (id === undefined) return;
    if (target?.closest('input') !== null || event.shiftKey || event.ctrlKey || event.metaKey) {
      this.#acts.select(id, event.shiftKey ? 'extend' : 'toggle');
    } else if (target.closest('th')) {
      this.#acts.open(id);
    }
  }
}

function mark({ row, box, name }: RowElements, selected: boolean, open: boolean): void {
  if (box.checked !== selected) box.checked = selected;
  set(row, 'aria-selected', selected);
  set(name, 'aria-expanded', open);
}

function set(element: HTMLElement, attribute: string, value: boolean): void {
  if (element.getAttribute(attribute) !== String(value)) element.setAttribute(attribute, String(value));
}

/** Puts the rows there, and touches nothing when they are there already. */
function place(body: HTMLElement, wanted: readonly HTMLElement[]): void {
  const isThere =
    body.childElementCount === wanted.length && wanted.every((row, index) => body.children[index] === row);
  if (!isThere) body.replaceChildren(...wanted);
}
