import type { BoardActionId, BoardModel } from '../protocol';
import { button } from '../ui';
import type { Control } from '../ui';
import { element, fill } from './element';

/** How many are selected, and what can be done with them. */
export class Actions {
  readonly element = element('div', { class: 'actions' });
  readonly #onAct: (action: BoardActionId) => void;
  readonly #count = element('span', { class: 'selected', role: 'status' });
  #buttons: readonly Control[] = [];
  #made = '';

  constructor(onAct: (action: BoardActionId) => void) {
    this.#onAct = onAct;
  }

  /** @param hidden how many more are selected that the filter leaves out: nothing is done with them */
  show({ actions, texts }: BoardModel, selected: number, hidden: number): void {
    const made = JSON.stringify([actions, texts.selection]);
    if (made !== this.#made) {
      this.#made = made;
      this.#buttons = actions.map(({ id, label }, index) =>
        button(
          label,
          () => {
            this.#onAct(id);
          },
          index === 0 ? 'primary' : 'secondary',
        ),
      );
      const group = element('div', { role: 'group', 'aria-label': texts.selection }, ...this.#buttons);
      this.element.replaceChildren(this.#count, group);
    }
    const text = hidden > 0 ? texts.selectedHidden : selected > 0 ? texts.selected : texts.noneSelected;
    const said = fill(text, selected, hidden);
    if (this.#count.textContent !== said) this.#count.textContent = said;
    for (const one of this.#buttons) one.disabled = selected === 0;
  }
}
