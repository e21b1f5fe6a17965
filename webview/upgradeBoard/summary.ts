import type { BoardModel } from '../protocol';
import { button, progressRing } from '../ui';
import { element, fill } from './element';

export interface SummaryActs {
  readonly predict: () => void;
  readonly stop: () => void;
}

/** What the board is of, what it comes to, and how far the previews are. */
export class Summary {
  readonly element = element('header');
  readonly #heading = element('h1');
  readonly #totals = element('p', { class: 'totals', role: 'status' });
  readonly #notice = element('p', { class: 'notice', role: 'status' });
  readonly #shown = element('span', { class: 'shown', role: 'status' });
  readonly #said = element('span', { role: 'status' });
  readonly #ring = progressRing();
  readonly #predict: HTMLElement;
  readonly #stop: HTMLElement;

  constructor(acts: SummaryActs) {
    this.#predict = button('', acts.predict);
    this.#stop = button('', acts.stop);
    this.element.append(
      element('div', { class: 'title' }, this.#heading, this.#totals),
      element('div', { class: 'progress' }, this.#shown, this.#ring, this.#said, this.#stop, this.#predict),
      this.#notice,
    );
  }

  show({ heading, totals, notice, predicting, texts, rows }: BoardModel, customer: string, shown: number): void {
    say(this.#heading, heading);
    say(this.#totals, totals[customer] ?? '');
    say(this.#notice, notice);
    say(this.#said, predicting.text);
    say(this.#shown, shown === rows.length ? '' : fill(texts.shown, shown, rows.length));
    say(this.#predict, texts.predict);
    say(this.#stop, texts.stop);
    this.#ring.hidden = this.#stop.hidden = !predicting.busy;
    this.#predict.hidden = predicting.busy || rows.length === 0;
  }
}

/** Says nothing again: what is said anew is read out anew. */
function say(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text;
  place.hidden = text === '';
}
