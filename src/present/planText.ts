import { t } from '@vscode/l10n';
import type { Plan, PlanRecord } from '../plan';
import type { Piece } from './effects';
import type { Line, OutlineRow, OutlineSection } from './outline';
import { outlineOf } from './planOutline';
import { alignedLines } from './table';
import { bullets, code, markdown, terminal } from './text';

export interface PlanTextOptions {
  /** What the journal says of it, once it was run. */
  readonly record?: PlanRecord | null;
  /** Where a reader sees the end last, as in a terminal, the totals are there; a document has them on top. */
  readonly totals?: 'on-top' | 'at-end';
}

/** A plan as plain text, line by line, for a terminal or a plain document: safe to show as it is. */
export function planText(
  plan: Plan,
  { record = null, totals: place = 'at-end' }: PlanTextOptions = {},
): readonly string[] {
  const { title, state, refusal, because, sections, tried, left, warnings, totals } = outlineOf(plan, record);
  const named = sections.find((section) => headingOf(section) === terminal(title));
  // The plan is not done when the section that is called like it is.
  const parts = headingParts(named === undefined ? { state, isIrreversible: false } : { ...named, state });
  const blocks = [
    [
      [terminal(title), ...parts].join(' · '),
      ...(because === null ? [] : [`  ${plain([t('because'), ': ', because])}`]),
      ...(refusal === null ? [] : [plain(refusalOf(refusal))]),
      ...(totals === null || place === 'at-end' ? [] : [`  ${totals}`]),
    ],
    ...sections.map((section) => sectionText(section, section !== named)),
    tried.length === 0 ? [] : [t('Merged in memory'), ...rowsText(tried)],
    left.length === 0 ? [] : [t('Not moved'), ...rowsText(left)],
    warnings.length === 0 ? [] : [t('Warnings'), ...warnings.map((line) => `  ${plain(line)}`)],
    totals === null || place === 'on-top' ? [] : [t('Total: {0}', totals)],
  ];
  return blocks.filter((lines) => lines.length > 0).flatMap((lines, n) => (n === 0 ? lines : ['', ...lines]));
}

/** The same as Markdown; what came from outside is escaped. Ends with a newline. */
export function planMarkdown(plan: Plan, { record = null }: PlanTextOptions = {}): string {
  const { title, state, refusal, because, sections, tried, left, warnings, totals } = outlineOf(plan, record);
  const blocks = [
    `# ${markdown(title)}`,
    ...(state === null ? [] : [`**${markdown(state)}**`]),
    ...(because === null ? [] : [marked([t('because'), ': ', because])]),
    ...(refusal === null ? [] : [marked(refusalOf(refusal))]),
    ...(totals === null ? [] : [totals]),
    ...(warnings.length === 0 ? [] : [`## ${t('Warnings')}`, bullets(warnings.map(marked)).join('\n')]),
    ...sections.flatMap((section) => sectionMarkdown(section)),
    ...(tried.length === 0 ? [] : [`## ${t('Merged in memory')}`, rowsMarkdown(tried)]),
    ...(left.length === 0 ? [] : [`## ${t('Not moved')}`, rowsMarkdown(left)]),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function refusalOf(refusal: Line): Line {
  return [t('It is not run'), ': ', ...refusal];
}

/** What a heading says of its section: how far it is, and whether there is a way back. */
function headingParts({ state, isIrreversible }: Pick<OutlineSection, 'state' | 'isIrreversible'>): readonly string[] {
  return [...(state === null ? [] : [state]), ...(isIrreversible ? [t('cannot be taken back')] : [])];
}

/** @param isHeaded whether it has a heading, which one that is called like its plan need not repeat */
function sectionText(section: OutlineSection, isHeaded: boolean): string[] {
  const only = onlyRow(section);
  return [
    ...(isHeaded ? [[headingOf(section), ...headingParts(section)].join(' · ')] : []),
    ...section.remarks.map((line) => `  ${plain(line)}`),
    ...(only === null ? rowsText(section.rows) : only.below.map((line) => `  ${plain(line)}`)),
  ];
}

function headingOf(section: OutlineSection): string {
  const only = onlyRow(section);
  return only === null ? plain(section.heading) : only.cells.map(plain).join('  ');
}

/** The row of a section that is about one thing and called like it, so that it is named once. */
function onlyRow({ heading, rows }: OutlineSection): OutlineRow | null {
  const [row, ...others] = rows;
  if (row === undefined || others.length > 0) return null;
  return plain(row.cells[0] ?? []) === plain(heading) ? row : null;
}

function rowsText(rows: readonly OutlineRow[]): string[] {
  const aligned = alignedLines(
    rows.map(({ cells }) => cells.map(plain)),
    null,
  );
  return rows.flatMap(({ below }, n) => [`  ${aligned[n] ?? ''}`, ...below.map((line) => `    ${plain(line)}`)]);
}

function sectionMarkdown(section: OutlineSection): string[] {
  const only = onlyRow(section);
  const heading = only === null ? marked(section.heading) : only.cells.map(marked).join(', ');
  return [
    `## ${[heading, ...headingParts(section)].join(' · ')}`,
    bullets(section.remarks.map(marked)).join('\n'),
    only === null ? rowsMarkdown(section.rows) : bullets(only.below.map(marked)).join('\n'),
  ];
}

function rowsMarkdown(rows: readonly OutlineRow[]): string {
  return rows
    .flatMap(({ cells, below }) => [`- ${cells.map(marked).join(', ')}`, ...below.map((line) => `  - ${marked(line)}`)])
    .join('\n');
}

function plain(line: Line): string {
  return line.map((piece) => terminal(textOf(piece))).join('');
}

function marked(line: Line): string {
  return line
    .map((piece) => {
      if (typeof piece === 'string') return piece;
      return 'name' in piece ? code(piece.name) : markdown(piece.said, 400);
    })
    .join('')
    .trim();
}

function textOf(piece: Piece): string {
  if (typeof piece === 'string') return piece;
  return 'name' in piece ? piece.name : piece.said;
}
