import './upgradeBoard.css';
import type { BoardModel, ToHost, ToPage } from '../protocol';
import { defineControls } from '../ui';
import { Actions } from './actions';
import { element } from './element';
import { Grid } from './grid';
import { pack, unpack } from './saved';
import type { Saved } from './saved';
import { extend, keepOnly, toggle, toggleAll } from './selection';
import { Summary } from './summary';
import { Toolbar } from './toolbar';
import { nextSort, shownRows } from './view';
import type { View } from './view';

/** What VS Code gives a page, once. */
declare function acquireVsCodeApi(): {
  postMessage(message: ToHost): void;
  getState(): unknown;
  setState(state: unknown): void;
};

/** The Upgrade board: what it shows is the model, as the view narrows and orders it. */
class Page {
  readonly #host = acquireVsCodeApi();
  readonly #summary: Summary;
  readonly #toolbar: Toolbar;
  readonly #actions: Actions;
  readonly #grid: Grid;
  readonly #empty = element('p', { class: 'empty', role: 'status' });
  #model: BoardModel | null = null;
  #saved: Saved = unpack(this.#host.getState());
  #saving: number | undefined;

  constructor() {
    const tell = (message: ToHost): void => {
      this.#host.postMessage(message);
    };
    this.#summary = new Summary({
      predict: () => {
        tell({ type: 'predict' });
      },
      stop: () => {
        tell({ type: 'stop' });
      },
    });
    this.#toolbar = new Toolbar({
      narrow: (differs) => {
        this.#look(differs);
      },
      enter: () => {
        this.#grid.focus();
      },
    });
    this.#actions = new Actions((action) => {
      tell({ type: 'act', action, changes: this.#shownIds().filter((id) => this.#saved.selection.ids.has(id)) });
    });
    this.#grid = new Grid({
      select: (id, how) => {
        const { selection } = this.#saved;
        this.#change({ selection: how === 'toggle' ? toggle(selection, id) : extend(selection, id, this.#shownIds()) });
      },
      selectAll: () => {
        this.#change({ selection: toggleAll(this.#saved.selection, this.#shownIds()) });
      },
      sort: (column) => {
        this.#look({ sort: nextSort(this.#saved.view.sort, column) });
      },
      open: (id) => {
        const { open } = this.#saved;
        this.#change({ open: open.includes(id) ? open.filter((one) => one !== id) : [...open, id] });
      },
      explain: (change) => {
        tell({ type: 'explain', change });
      },
      compare: (change, commit, path) => {
        tell({ type: 'compare', change, commit, path });
      },
      leave: () => {
        this.#toolbar.focus();
      },
    });
    this.#grid.element.addEventListener(
      'scroll',
      () => {
        this.#saveSoon();
      },
      { passive: true },
    );
    document.body.append(
      element(
        'main',
        {},
        this.#summary.element,
        this.#toolbar.element,
        this.#actions.element,
        this.#grid.element,
        this.#empty,
      ),
    );
    window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (isForPage(data)) this.#take(data.model);
    });
    tell({ type: 'ready' });
  }

  #take(model: BoardModel): void {
    const isFirst = this.#model === null;
    this.#model = model;
    if (model.rows.length > 0) {
      const existing = new Set(model.rows.map(({ id }) => id));
      const { selection, open } = this.#saved;
      this.#saved = {
        ...this.#saved,
        selection: keepOnly(selection, existing),
        open: open.filter((id) => existing.has(id)),
      };
    }
    this.#show();
    if (isFirst) this.#grid.element.scrollTop = this.#saved.scroll;
  }

  #look(differs: Partial<View>): void {
    this.#change({ view: { ...this.#saved.view, ...differs } });
  }

  #change(differs: Partial<Saved>): void {
    this.#saved = { ...this.#saved, ...differs };
    this.#show();
    this.#save();
  }

  #show(): void {
    const model = this.#model;
    if (model === null) return;
    const { view, selection, open } = this.#saved;
    const rows = shownRows(model.rows, view);
    const selected = rows.filter(({ id }) => selection.ids.has(id)).length;
    this.#summary.show(model, view.customer, rows.length);
    this.#toolbar.show(model, view);
    this.#actions.show(model, selected, selection.ids.size - selected);
    this.#grid.show({ model, view, rows, selection, open: new Set(open) });
    const nothing = model.absence === '' ? model.texts.nothingFits : model.absence;
    this.#empty.hidden = rows.length > 0;
    this.#empty.textContent = rows.length > 0 ? '' : nothing;
    this.#toolbar.element.hidden = this.#actions.element.hidden = model.rows.length === 0;
    this.#grid.element.hidden = rows.length === 0;
  }

  #shownIds(): string[] {
    return this.#model === null ? [] : shownRows(this.#model.rows, this.#saved.view).map(({ id }) => id);
  }

  /** At once: what is opened next may take the page away. */
  #save(): void {
    clearTimeout(this.#saving);
    this.#saved = { ...this.#saved, scroll: this.#grid.element.scrollTop };
    this.#host.setState(pack(this.#saved));
  }

  /** A scroll comes in many steps. */
  #saveSoon(): void {
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => {
      this.#save();
    }, 150);
  }
}

/** Others post to the page too: VS Code itself, and what is embedded in it. */
function isForPage(data: unknown): data is ToPage {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'model';
}

defineControls();
new Page();
