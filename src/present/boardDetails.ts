import { t } from '@vscode/l10n';
import type { BoardDetail } from '../../webview/protocol';
import type { Assessment, PredictedConflict, Prediction } from '../release/types';
import { commitLabel, flagSentences } from './changes';
import { lintText } from './lints';
import { droppedText, predictionWords } from './predictions';
import { reasonText } from './reasons';
import { display } from './text';

/** What the row of a change opens to. `against` names the release it moves to. */
export function boardDetails(change: Assessment, prediction: Prediction | null, against: string): BoardDetail[] {
  return [
    text([reasonText(change.reason), ...flagSentences(change)].join(' ')),
    ...list(t('Missing'), change.branch === null ? [] : change.missing.map((commit) => commitLabel(commit))),
    ...(prediction === null ? [] : foreseen(prediction, against)),
  ];
}

function foreseen(prediction: Prediction, against: string): BoardDetail[] {
  const { conflicts, dropped, lints } = prediction;
  return [
    // The conflicts themselves say more.
    ...(conflicts.length > 0 ? [] : [text(predictionWords(prediction).spoken)]),
    ...conflicts.map((conflict) => conflictDetail(conflict, against)),
    ...list(
      t('Left out'),
      dropped.map((one) => `${commitLabel({ id: one.commit, subject: one.subject })}: ${droppedText(one)}`),
    ),
    ...list(t('Worth a look'), lints.map(lintText)),
  ];
}

function conflictDetail({ commit, subject, paths }: PredictedConflict, against: string): BoardDetail {
  return {
    kind: 'conflict',
    heading: t('{0} does not apply', commitLabel({ id: commit, subject })),
    note: t('{0} against ours', display(against)),
    commit,
    paths: paths.map((path) => ({
      path,
      label: display(path),
      spoken: t('{0}: compare {1} with ours', display(path), display(against)),
    })),
  };
}

function text(said: string): BoardDetail {
  return { kind: 'text', text: display(said, 600) };
}

function list(heading: string, items: readonly string[]): BoardDetail[] {
  return items.length === 0 ? [] : [{ kind: 'list', heading, items }];
}
