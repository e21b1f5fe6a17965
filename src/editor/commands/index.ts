import * as vscode from 'vscode';
import type { CommandId } from '../../contributions';
import type { Desk } from '../desk';
import { showFailure } from '../failures';

/** The part of our own manifest that is read here; it is generated from the table of commands. */
interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: CommandId }[] };
}

/** Registers every command of the manifest; what one throws is said to the person, with what to do next. */
export function registerCommands(desk: Desk, { packageJSON }: vscode.Extension<unknown>): vscode.Disposable {
  const registered = (packageJSON as Manifest).contributes.commands.map(({ command }) =>
    vscode.commands.registerCommand(command, async (...args: unknown[]) => {
      try {
        const { handlers } = await import('./handlers');
        await handlers[command](desk, args);
      } catch (error) {
        desk.channel.error(error instanceof Error ? error : String(error));
        await showFailure(error);
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}
