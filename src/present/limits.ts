import { t } from '@vscode/l10n';
import type { Status } from '../release/types';

/** What of the repository is not here, and what follows for every answer; one sentence each, none when all is here. */
export function limitsText({ repository }: Status): readonly string[] {
  return [
    ...(repository.shallow ? [t('the clone is shallow: what depends on the history behind its end is unknown')] : []),
    ...(repository.partial ? [t('the clone is partial: what depends on objects that are not here is unknown')] : []),
  ];
}
