import { t } from '@vscode/l10n';
import type { BoardActionId, BoardTexts } from '../../webview/protocol';

/** The words of the Upgrade board that no change decides. The page puts numbers for `{0}` and `{1}`. */
export function boardTexts(): BoardTexts {
  return {
    change: t('Change'),
    customer: t('Customer'),
    prediction: t('Preview'),
    owner: t('Owner'),
    ticket: t('Ticket'),
    target: t('target'),
    board: t('Changes by line'),
    filter: t('Filter'),
    filterHint: t('Name, subject, path, ticket'),
    states: t('State'),
    predictions: t('Preview'),
    allCustomers: t('All customers'),
    anyone: t("Anyone's"),
    mine: t('Mine'),
    nobodys: t("Nobody's"),
    retired: t('Retired lines'),
    clear: t('Clear Filter'),
    select: t('Select'),
    selectAll: t('Select all shown'),
    selection: t('Selection'),
    noneSelected: t('Nothing selected'),
    selected: t('{0} selected'),
    selectedHidden: t('{0} selected, {1} more hidden by the filter'),
    shown: t('{0} of {1} shown'),
    nothingFits: t('No change fits the filter.'),
    noBranch: t('no branch'),
    explain: t('Explain This State'),
    predict: t('Preview All'),
    stop: t('Stop'),
  };
}

export function boardActionLabel(action: BoardActionId): string {
  switch (action) {
    case 'rebase':
      return t('Preview Rebase');
    case 'decide':
      return t('Decide…');
    case 'take':
      return t('Take');
    case 'release':
      return t('Release');
    case 'push':
      return t('Push…');
  }
}
