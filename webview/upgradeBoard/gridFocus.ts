import { move } from './navigation';

interface FocusActs {
  readonly select: (id: string, how: 'toggle' | 'extend') => void;
  readonly selectAll: () => void;
  readonly open: (id: string) => void;
  readonly leave: () => void;
}

/**
 * The one stop of the Tab key in the grid, and the keys that lead it from cell to cell. In an open row each button is a
 * row of one cell.
 */
export class GridFocus {
  readonly #table: HTMLTableElement;
  readonly #scroller: HTMLElement;
  readonly #acts: FocusActs;
  #stop: HTMLElement | null = null;
  /** Kept while the stop passes rows of one cell. */
  #column = 1;

  constructor(table: HTMLTableElement, scroller: HTMLElement, acts: FocusActs) {
    this.#table = table;
    this.#scroller = scroller;
    this.#acts = acts;
    table.addEventListener('keydown', (event) => {
      this.#answer(event);
    });
    table.addEventListener('focusin', ({ target }) => {
      if (target instanceof HTMLElement) this.#settle(target);
    });
    // A press on a cell brings the focus there, as a press on its button or box does by itself.
    table.addEventListener('mousedown', ({ target }) => {
      const cell = target instanceof Element ? target.closest<HTMLElement>('td, th') : null;
      if (cell !== null && cell.closest('.details') === null) this.#settle(stopIn(cell));
    });
  }

  /** Puts the focus on the stop. */
  take(): void {
    this.#found()?.focus();
  }

  /** Lets the rows be changed, and then has the stop at the same place of the same row, with the focus if it had it. */
  keep(change: () => void): void {
    const had = this.#table.contains(document.activeElement);
    const scrolled = this.#scroller.scrollTop;
    const place = this.#stop && { id: rowOf(this.#stop)?.dataset['id'], row: this.#rowIndex(), stop: this.#stop };
    change();
    if (place === null) this.#settle(this.#rows()[1]?.[1] ?? this.#rows()[0]?.[1] ?? null);
    else if (!place.stop.isConnected) {
      const rows = this.#rows();
      const again = rows.find(([first]) => first && rowOf(first)?.dataset['id'] === place.id && place.id !== undefined);
      const cells = again ?? rows[Math.min(place.row, rows.length - 1)] ?? [];
      this.#settle(cells[Math.min(this.#column, cells.length - 1)] ?? null);
    }
    this.#scroller.scrollTop = scrolled;
    if (had && !this.#table.contains(document.activeElement)) this.#found()?.focus({ preventScroll: true });
  }

  #answer(event: KeyboardEvent): void {
    if (event.altKey || !this.#does(event)) return;
    // Else VS Code, which listens at the window, would act upon it too.
    event.preventDefault();
    event.stopPropagation();
  }

  #does(event: KeyboardEvent): boolean {
    const { key, shiftKey } = event;
    const far = event.ctrlKey || event.metaKey;
    const stop = this.#found();
    const isButton = stop?.tagName === 'BUTTON';
    const row = stop && rowOf(stop);
    const id = row?.classList.contains('change') === true ? row.dataset['id'] : undefined;
    if (far && key === 'a') this.#acts.selectAll();
    else if (key === '/') this.#acts.leave();
    else if (key === 'Enter' && id !== undefined) this.#acts.open(id);
    else if (key === ' ' && id !== undefined) this.#acts.select(id, shiftKey ? 'extend' : 'toggle');
    else if ((key === ' ' || key === 'Enter') && isButton) return false;
    else return this.#moves(key, far, shiftKey);
    return true;
  }

  #moves(key: string, far: boolean, extending: boolean): boolean {
    const rows = this.#rows();
    const row = this.#rowIndex(rows);
    const height = rows[1]?.[0] === undefined ? 0 : (rowOf(rows[1][0])?.offsetHeight ?? 0);
    const page = Math.max(1, Math.floor(this.#scroller.clientHeight / Math.max(1, height)) - 2);
    const extent = { rows: rows.length, columns: rows[0]?.length ?? 1, page };
    const to = move(key, far, { row, column: this.#column }, extent);
    if (to === null) return false;
    const cells = rows[to.row] ?? [];
    const stop = cells[Math.min(to.column, cells.length - 1)];
    if (stop === undefined) return false;
    const from = this.#found();
    this.#settle(stop);
    this.#column = to.column;
    stop.focus();
    stop.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    if (extending && to.row !== row && from !== null) this.#extend(from, stop);
    return true;
  }

  /** With Shift the selection grows from the row that was left. */
  #extend(from: HTMLElement, to: HTMLElement): void {
    for (const stop of [from, to]) {
      const row = rowOf(stop);
      const id = row?.dataset['id'];
      if (id !== undefined && row?.classList.contains('change') === true) this.#acts.select(id, 'extend');
    }
  }

  #settle(stop: HTMLElement | null): void {
    if (stop === null || stop === this.#stop) return;
    if (this.#stop !== null) this.#stop.tabIndex = -1;
    stop.tabIndex = 0;
    this.#stop = stop;
    const cells = [...(rowOf(stop)?.children ?? [])];
    const column = cells.findIndex((cell) => cell.contains(stop));
    if (cells.length > 1) this.#column = column;
  }

  #found(): HTMLElement | null {
    return this.#stop?.isConnected === true ? this.#stop : null;
  }

  #rowIndex(rows = this.#rows()): number {
    const stop = this.#found();
    return Math.max(
      0,
      rows.findIndex((cells) => stop !== null && cells.includes(stop)),
    );
  }

  /** The stops of every row that is shown. */
  #rows(): HTMLElement[][] {
    return [...this.#table.rows].flatMap((row) =>
      row.classList.contains('details')
        ? [...row.querySelectorAll<HTMLElement>('button')].map((button) => [button])
        : [[...row.cells].map(stopIn)],
    );
  }
}

/** What takes the focus in a cell: its box or button, else itself. */
function stopIn(cell: HTMLElement): HTMLElement {
  const stop = cell.querySelector<HTMLElement>('input, button') ?? cell;
  // A cell can take the focus only once it has been made a stop.
  if (stop === cell && !cell.hasAttribute('tabindex')) cell.tabIndex = -1;
  return stop;
}

function rowOf(stop: HTMLElement): HTMLTableRowElement | null {
  return stop.closest('tr');
}
