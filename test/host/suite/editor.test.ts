import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, it } from 'mocha';
import * as vscode from 'vscode';

/** A change of the sample, as a tree item names it to a command. */
const adopted = { key: 'LUVLE/hack/mod_resource/singlefiles', target: '2.6' };
/** One with a branch, and a branch on the line before. */
const partial = { key: 'LUVLE/feature/format_grid', target: '2.6' };
const slip = { ref: 'refs/heads/LUVLE-2-5.deployment' };

/** Waits for the value of an event's listener; mocha's own limit ends it. */
function once<T>(event: vscode.Event<T>, until: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    const listening = event((value) => {
      if (!until(value)) return;
      listening.dispose();
      resolve(value);
    });
  });
}

const tabs = (): readonly vscode.Tab[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs);

async function opened(label: RegExp): Promise<vscode.Tab> {
  const there = tabs().find((tab) => label.test(tab.label));
  if (there) return there;
  await once(vscode.window.tabGroups.onDidChangeTabs, () => tabs().some((tab) => label.test(tab.label)));
  return opened(label);
}

describe('the editor', () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  const file = vscode.Uri.joinPath(folder, 'moodle-release.yaml');

  /** Where and what: `2:9 Error wrong-type`. */
  const marks = (): readonly string[] =>
    vscode.languages
      .getDiagnostics(file)
      .filter(({ source }) => source === 'moodle-release')
      .map(({ range: { start }, severity, code }) =>
        [
          `${start.line}:${start.character}`,
          vscode.DiagnosticSeverity[severity],
          typeof code === 'string' ? code : '',
        ].join(' '),
      );

  before(async () => {
    await vscode.commands.executeCommand('moodleRelease.branches.focus');
    await vscode.commands.executeCommand('moodleRelease.refresh');
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(file);
  });

  it('copies the names of the changes it is called on', async () => {
    const item = { change: adopted };
    await vscode.commands.executeCommand('moodleRelease.copyName', item, [
      item,
      { change: { key: 'no/such', target: '2.6' } },
    ]);
    assert.equal(await vscode.env.clipboard.readText(), 'LUVLE-2.5-hack-mod_resource-singlefiles');
  });

  it('explains a state', async () => {
    const opening = once(vscode.workspace.onDidOpenTextDocument, ({ uri }) => uri.scheme === 'moodle-release-explain');
    await vscode.commands.executeCommand('moodleRelease.explain', { change: adopted });
    assert.match((await opening).getText(), /^# mod\\_resource · singlefiles\n[^]*Adopted/);
    await opened(/singlefiles/);
  });

  it('lists the commits of a change', async () => {
    await vscode.commands.executeCommand('moodleRelease.showCommits', { change: adopted });
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /^commit [0-9a-f]{40}\nupstream [0-9a-f]{40}\n.* <.*@.*>, 20\d\d-/);
    assert.match(text, /mod_resource: Allow single files/);
  });

  it('compares a change with its base, out of the commits', async () => {
    const opening = once(vscode.workspace.onDidOpenTextDocument, ({ uri }) => uri.scheme === 'moodle-release-git');
    await vscode.commands.executeCommand('moodleRelease.compareWithBase', { change: adopted });
    await opened(/and its base/);
    assert.match((await opening).getText(), /^<\?php/);
  });

  it('compares a change with its predecessor, out of the commits', async () => {
    const args = ['rev-parse', 'refs/heads/LUVLE-2.5-feature-format_grid'];
    const tip = execFileSync('git', args, { cwd: folder.fsPath, encoding: 'utf8' }).trim();
    const opening = once(vscode.workspace.onDidOpenTextDocument, ({ uri }) => uri.query.includes(tip));
    await vscode.commands.executeCommand('moodleRelease.compareWithPredecessor', { change: partial });
    await opened(/and its predecessor/);
    assert.match((await opening).uri.path, /format\/grid/);
  });

  it('shows no commit of a folder that is not of this window', async () => {
    const query = JSON.stringify({ folder: 'file:///etc', commit: 'a'.repeat(40) });
    const uri = vscode.Uri.from({ scheme: 'moodle-release-git', path: '/passwd', query });
    await assert.rejects(async () => vscode.workspace.openTextDocument(uri));
  });

  it('opens the configuration that is there', async () => {
    await vscode.workspace.fs.writeFile(file, Buffer.from('schema: 1 # kept\n'));
    await vscode.commands.executeCommand('moodleRelease.openConfiguration');
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.fsPath, file.fsPath);
    assert.equal(document.getText(), 'schema: 1 # kept\n');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('marks what is wrong in a configuration that is not open', async () => {
    const marked = once(
      vscode.languages.onDidChangeDiagnostics,
      () => vscode.languages.getDiagnostics(file).length > 0,
    );
    await vscode.workspace.fs.writeFile(file, Buffer.from('# Ours\nschema: 1\ncustomers: 7\n'));
    await marked;
    assert.deepEqual(marks(), ['2:11 Error wrong-type']);
  });

  it('marks what is wrong in a configuration on its line', async () => {
    const document = await vscode.workspace.openTextDocument(file);
    const marked = once(vscode.languages.onDidChangeDiagnostics, () => marks().join() === '2:9 Error wrong-type');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(file, new vscode.Range(0, 0, document.lineCount, 0), '# Ours\nschema: 1\nremotes: 7\n');
    await vscode.workspace.applyEdit(edit);
    await marked;
  });

  it('completes the keys of a configuration', async () => {
    const document = await vscode.workspace.openTextDocument(file);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(file, new vscode.Range(0, 0, document.lineCount, 0), '# Ours, and nobody else’s\nschema: 1\n\n');
    await vscode.workspace.applyEdit(edit);
    await document.save();
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      file,
      new vscode.Position(2, 0),
    );
    const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('customers'), labels.join());
  });

  it('writes down what is to be ignored, and keeps the comments', async () => {
    await vscode.commands.executeCommand('moodleRelease.ignoreThese', { unparsed: slip });
    const text = Buffer.from(await vscode.workspace.fs.readFile(file)).toString();
    assert.match(text, /^# Ours, and nobody else’s\n/);
    assert.match(text, /^names:\n {2}LUVLE-2-5\.deployment: ignore$/m);
  });
});
