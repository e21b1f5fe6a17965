import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';

const pending = { changes: ['LUVLE/feature/enrol_lusi'] };
const branch = 'LUVLE-2.6-feature-enrol_lusi';

describe('plans in the editor', () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  const tipOf = (name: string): string =>
    execFileSync('git', ['for-each-ref', '--format=%(objectname)', `refs/heads/${name}`], {
      cwd: folder.fsPath,
      encoding: 'utf8',
    }).trim();
  const shown = (): vscode.TextDocument => {
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, 'moodle-release-plan');
    return document;
  };
  const actions = async (): Promise<readonly (string | undefined)[]> => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      shown().uri,
    );
    return lenses.map(({ command }) => command?.command);
  };
  /** Does something, and waits until the document in front says something else. */
  const changing = async (command: string): Promise<void> => {
    const { uri } = shown();
    const changed = new Promise<void>((resolve) => {
      const listening = vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.toString() !== uri.toString()) return;
        listening.dispose();
        resolve();
      });
    });
    await Promise.all([changed, vscode.commands.executeCommand(command)]);
  };

  before(async () => {
    await vscode.commands.executeCommand('moodleRelease.branches.focus');
    await vscode.commands.executeCommand('moodleRelease.refresh');
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('shows what would be done, and does nothing', async () => {
    await vscode.commands.executeCommand('moodleRelease.rebase', pending);
    assert.match(shown().getText(), new RegExp(`^Rebase [^]*${branch} .*clean`));
    assert.deepEqual(await actions(), ['moodleRelease.runPlan', 'moodleRelease.savePlan', 'moodleRelease.discardPlan']);
    assert.equal(tipOf(branch), '');
  });

  it('runs it, and says in the same place that it was done', async () => {
    await changing('moodleRelease.runPlan');
    assert.match(tipOf(branch), /^[0-9a-f]{40}$/);
    assert.match(shown().getText(), /^Rebase .* · done/);
    assert.deepEqual(await actions(), ['moodleRelease.undo']);
  });

  it('takes it back by a plan of its own', async () => {
    await vscode.commands.executeCommand('moodleRelease.undo', shown().uri);
    assert.match(shown().getText(), /^Undo/);
    await changing('moodleRelease.runPlan');
    assert.equal(tipOf(branch), '');
  });

  it('says when something moved since it was planned, and offers to plan again', async () => {
    await vscode.commands.executeCommand('moodleRelease.rebase', pending);
    execFileSync('git', ['branch', branch, 'v2.6.0'], { cwd: folder.fsPath });
    try {
      await changing('moodleRelease.refresh');
      assert.match(shown().getText(), /^Something moved since this was planned/);
      assert.equal((await actions())[0], 'moodleRelease.planAgain');
    } finally {
      execFileSync('git', ['branch', '-D', branch], { cwd: folder.fsPath });
    }
    await changing('moodleRelease.refresh');
    assert.equal((await actions())[0], 'moodleRelease.runPlan');
  });

  it('closes a plan that is not wanted', async () => {
    await vscode.commands.executeCommand('moodleRelease.rebase', pending);
    const { uri } = shown();
    await vscode.commands.executeCommand('moodleRelease.discardPlan');
    const open = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ input }) => input);
    assert.ok(!open.some((input) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString()));
  });
});
