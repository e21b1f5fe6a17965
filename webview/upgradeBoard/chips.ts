import { element } from './element';
import { icon } from './icons';
import type { Chip } from './view';

/** A group of toggles with one stop of the Tab key; the arrow keys lead from one to the next. */
export class Chips {
  readonly element = element('div', { class: 'chips', role: 'toolbar' });
  readonly #onChange: (pressed: readonly string[]) => void;
  #pressed: readonly string[] = [];
  #made = '';

  constructor(onChange: (pressed: readonly string[]) => void) {
    this.#onChange = onChange;
    this.element.addEventListener('keydown', (event) => {
      this.#step(event);
    });
  }

  show(label: string, chips: readonly Chip[], pressed: readonly string[]): void {
    this.#pressed = pressed;
    this.element.hidden = chips.length === 0;
    this.element.setAttribute('aria-label', label);
    const made = JSON.stringify(chips);
    if (made !== this.#made) {
      this.#made = made;
      const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset['id'] : undefined;
      const had = this.element.contains(document.activeElement);
      this.element.replaceChildren(...chips.map((chip, index) => this.#chip(chip, index === 0)));
      if (had) (this.#buttons().find(({ dataset }) => dataset['id'] === focused) ?? this.#buttons()[0])?.focus();
    }
    for (const button of this.#buttons()) {
      button.setAttribute('aria-pressed', String(pressed.includes(button.dataset['id'] ?? '')));
    }
  }

  #chip({ id, label, icon: picture, colour, count }: Chip, isStop: boolean): HTMLButtonElement {
    const made = element(
      'button',
      { type: 'button', class: 'chip', tabindex: isStop ? '0' : '-1' },
      ...(picture === null ? [] : [icon(picture, colour)]),
      `${label} `,
      element('span', { class: 'count' }, String(count)),
    );
    made.dataset['id'] = id;
    made.addEventListener('click', () => {
      const others = this.#pressed.filter((one) => one !== id);
      this.#onChange(others.length < this.#pressed.length ? others : [...others, id]);
    });
    return made;
  }

  #step(event: KeyboardEvent): void {
    const buttons = this.#buttons();
    const from = buttons.findIndex((button) => button === document.activeElement);
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: buttons.length - 1 }[event.key];
    const next = to === undefined || from < 0 ? undefined : buttons[(to + buttons.length) % buttons.length];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
  }

  #buttons(): HTMLButtonElement[] {
    return [...this.element.querySelectorAll('button')];
  }
}
