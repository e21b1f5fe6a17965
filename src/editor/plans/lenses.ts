import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { CommandId } from '../../contributions';
import { planScheme } from '../../contributions';
import { stateOf } from './shownPlans';
import type { RanPlan, ShownPlan } from './shownPlan';
import type { ShownPlans } from './shownPlans';

interface Offer {
  readonly label: string;
  readonly command: CommandId;
}

/** The line of actions above a plan. */
export function offerPlanActions(plans: ShownPlans): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    plans.onDidChange(() => {
      changed.fire();
    }),
    vscode.languages.registerCodeLensProvider(
      { scheme: planScheme },
      {
        onDidChangeCodeLenses: changed.event,
        provideCodeLenses({ uri }) {
          const top = new vscode.Range(0, 0, 0, 0);
          return offers(plans.of(uri)).map(
            ({ label, command }) => new vscode.CodeLens(top, { title: label, command, arguments: [uri] }),
          );
        },
      },
    ),
  );
}

function offers(shown: ShownPlan | undefined): readonly Offer[] {
  if (shown === undefined) return [];
  if (shown.record !== null) return shown.left.flatMap((one) => offersLeft[one]());
  const again: Offer = { label: `$(refresh) ${t('Plan Again')}`, command: 'moodleRelease.planAgain' };
  const keep: readonly Offer[] = [
    { label: t('Save Plan…'), command: 'moodleRelease.savePlan' },
    { label: t('Discard'), command: 'moodleRelease.discardPlan' },
  ];
  switch (stateOf(shown)) {
    case 'ready':
      return [{ label: `$(play) ${t('Run This Plan')}`, command: 'moodleRelease.runPlan' }, ...keep];
    case 'moved':
    case 'refused':
      return [again, ...keep];
    default:
      return [];
  }
}

/** With what is left to do with a plan that was run. */
const offersLeft: Readonly<Record<RanPlan['left'][number], () => readonly Offer[]>> = {
  resolve: () => [{ label: `$(git-merge) ${t('Resolve…')}`, command: 'moodleRelease.resolveConflict' }],
  resume: () => [
    { label: `$(debug-continue) ${t('Resume')}`, command: 'moodleRelease.resume' },
    { label: t('Roll Back…'), command: 'moodleRelease.rollBack' },
  ],
  undo: () => [{ label: `$(discard) ${t('Undo…')}`, command: 'moodleRelease.undo' }],
};
