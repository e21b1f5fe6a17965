/** Makes an element. Text is only ever text: nothing here parses HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Text that ends in dots where there is no room for it; the whole is under the pointer. */
export function clipped(text: string): HTMLElement {
  return element('span', { class: 'clipped', title: text }, text);
}

/** The text with numbers in the places of `{0}` and `{1}`. */
export function fill(text: string, ...numbers: readonly number[]): string {
  return text.replace(/\{(\d)\}/g, (place, index: string) => String(numbers[Number(index)] ?? place));
}
