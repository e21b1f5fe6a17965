import { t } from '@vscode/l10n';
import { boardActions } from '../../webview/protocol';
import type { BoardLine, BoardMark, BoardModel, BoardRank, BoardRow } from '../../webview/protocol';
import type { Assessment, LineBranch, LineFacts, Prediction, Status } from '../release/types';
import { boardDetails } from './boardDetails';
import { boardActionLabel, boardTexts } from './boardTexts';
import { changeDescription, changeLabel } from './changes';
import { searchText } from './groups';
import { targetLabel } from './overview';
import { predictionOrder, predictionWords, totalsText } from './predictions';
import type { PredictionResult } from './predictions';
import { isToMove, stateOrder, stateWords } from './states';
import { display } from './text';

/** How far the predictions are. */
export type Predicting =
  | { readonly kind: 'not-asked' | 'busy' | 'done' | 'stopped' }
  /** `said` is safe to show. */
  | { readonly kind: 'failed'; readonly said: string };

export interface BoardFacts {
  /** With what is foreseen of each change. */
  readonly status: Status | undefined;
  readonly predicting: Predicting;
  /** Who is at work; null where nobody is known. */
  readonly who: { readonly name: string; readonly email: string } | null;
  /** Why the last read failed, safe to show; null when it did not. */
  readonly fault: string | null;
}

/** The Upgrade board as its page shows it: every word ready, nothing left to decide. */
export function boardModel(facts: BoardFacts): BoardModel {
  const { status, predicting, fault } = facts;
  const targets = status?.targets ?? [];
  const rows = (status?.changes ?? []).map((change) => boardRow(change, facts)).sort(inOrderOfWork);
  const customers = [...new Set(rows.map(({ customer }) => customer))].sort();
  return {
    heading: targets.map(targetLabel).join(' · '),
    totals: Object.fromEntries(['', ...customers].map((customer) => [customer, boardTotals(status, customer)])),
    notice: [...(fault === null ? [] : [fault]), ...(status?.complete === false ? [t('Still being read.')] : [])].join(
      ' ',
    ),
    absence: absenceText(status),
    customers: customers.length > 1 ? customers : [],
    lines: boardLines(status),
    rows,
    predicting: { busy: predicting.kind === 'busy', text: predictingText(predicting) },
    actions: boardActions.map((id) => ({ id, label: boardActionLabel(id) })),
    texts: boardTexts(),
  };
}

/** `38 clean, 6 conflicts, 4 adopted, 5 external`: of one customer, or of all by the empty name. */
function boardTotals(status: Status | undefined, customer: string): string {
  const changes = (status?.changes ?? []).filter((one) => customer === '' || one.customer === customer);
  const results = changes.flatMap(({ prediction }) => prediction?.result ?? []);
  const count = (state: Assessment['state']): number => changes.filter((change) => change.state === state).length;
  const [adopted, external] = [count('adopted'), count('external')];
  const rest = changes.filter(({ state, prediction }) => isToMove(state) && prediction === null).length;
  return [
    ...(results.length === 0 ? [t('{0} to move', rest)] : [totalsText(results)]),
    ...(results.length === 0 || rest === 0 ? [] : [t('{0} not previewed', rest)]),
    ...(adopted === 0 ? [] : [t('{0} adopted', adopted)]),
    ...(external === 0 ? [] : [t('{0} external', external)]),
  ].join(', ');
}

function boardRow(change: Assessment, facts: BoardFacts): BoardRow {
  const { prediction } = change;
  const target = facts.status?.targets.find((one) => one.customer === change.customer && one.line === change.target);
  const paths = prediction?.conflicts.flatMap((conflict) => conflict.paths) ?? [];
  const elsewhere = change.lines.filter(({ line }) => line !== change.target);
  const lost = change.predecessor?.branch === null ? [change.predecessor.line] : [];
  return {
    id: change.key,
    customer: change.customer,
    label: changeLabel(change),
    // What is foreseen has a column of its own.
    description: changeDescription({ ...change, prediction: null }),
    target: change.target,
    state: stateRank(change.state),
    lines: Object.fromEntries([
      ...lost.map((line): [string, BoardMark] => [line, lostMark()]),
      ...elsewhere.map((branch): [string, BoardMark] => [branch.line, branchMark(branch, change)]),
    ]),
    prediction: prediction && predictionRank(prediction),
    owner: { label: display(change.owner ?? ''), whose: whoseIs(change.owner, facts.who) },
    ticket: display(change.ticket ?? ''),
    text: [searchText(change), ...paths.map((path) => path.toLowerCase())].join('\n'),
    details: boardDetails(change, prediction, target?.base.tag ?? change.target),
  };
}

function stateRank(state: Assessment['state']): BoardRank {
  const { label, icon, colour } = stateWords(state);
  return { id: state, kind: label, label, icon, colour, order: stateOrder.indexOf(state) };
}

function predictionRank(prediction: Prediction): BoardRank {
  const { short, icon, colour } = predictionWords(prediction);
  const { result } = prediction;
  return { id: result, kind: resultName(result), label: short, icon, colour, order: predictionOrder.indexOf(result) };
}

/** What the branch on another line means for the move: whether the last release there has the change. */
function branchMark({ line, at }: LineBranch, { predecessor, shipped }: Assessment): BoardMark {
  if (line === predecessor?.line) {
    return shipped
      ? { label: t('Released'), icon: 'pass', colour: 'testing.iconPassed' }
      : { label: t('Unreleased'), icon: 'circle-large-outline', colour: 'descriptionForeground' };
  }
  const label = at === 'remote' ? t('Only remote') : t('Branch');
  return { label, icon: at === 'remote' ? 'cloud' : 'git-branch', colour: 'descriptionForeground' };
}

function lostMark(): BoardMark {
  return { label: t('Branch lost'), icon: 'warning', colour: 'list.warningForeground' };
}

/** The columns: every line of every customer, oldest first. */
function boardLines(status: Status | undefined): BoardLine[] {
  const found = new Map<string, LineFacts[]>();
  for (const facts of status?.lines ?? []) found.set(facts.line, [...(found.get(facts.line) ?? []), facts]);
  const isTarget = ({ customer, line }: LineFacts): boolean =>
    status?.targets.some((target) => target.customer === customer && target.line === line) === true;
  return [...found]
    .sort(([, [a]], [, [b]]) => (a?.branch ?? 0) - (b?.branch ?? 0))
    .map(([line, all]) => ({
      line,
      note: lifeNote(all),
      retired: all.every((facts) => facts.life === 'retired' && !isTarget(facts)),
      customers: all.map(({ customer }) => customer),
    }));
}

function lifeNote(all: readonly LineFacts[]): string {
  const lives = new Set(all.map(({ life }) => life));
  const [only] = lives;
  if (lives.size === 1 && only !== undefined) return lifeText(only);
  return all.map(({ customer, life }) => display(`${customer} ${lifeText(life)}`)).join(', ');
}

function lifeText(life: LineFacts['life']): string {
  switch (life) {
    case 'live':
      return t('live');
    case 'preparing':
      return t('preparing');
    case 'retired':
      return t('retired');
  }
}

function resultName(result: PredictionResult): string {
  switch (result) {
    case 'clean':
      return t('Clean');
    case 'empty':
      return t('Empty');
    case 'conflict':
      return t('Conflicts');
    case 'waiting':
      return t('Waiting');
    case 'refused':
      return t('Refused');
    case 'unknown':
      return t('Not known');
  }
}

function predictingText(predicting: Predicting): string {
  switch (predicting.kind) {
    case 'not-asked':
    case 'done':
      return '';
    case 'busy':
      return t('Previewing…');
    case 'stopped':
      return t('The preview was stopped.');
    case 'failed':
      return t('The preview failed: {0}', predicting.said);
  }
}

function absenceText(status: Status | undefined): string {
  if (status === undefined) return t('Nothing has been read yet. The Branches view says how it stands.');
  return status.changes.length === 0 ? t('There are no changes.') : '';
}

/** An owner is written as people write it: by name, by address, or as git writes both. */
function whoseIs(owner: string | null, who: BoardFacts['who']): BoardRow['owner']['whose'] {
  if (owner === null || owner === '') return 'nobody';
  return who !== null && [who.name, who.email, `${who.name} <${who.email}>`].includes(owner) ? 'mine' : 'other';
}

/** Numbers by value, the same in every locale. */
const collator = new Intl.Collator('en', { numeric: true });

function inOrderOfWork(a: BoardRow, b: BoardRow): number {
  return (
    a.state.order - b.state.order || collator.compare(a.customer, b.customer) || collator.compare(a.label, b.label)
  );
}
