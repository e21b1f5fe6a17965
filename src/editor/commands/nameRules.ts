import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { NameRule } from '../../config/types';
import type { CommandId } from '../../contributions';
import { display, nameReason } from '../../present';
import type { ParsedName } from '../../scheme';
import type { Desk } from '../desk';
import { branchNaming } from './branchNaming';
import { editConfiguration } from './configurationFile';
import { type } from './questions';
import { valueOf } from './sequence';
import { unparsedFor } from './targets';

/** Asks for the name each branch would have by the scheme, and writes down that it means that. */
export async function thisIs(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('This Is…');
  const naming = await branchNaming(desk, await desk.repository.session());
  const rules: NameRule[] = [];
  for (const { name, suggestion } of await unparsedFor(desk, args, title)) {
    const meant = valueOf(
      await type({
        title,
        prompt: t('The name {0} would have by the scheme', display(name)),
        value: suggestion ?? name,
        check: (text) => problem(naming.read(text)),
      }),
    );
    if (meant === undefined) break;
    const meaning = meaningOf(naming.read(meant));
    if (meaning !== null) rules.push({ pattern: name, meaning });
  }
  await editConfiguration(desk, rules);
}

/** Writes down that the branches mean nothing, so that they are not listed again. */
export async function ignoreThese(desk: Desk, args: readonly unknown[]): Promise<void> {
  const branches = await unparsedFor(desk, args, t('Ignore These'));
  const isWritten = await editConfiguration(
    desk,
    branches.map(({ name }) => ({ pattern: name, meaning: { kind: 'ignore' } })),
  );
  if (isWritten) void sayIgnored(branches.map(({ name }) => name));
}

/** What is ignored is not shown any more, so that nothing else says where it went. */
async function sayIgnored(names: readonly string[]): Promise<void> {
  const said =
    names.length === 1
      ? t('{0} is ignored from now on, as moodle-release.yaml says.', display(names[0] ?? ''))
      : t('{0} branches are ignored from now on, as moodle-release.yaml says.', names.length);
  const open = t('Open Configuration');
  const command: CommandId = 'moodleRelease.openConfiguration';
  if ((await vscode.window.showInformationMessage(said, open)) === open) await vscode.commands.executeCommand(command);
}

function problem(parsed: ParsedName): string | undefined {
  if (parsed.reason !== null) return nameReason(parsed.reason);
  return meaningOf(parsed) === null ? t('This is the name of neither a change nor a role branch.') : undefined;
}

function meaningOf({ kind, key, role, customer, line }: ParsedName): NameRule['meaning'] | null {
  if (line === null) return null;
  if (kind === 'change' && key !== null) return { kind, change: key, line };
  if (kind === 'role' && role !== null && customer !== null) return { kind, role, customer, line };
  return null;
}
