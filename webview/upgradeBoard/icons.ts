import type { BoardMark } from '../protocol';
import { clipped } from './element';

const ring = 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z';
const dot = (x: number, y: number): string => `M${x - 1.5} ${y}a1.5 1.5 0 1 0 3 0 1.5 1.5 0 1 0-3 0`;

/** Our own pictures of the codicons that states and previews name: what is drawn, and what is filled. */
const pictures: Readonly<Record<string, { readonly line: string; readonly area?: string }>> = {
  'arrow-right': { line: 'M3 8h9M8.5 4.5 12 8l-3.5 3.5' },
  'chevron-right': { line: 'm6 4 4 4-4 4' },
  'circle-large-outline': { line: ring },
  'circle-slash': { line: `${ring}M4.2 4.2l7.6 7.6` },
  cloud: { line: 'M4.5 12a2.5 2.5 0 0 1 0-5 3.6 3.6 0 0 1 7-.3 2.7 2.7 0 0 1 0 5.3z' },
  'color-mode': { line: ring, area: 'M8 2.5v11a5.5 5.5 0 0 0 0-11z' },
  'debug-disconnect': { line: 'M1.5 8H6M10 8h4.5M7 4.5 6 11.5M10 4.5 9 11.5' },
  'diff-added': { line: 'M3 3h10v10H3zM8 5.5v5M5.5 8h5' },
  'git-branch': { line: `M5 5.5v5M11 6.5c0 2.5-3 2.5-6 3.5${dot(5, 4)}${dot(5, 12)}${dot(11, 5)}` },
  'git-merge': { line: `M4.5 5.5v5M4.5 5.5c0 3 2.5 4 5.5 4${dot(4.5, 4)}${dot(4.5, 12)}${dot(11.5, 9.5)}` },
  history: { line: 'M3 5.6A5.5 5.5 0 1 1 2.5 8M2.7 2.8v3h3M8 5v3l2 1.5' },
  package: { line: 'M2.5 5 8 2.3 13.5 5v6L8 13.7 2.5 11zM2.5 5 8 7.8 13.5 5M8 7.8v5.9' },
  pass: { line: `${ring}M5.5 8.2l1.8 1.8 3.2-3.8` },
  question: { line: 'M5.5 6a2.5 2.5 0 1 1 3.7 2.2C8.3 8.7 8 9.2 8 10M8 12.5v.1' },
  verified: { line: 'M8 2l5 2v4c0 3-2.2 5-5 6-2.8-1-5-3-5-6V4zM5.8 8l1.7 1.7 2.8-3.2' },
  warning: { line: 'M8 2.5 14 13H2zM8 6.5v3M8 11.3v.1' },
  watch: { line: `${ring}M8 5v3.2l2 1.3` },
};

const namespace = 'http://www.w3.org/2000/svg';

/** The picture of a codicon, in a theme colour; it says nothing that the word beside it does not. */
export function icon(id: string, colour: string | null = null): SVGSVGElement {
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  const { line, area } = pictures[id] ?? { line: dot(8, 8) };
  svg.append(path(line, 'line'), ...(area === undefined ? [] : [path(area, 'area')]));
  // Set through the object model, which the page's policy allows and a style attribute it does not.
  if (colour !== null) svg.style.color = themeColour(colour);
  return svg;
}

/** A word with its picture. */
export function mark({ label, icon: id, colour }: BoardMark): HTMLElement {
  const made = document.createElement('span');
  made.className = 'mark';
  if (id !== null) made.append(icon(id, colour));
  made.append(clipped(label));
  return made;
}

function path(d: string, kind: 'line' | 'area'): SVGPathElement {
  const made = document.createElementNS(namespace, 'path');
  made.setAttribute('d', d);
  made.classList.add(kind);
  return made;
}

/** `list.warningForeground` as VS Code names it on the page. */
function themeColour(id: string): string {
  return /^[\w.]+$/.test(id) ? `var(--vscode-${id.replaceAll('.', '-')})` : 'currentColor';
}
