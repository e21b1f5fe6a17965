import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { CommandId } from '../../contributions';
import { planScheme } from '../../contributions';
import { stateOf } from './shownPlans';
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
          return offers(stateOf(plans.of(uri))).map(
            ({ label, command }) => new vscode.CodeLens(top, { title: label, command, arguments: [uri] }),
          );
        },
      },
    ),
  );
}

function offers(state: ReturnType<typeof stateOf>): readonly Offer[] {
  const again: Offer = { label: `$(refresh) ${t('Plan Again')}`, command: 'moodleRelease.planAgain' };
  const keep: readonly Offer[] = [
    { label: t('Save Plan…'), command: 'moodleRelease.savePlan' },
    { label: t('Discard'), command: 'moodleRelease.discardPlan' },
  ];
  switch (state) {
    case 'none':
      return [];
    case 'ready':
      return [{ label: `$(play) ${t('Run This Plan')}`, command: 'moodleRelease.runPlan' }, ...keep];
    case 'moved':
    case 'refused':
      return [again, ...keep];
    case 'ran':
      return [{ label: `$(discard) ${t('Undo…')}`, command: 'moodleRelease.undo' }];
  }
}
