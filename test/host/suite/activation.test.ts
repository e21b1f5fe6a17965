import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
  };
}

describe(`the extension in VS Code ${vscode.version}`, () => {
  const extension = vscode.extensions.getExtension<unknown>('moodle-release.moodle-release');
  assert.ok(extension, 'the extension is not there');
  const { contributes } = extension.packageJSON as Manifest;
  // Before any test has asked for something of it.
  const { isActive } = extension;

  it('was activated by the files in the folder', () => {
    assert.equal(isActive, true);
  });

  it('has a handler for every command of its manifest', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands.filter(({ command }) => !registered.has(command));
    assert.deepEqual(missing, []);
  });

  it('has its views', async () => {
    for (const { id } of Object.values(contributes.views).flat()) await vscode.commands.executeCommand(`${id}.focus`);
  });
});
