import { t } from '@vscode/l10n';
import type { Effect, Plan, PlanRecord, Section, Step, StepState } from '../plan';
import type { MergePreview } from '../release';
import type { CarryPreview } from '../release/types';
import { mergeRow, mergesOf, mergeTotals, rebuiltText } from './assembling';
import { deedsOf, isGitEffect } from './effects';
import { stepFailure } from './failures';
import { listEditLines } from './listEdits';
import { commitsText } from './phrases';
import { droppedText, predictionWords, totalsText } from './predictions';
import { inputOf, previewsOf } from './previews';
import type { Line, OutlineRow, OutlineSection, PlanOutline } from './outline';
import { recordStateText, sectionWords } from './recordStates';
import { refName, shortId } from './text';

/** A plan as an outline; with what the journal says of it once it was run. */
export function outlineOf(plan: Plan, record: PlanRecord | null = null): PlanOutline {
  const previews = previewsOf(plan);
  const because = inputOf(plan, 'because');
  const byBranch = new Map(previews.map((preview) => [preview.newBranch, preview]));
  const merges = mergesOf(plan);
  const edits = listEditLines(plan);
  const sections = plan.sections.map((section) => sectionOutline(section, byBranch, merges, record, edits));
  const effects = plan.sections.flatMap(({ steps }) => steps.map(({ effect }) => effect));
  const touched = new Set(effects.flatMap(branchesOf));
  const made = new Set(effects.flatMap((effect) => mergesIn(effect, merges)));
  return {
    title: plan.title,
    state: record === null ? null : recordStateText(record),
    refusal: plan.refusal === undefined ? null : [{ said: plan.refusal.text }],
    because: typeof because === 'string' ? { said: because } : null,
    sections,
    tried: merges.filter((merge) => !made.has(merge)).map(mergeRow),
    left: previews.filter(({ newBranch }) => !touched.has(newBranch)).map(previewRow),
    warnings: plan.warnings.map(({ about, text }) =>
      about === undefined || text.includes(about) ? [{ said: text }] : [{ name: about }, ': ', { said: text }],
    ),
    totals: previews.length > 0 ? totalsOf(plan, previews) : mergeTotalsOf(plan, merges),
  };
}

/** `38 clean, 6 conflicts, 4 adopted`: also of the changes that are not to be moved. */
function totalsOf({ warnings }: Plan, previews: readonly CarryPreview[]): string {
  const saying = (code: string): number => warnings.filter((one) => one.code === code).length;
  const [adopted, external] = [saying('adopted'), saying('external')];
  return [
    totalsText(previews.map(({ result }) => result)),
    ...(adopted === 0 ? [] : [t('{0} adopted', adopted)]),
    ...(external === 0 ? [] : [t('{0} external', external)]),
  ].join(', ');
}

function mergeTotalsOf(plan: Plan, merges: readonly MergePreview[]): string | null {
  const rebuilt = rebuiltText(plan);
  const said = [...(merges.length === 0 ? [] : [mergeTotals(merges)]), ...(rebuilt === null ? [] : [rebuilt])];
  return said.length === 0 ? null : said.join(', ');
}

function sectionOutline(
  section: Section,
  previews: ReadonlyMap<string, CarryPreview>,
  merges: readonly MergePreview[],
  record: PlanRecord | null,
  edits: readonly Line[],
): OutlineSection {
  return {
    id: section.id,
    heading: [{ said: section.title }],
    state: record === null ? null : sectionWords(record, section).label,
    isIrreversible: section.steps.some((step) => step.irreversible === true),
    remarks: section.steps.flatMap((step) => remarksOn(record?.steps.get(step.id))),
    rows: section.steps.flatMap((step) => stepRows(step, previews, merges, edits)),
  };
}

function remarksOn(state: StepState | undefined): readonly Line[] {
  if (state?.state === 'failed') return [[{ said: stepFailure(state).message }]];
  return [];
}

function stepRows(
  { effect }: Step,
  previews: ReadonlyMap<string, CarryPreview>,
  merges: readonly MergePreview[],
  edits: readonly Line[],
): readonly OutlineRow[] {
  if (!isGitEffect(effect)) return [];
  const found = branchesOf(effect).flatMap((branch) => previews.get(branch) ?? []);
  if (found.length > 0) return found.map(previewRow);
  const merged = mergesIn(effect, merges);
  if (merged.length > 0) return merged.map(mergeRow);
  return deedsOf(effect).map(({ name, what }, n) => {
    return { cells: [[{ name }], [what]], below: effect.kind === 'files' && n === 0 ? edits : [] };
  });
}

function previewRow(preview: CarryPreview): OutlineRow {
  const { newBranch, commits, picks = [], dropped, conflicts, lints, reason, exact, how } = preview;
  const left = new Set(dropped.map(({ commit }) => commit));
  const carried = commits.filter((commit) => !left.has(commit)).length;
  return {
    cells: [[{ name: newBranch }], [commitsText(carried)], [predictionWords(preview).short], [howText(how)]],
    below: [
      ...(reason === null ? [] : [[{ said: reason.text }]]),
      ...picks.map((one) => [t('picks'), ' ', ...commitPieces(one)]),
      ...dropped.map((one) => [t('leaves out'), ' ', ...commitPieces(one), ` (${droppedText(one)})`]),
      ...conflicts.map((one) => [t('conflict at'), ' ', ...commitPieces(one), ': ', ...listed(one.paths)]),
      ...lints.map((lint) => [t('look'), ': ', { said: lint.text }]),
      ...(exact === 'by-work-tree' ? [[t('previewed by git in a work tree')]] : []),
    ],
  };
}

function commitPieces({ commit, subject }: { readonly commit: string; readonly subject: string }): Line {
  return [{ name: shortId(commit) }, ' ', { said: subject }];
}

function listed(names: readonly string[]): Line {
  return names.flatMap((name, n) => (n === 0 ? [{ name }] : [', ', { name }]));
}

function howText(how: CarryPreview['how']): string {
  switch (how) {
    case 'create':
      return t('new branch');
    case 'move':
      return t('rewritten');
    case 'top-up':
      return t('commits added');
  }
}

/** Short names of the branches an effect carries. */
function branchesOf(effect: Effect): readonly string[] {
  if (!isGitEffect(effect)) return [];
  if (effect.kind === 'carry') return effect.moves.map(({ newBranch }) => refName(newBranch));
  return effect.kind === 'resolve' ? [refName(effect.newBranch)] : [];
}

/** The merges of a plan that an effect makes. */
function mergesIn(effect: Effect, merges: readonly MergePreview[]): readonly MergePreview[] {
  if (!isGitEffect(effect) || (effect.kind !== 'assemble' && effect.kind !== 'settle')) return [];
  const branches = new Set(effect.merges.map(({ branch }) => branch));
  return merges.filter(({ into, branch }) => into === effect.into && branches.has(branch));
}
