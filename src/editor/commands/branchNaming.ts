import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { nameReason } from '../../present';
import type { ParsedName } from '../../scheme';
import type { Session } from '../../session/types';
import type { Desk } from '../desk';
import type { Draft } from './draft';

/** Names as the repository's configuration has them written and read. */
export interface Naming {
  write(draft: Draft): string;
  read(name: string): ParsedName;
  /** Says what name will come of a draft, or what is wrong with it. */
  check(draft: Draft): vscode.InputBoxValidationMessage;
}

export async function branchNaming(desk: Desk, session: Session): Promise<Naming> {
  const [house, { config }] = await Promise.all([desk.openHouse(), session.configuration()]);
  const scheme = house.schemeOf(config);
  const read = (name: string): ParsedName => house.parseBranchName(name, scheme);
  const write = (draft: Draft): string =>
    house.formatBranchName(
      { ...draft, kind: 'change', shortname: draft.shortname === '' ? null : draft.shortname },
      scheme,
    );
  const check = (draft: Draft): vscode.InputBoxValidationMessage => {
    const name = write(draft);
    const { reason } = read(name);
    const { Info, Error } = vscode.InputBoxValidationSeverity;
    return reason === null
      ? { message: t('The branch will be {0}', name), severity: Info }
      : { message: nameReason(reason), severity: Error };
  };
  return { read, write, check };
}
