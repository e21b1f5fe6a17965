import { t } from '@vscode/l10n';
import { display, targetLabel } from '../../present';
import type { ChosenTarget } from '../chosenTargets';
import type { Desk } from '../desk';
import { linesOf } from './lines';
import { choose } from './questions';
import { valueOf } from './sequence';

/** Chooses the line, or the release tag for this once, that changes are compared with. */
export async function chooseTarget({ repository, targets }: Desk): Promise<void> {
  const { status } = repository;
  const title = t('Choose Target Line');
  const chosen = valueOf(
    await choose<ChosenTarget>({
      title,
      placeholder: t('A line, or the tag of a release'),
      choices: [
        {
          label: t('The highest line of each customer'),
          description: status?.targets.map(targetLabel).join(' · ') ?? '',
          choice: {},
        },
        ...linesOf(status).map((line) => ({ label: display(line), choice: { target: line } })),
      ],
      typed: (text) => ({ label: text, description: t('as it was typed'), choice: { target: text.trim() } }),
    }),
  );
  if (chosen === undefined || repository.folder === undefined) return;
  await targets.choose(repository.folder, chosen);
  await repository.readAnew();
}
