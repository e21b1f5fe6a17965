import { t } from '@vscode/l10n';
import type { Plan, PlanRecord } from '../plan';
import type { Piece } from './effects';
import { outlineOf, sectionStateText } from './planOutline';
import type { Line, OutlineRow, OutlineSection } from './planOutline';
import { alignedLines } from './table';
import { bullets, code, markdown, terminal } from './text';

export interface PlanTextOptions {
  /** What the journal says of it, once it was run. */
  readonly record?: PlanRecord | null;
}

/** A plan as plain text, line by line, for a terminal or a plain document: safe to show as it is. */
export function planText(plan: Plan, { record = null }: PlanTextOptions = {}): readonly string[] {
  const { title, state, refusal, sections, left, warnings, totals } = outlineOf(plan, record);
  const blocks = [
    [
      terminal(state === null ? title : `${title} · ${state}`),
      ...(refusal === null ? [] : [plain(refusalOf(refusal))]),
    ],
    ...sections.map((section) => sectionText(section)),
    left.length === 0 ? [] : [t('Not moved'), ...rowsText(left)],
    warnings.length === 0 ? [] : [t('Warnings'), ...warnings.map((line) => `  ${plain(line)}`)],
    totals === null ? [] : [t('Total: {0}', totals)],
  ];
  return blocks.filter((lines) => lines.length > 0).flatMap((lines, n) => (n === 0 ? lines : ['', ...lines]));
}

/** The same as Markdown; what came from outside is escaped. Ends with a newline. */
export function planMarkdown(plan: Plan, { record = null }: PlanTextOptions = {}): string {
  const { title, state, refusal, sections, left, warnings, totals } = outlineOf(plan, record);
  const blocks = [
    `# ${markdown(title)}`,
    ...(state === null ? [] : [`**${markdown(state)}**`]),
    ...(refusal === null ? [] : [marked(refusalOf(refusal))]),
    ...(totals === null ? [] : [totals]),
    ...(warnings.length === 0 ? [] : [`## ${t('Warnings')}`, bullets(warnings.map(marked)).join('\n')]),
    ...sections.flatMap((section) => sectionMarkdown(section)),
    ...(left.length === 0 ? [] : [`## ${t('Not moved')}`, rowsMarkdown(left)]),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function refusalOf(refusal: Line): Line {
  return [t('It must not run'), ': ', ...refusal];
}

/** What a heading says of its section: how far it is, and whether there is a way back. */
function headingParts(section: OutlineSection): readonly string[] {
  const state = sectionStateText(section);
  return [...(state === null ? [] : [state]), ...(section.isIrreversible ? [t('cannot be taken back')] : [])];
}

function sectionText(section: OutlineSection): string[] {
  return [
    [plain(section.heading), ...headingParts(section)].join(' · '),
    ...section.remarks.map((line) => `  ${plain(line)}`),
    ...rowsText(section.rows),
  ];
}

function rowsText(rows: readonly OutlineRow[]): string[] {
  const aligned = alignedLines(
    rows.map(({ cells }) => cells.map(plain)),
    null,
  );
  return rows.flatMap(({ below }, n) => [`  ${aligned[n] ?? ''}`, ...below.map((line) => `    ${plain(line)}`)]);
}

function sectionMarkdown(section: OutlineSection): string[] {
  const heading = [marked(section.heading), ...headingParts(section)].join(' · ');
  return [`## ${heading}`, bullets(section.remarks.map(marked)).join('\n'), rowsMarkdown(section.rows)];
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
