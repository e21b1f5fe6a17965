import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { changeName } from '../../present';
import type { Desk } from '../desk';
import { itemsOf } from './meant';
import { changesFor, unparsedFor } from './targets';

/** Puts the names of the selected branches on the clipboard, one a line. */
export async function copyName(desk: Desk, args: readonly unknown[]): Promise<void> {
  const items = itemsOf(args);
  const roles = desk.repository.status?.roles.filter((role) =>
    items.some((item) => 'role' in item && item.role === role),
  );
  const title = t('Copy Branch Name');
  const names = [
    ...(roles ?? []).map(({ name }) => name),
    ...(items.some((item) => 'unparsed' in item) ? await unparsedFor(desk, args, title) : []).map(({ name }) => name),
    ...(items.length === 0 || items.some((item) => 'change' in item)
      ? await changesFor(desk, args, { title })
      : []
    ).map(changeName),
  ];
  if (names.length > 0) await vscode.env.clipboard.writeText(names.join('\n'));
}
