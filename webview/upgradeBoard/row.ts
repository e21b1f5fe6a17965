import type { BoardDetail, BoardRow, BoardTexts } from '../protocol';
import type { Column } from './columns';
import { clipped, element } from './element';
import { icon, mark } from './icons';

/** A change as two rows of the table: what is always seen, and what it opens to. */
export interface RowElements {
  readonly row: HTMLTableRowElement;
  readonly box: HTMLInputElement;
  readonly name: HTMLTableCellElement;
  /** Made when it is first opened. */
  details: HTMLTableRowElement | null;
}

export function rowElements(change: BoardRow, columns: readonly Column[], texts: BoardTexts): RowElements {
  const box = element('input', { type: 'checkbox', tabindex: '-1', 'aria-label': `${texts.select} ${change.label}` });
  const name = element(
    'th',
    { role: 'rowheader', scope: 'row', class: 'name', 'aria-expanded': 'false' },
    icon('chevron-right'),
    element('span', { class: 'label' }, change.label),
    element('span', { class: 'description' }, change.description),
  );
  name.title = `${change.label} · ${change.description}`;
  const rest = columns.filter(({ id }) => id !== 'change').map((column) => cell(change, column, texts));
  const row = element(
    'tr',
    { role: 'row', class: 'change', 'aria-selected': 'false' },
    element('td', { role: 'gridcell', class: 'select' }, box),
    name,
    ...rest,
  );
  row.dataset['id'] = change.id;
  return { row, box, name, details: null };
}

function cell(change: BoardRow, { id }: Column, texts: BoardTexts): HTMLTableCellElement {
  const made = element('td', { role: 'gridcell' });
  switch (id) {
    case 'change':
    case 'customer':
      made.append(clipped(change.customer));
      break;
    case 'owner':
      made.append(clipped(change.owner.label));
      break;
    case 'ticket':
      made.append(clipped(change.ticket));
      break;
    case 'prediction':
      if (change.prediction !== null) made.append(mark(change.prediction));
      break;
    default:
      lineCell(made, change, id.slice('line:'.length), texts);
  }
  return made;
}

function lineCell(made: HTMLTableCellElement, change: BoardRow, line: string, { noBranch }: BoardTexts): void {
  if (line === change.target) {
    made.classList.add('target');
    made.append(mark(change.state));
    return;
  }
  const branch = change.lines[line];
  if (branch === undefined) made.append(element('span', { class: 'unseen' }, noBranch));
  else made.append(mark(branch));
  made.classList.add('aside');
}

/** What a person can do in an open row; each is a stop of the keyboard. */
export interface DetailActs {
  readonly explain: (change: string) => void;
  readonly compare: (change: string, commit: string, path: string) => void;
}

export function detailsElement(change: BoardRow, texts: BoardTexts, acts: DetailActs): HTMLTableRowElement {
  const explain = element('button', { type: 'button', class: 'link', tabindex: '-1' }, texts.explain);
  explain.addEventListener('click', () => {
    acts.explain(change.id);
  });
  const inside = element('td', { role: 'gridcell' });
  inside.append(...change.details.map((detail) => detailElement(detail, change.id, acts)), explain);
  const made = element('tr', { role: 'row', class: 'details' }, inside);
  made.dataset['id'] = change.id;
  return made;
}

function detailElement(detail: BoardDetail, change: string, { compare }: DetailActs): HTMLElement {
  switch (detail.kind) {
    case 'text':
      return element('p', {}, detail.text);
    case 'list':
      return element(
        'section',
        {},
        element('h3', {}, detail.heading),
        element('ul', {}, ...detail.items.map((item) => element('li', {}, item))),
      );
    case 'conflict': {
      const paths = detail.paths.map(({ path, label, spoken }) => {
        const attributes = { type: 'button', class: 'link', tabindex: '-1', 'aria-label': spoken, title: spoken };
        const link = element('button', attributes, label);
        link.addEventListener('click', () => {
          compare(change, detail.commit, path);
        });
        return element('li', {}, link, ' ', element('span', { class: 'description' }, detail.note));
      });
      const heading = element('h3', {}, icon('warning', 'list.warningForeground'), detail.heading);
      return element('section', {}, heading, element('ul', {}, ...paths));
    }
  }
}
