import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { builtInGit } from '../../../src/editor/builtInGit';
import { closeFiles, forgetWorkTree, openMerge } from '../../../src/editor/conflicts/mergeEditor';
import { mergeOf } from '../../../src/editor/conflicts/mergeTabs';

describe('the merge editor, on a work tree outside the workspace', () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  const name = 'version.php';
  let parent: string;
  let root: vscode.Uri;

  function git(cwd: string, ...args: readonly string[]): void {
    const as = ['user.name=Ada', 'user.email=ada@example.org', 'core.hooksPath=/dev/null'].flatMap((one) => [
      '-c',
      one,
    ]);
    execFileSync('git', [...as, ...args], { cwd, stdio: 'ignore' });
  }

  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'merge-'));
    const work = join(parent, 'wt');
    root = vscode.Uri.file(work);
    git(folder.fsPath, 'worktree', 'add', '--detach', work);
    writeFileSync(join(work, name), '<?php // theirs\n');
    git(work, 'commit', '-am', 'theirs');
    git(work, 'tag', '-f', 'merge-editor-test');
    git(work, 'checkout', '--detach', 'HEAD~1');
    writeFileSync(join(work, name), '<?php // ours\n');
    git(work, 'commit', '-am', 'ours');
    assert.throws(() => {
      git(work, 'cherry-pick', 'merge-editor-test');
    });
  });

  afterEach(async () => {
    await closeFiles(root);
    git(folder.fsPath, 'worktree', 'remove', '--force', root.fsPath);
    git(folder.fsPath, 'tag', '-d', 'merge-editor-test');
    await forgetWorkTree(root);
    assert.ok(!existsSync(root.fsPath));
    rmSync(parent, { recursive: true });
    const known = (await builtInGit())?.repositories.map(({ rootUri }) => rootUri.path);
    assert.ok(!known?.includes(root.path), 'the built-in git still knows the work tree');
    const open = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).map(({ label }) => label);
    assert.deepEqual(
      open.filter((label) => label.includes(name)),
      [],
    );
  });

  /** With a setting of the built-in git, and then without it. */
  async function having(key: string, value: unknown, act: () => Promise<void>): Promise<void> {
    const settings = vscode.workspace.getConfiguration('git');
    const before = settings.inspect(key)?.globalValue;
    await settings.update(key, value, vscode.ConfigurationTarget.Global);
    try {
      await act();
    } finally {
      await settings.update(key, before, vscode.ConfigurationTarget.Global);
    }
  }

  it('opens a file in conflict with both sides', async () => {
    // Where VS Code is older, its git asks before it opens what lies outside the workspace.
    await having('openRepositoryInParentFolders', 'always', async () => {
      const file = vscode.Uri.joinPath(root, name);
      await openMerge(root, file);
      const tab = mergeOf(file);
      assert.ok(tab?.isActive, 'no merge editor was opened');
      assert.match(tab.label, /version\.php/);
    });
  });

  it('opens the file as text where the built-in git is switched off', async () => {
    await having('enabled', false, async () => {
      const file = vscode.Uri.joinPath(root, name);
      await openMerge(root, file);
      assert.equal(mergeOf(file), undefined);
      assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), file.toString());
      assert.match(vscode.window.activeTextEditor.document.getText(), /^<<<<<<< /);
    });
  });
});
