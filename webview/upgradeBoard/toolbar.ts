import type { BoardModel, BoardTexts } from '../protocol';
import { checkbox, dropdown, textField } from '../ui';
import type { Control } from '../ui';
import { Chips } from './chips';
import { element } from './element';
import { chipsOf, isNarrowed, wholeView } from './view';
import type { View, Whose } from './view';

export interface ToolbarActs {
  readonly narrow: (differs: Partial<View>) => void;
  /** To the rows. */
  readonly enter: () => void;
}

/** What narrows the rows: words, customer, owner, states and predictions. */
export class Toolbar {
  readonly element = element('div', { class: 'toolbar', role: 'search' });
  readonly #acts: ToolbarActs;
  readonly #states: Chips;
  readonly #predictions: Chips;
  readonly #clear = element('button', { type: 'button', class: 'link' });
  #controls: { text: Control; customer: Control | null; whose: Control; retired: Control | null } | null = null;
  #made = '';

  constructor(acts: ToolbarActs) {
    this.#acts = acts;
    this.#states = new Chips((states) => {
      acts.narrow({ states });
    });
    this.#predictions = new Chips((predictions) => {
      acts.narrow({ predictions });
    });
    this.#clear.addEventListener('click', () => {
      const { text, states, predictions, whose, customer } = wholeView;
      acts.narrow({ text, states, predictions, whose, customer });
      this.focus();
    });
  }

  focus(): void {
    this.#controls?.text.focus();
  }

  show(model: BoardModel, view: View): void {
    const { texts, customers, lines } = model;
    const hasRetired = lines.some(({ retired }) => retired);
    const made = JSON.stringify([texts, customers, hasRetired]);
    if (made !== this.#made) {
      this.#made = made;
      this.#build(texts, customers, hasRetired);
    }
    const rows = model.rows.filter(({ customer }) => view.customer === '' || customer === view.customer);
    this.#states.show(
      texts.states,
      chipsOf(rows, ({ state }) => state),
      view.states,
    );
    this.#predictions.show(
      texts.predictions,
      chipsOf(rows, ({ prediction }) => prediction),
      view.predictions,
    );
    this.#clear.hidden = !isNarrowed(view);
    if (this.#controls === null) return;
    const { text, customer, whose, retired } = this.#controls;
    if (text.value !== view.text) text.value = view.text;
    whose.value = view.whose;
    if (customer) customer.value = view.customer;
    if (retired) retired.checked = view.retired;
  }

  #build(texts: BoardTexts, customers: readonly string[], hasRetired: boolean): void {
    const { narrow } = this.#acts;
    const text = textField(texts.filter, texts.filterHint, (value) => {
      narrow({ text: value });
    });
    text.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowDown') return;
      event.preventDefault();
      this.#acts.enter();
    });
    const customerChoices = [
      { value: '', label: texts.allCustomers },
      ...customers.map((value) => ({ value, label: value })),
    ];
    const customer =
      customers.length === 0
        ? null
        : dropdown(texts.customer, customerChoices, (value) => {
            narrow({ customer: value });
          });
    const whoseChoices: readonly { value: Whose; label: string }[] = [
      { value: 'anyone', label: texts.anyone },
      { value: 'mine', label: texts.mine },
      { value: 'nobody', label: texts.nobodys },
    ];
    const whose = dropdown(texts.owner, whoseChoices, (value) => {
      narrow({ whose: whoseChoices.find((one) => one.value === value)?.value ?? 'anyone' });
    });
    const retired = hasRetired
      ? checkbox(texts.retired, (checked) => {
          narrow({ retired: checked });
        })
      : null;
    this.#clear.textContent = texts.clear;
    this.#controls = { text, customer, whose, retired };
    const controls = [text, customer, whose, retired, this.#clear].filter((control) => control !== null);
    this.element.replaceChildren(
      element('div', { class: 'controls' }, ...controls),
      this.#states.element,
      this.#predictions.element,
    );
  }
}
