import type { BoardTexts } from '../protocol';
import type { Column } from './columns';
import { element } from './element';
import { icon } from './icons';
import type { ColumnId, View } from './view';

export interface HeadActs {
  readonly selectAll: () => void;
  readonly sort: (column: ColumnId) => void;
}

/** The row of column heads: the first selects everything shown, each other one sorts. */
export class Head {
  readonly row = element('tr', { role: 'row' });
  readonly #acts: HeadActs;
  readonly #box = element('input', { type: 'checkbox', tabindex: '-1' });
  #heads: readonly { readonly column: ColumnId; readonly cell: HTMLElement }[] = [];

  constructor(acts: HeadActs) {
    this.#acts = acts;
    this.#box.addEventListener('change', acts.selectAll);
  }

  build(columns: readonly Column[], texts: BoardTexts): void {
    this.#box.setAttribute('aria-label', texts.selectAll);
    this.#heads = columns.map(({ id, label, note }) => {
      const button = element(
        'button',
        { type: 'button', tabindex: '-1' },
        element('span', { class: 'label' }, label),
        icon('arrow-right'),
        ...(note === '' ? [] : [element('span', { class: 'description' }, note)]),
      );
      button.title = note;
      button.addEventListener('click', () => {
        this.#acts.sort(id);
      });
      return { column: id, cell: element('th', { role: 'columnheader', scope: 'col' }, button) };
    });
    const select = element('th', { role: 'columnheader', scope: 'col', class: 'select' }, this.#box);
    this.row.replaceChildren(select, ...this.#heads.map(({ cell }) => cell));
  }

  show(sort: View['sort'], extent: 'none' | 'some' | 'all'): void {
    for (const { column, cell } of this.#heads) {
      if (sort?.column === column) cell.setAttribute('aria-sort', sort.down ? 'descending' : 'ascending');
      else cell.removeAttribute('aria-sort');
    }
    this.#box.checked = extent === 'all';
    this.#box.indeterminate = extent === 'some';
  }
}
