import { t } from '@vscode/l10n';

export type ActionId =
  | 'choose-repository'
  | 'choose-target'
  | 'fetch'
  | 'install-git'
  | 'new-change-branch'
  | 'open-configuration'
  | 'open-folder'
  | 'open-journal'
  | 'refresh'
  | 'show-log'
  | 'trust-repository';

/** Why something could not be done: what happened, to what, what to do now. Plain text, safe to show. */
export interface Failure {
  readonly message: string;
  /** The next action as a sentence, for where there are no buttons. */
  readonly next: string;
  readonly actions: readonly { readonly id: ActionId; readonly label: string }[];
}

export function say(message: string, next: string, ...ids: readonly ActionId[]): Failure {
  return { message, next, actions: ids.map((id) => ({ id, label: actionLabel(id) })) };
}

export function actionLabel(id: ActionId): string {
  switch (id) {
    case 'choose-repository':
      return t('Choose Repository');
    case 'choose-target':
      return t('Choose Target Line');
    case 'fetch':
      return t('Fetch');
    case 'install-git':
      return t('Install Git');
    case 'new-change-branch':
      return t('New Change Branch');
    case 'open-configuration':
      return t('Open Configuration');
    case 'open-folder':
      return t('Open Folder');
    case 'open-journal':
      return t('Show Journal');
    case 'refresh':
      return t('Refresh');
    case 'show-log':
      return t('Show Log');
    case 'trust-repository':
      return t('How to Trust It');
  }
}
