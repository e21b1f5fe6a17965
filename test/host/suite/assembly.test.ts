import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { assemblyItem, assemblyTooltip } from '../../../src/editor/assembly/items';
import { assemblyNodes } from '../../../src/editor/assembly/nodes';
import type { AssemblyNode } from '../../../src/editor/assembly/nodes';
import { AssemblyLists } from '../../../src/editor/assemblyLists';
import { upToNoReturn } from '../../../src/editor/plans/upToNoReturn';
import type { AssemblyState } from '../../../src/session/assemblyTypes';
import type { Status } from '../../../src/release/types';
import * as house from '../../../src/rooms';
import type { Session } from '../../../src/session/types';
import { assembly, change, entry, role, status } from '../../unit/present/samples';

const quiz = change({ type: 'fix', component: 'mod_quiz', shortname: null });

function* all(nodes: readonly AssemblyNode[]): Generator<AssemblyNode> {
  for (const node of nodes) {
    yield node;
    yield* all('children' in node ? node.children : []);
  }
}

describe('items of the Assembly view', () => {
  const states = [
    assembly({
      entries: [
        entry({ change: quiz.key, merged: 'no' }),
        entry({ change: 'LUVLE/hack/mod_wiki', pin: 'a'.repeat(40) }),
      ],
      clashes: [{ change: quiz.key, with: 'LUVLE/hack/mod_wiki', paths: ['lib.php'] }],
    }),
  ];
  const nodes = [...all(assemblyNodes(status([quiz], { roles: [role()] }), states))];
  const find = (kind: AssemblyNode['kind']): AssemblyNode => {
    const found = nodes.find((node) => node.kind === kind);
    assert.ok(found, kind);
    return found;
  };

  it('are spoken, and say to menus what can be done', () => {
    const clashing = assemblyItem(find('entry'));
    assert.equal(clashing.contextValue, ';change;entry;to-merge;');
    assert.equal(clashing.description, 'clashes with mod_wiki · not in it yet');
    assert.equal(clashing.accessibilityInformation?.label, 'mod_quiz, clashes with mod_wiki, not in it yet');
    assert.deepEqual(
      clashing.iconPath,
      new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
    );
    assert.equal(assemblyItem(find('role')).contextValue, ';listed;role;tagged;');
    assert.equal(assemblyItem(find('loose')).contextValue, ';commit;loose;');
    assert.equal(assemblyItem(find('release')).contextValue, ';news;');
  });

  it('adopt a branch that is chosen for having no list', () => {
    const none = assemblyNodes(status([], { roles: [role()] }), [assembly({ list: null, entries: [] })]);
    const node = [...all(none)].find(({ kind }) => kind === 'not-adopted');
    assert.ok(node);
    assert.equal(assemblyItem(node).command?.command, 'moodleRelease.adopt');
    assert.equal(assemblyItem(node).contextValue, ';unlisted;');
  });

  it('have the paths of a clash in their tooltips', () => {
    const tooltip = assemblyTooltip(find('entry'));
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.match(tooltip.value, /It clashes with `mod_wiki`, in `lib\.php`\./);
  });
});

describe('the lists of role branches', () => {
  const warned: string[] = [];
  const channel = { warn: (said: string) => void warned.push(said) };
  const open: { dispose(): void }[] = [];
  afterEach(() => {
    for (const one of open.splice(0)) one.dispose();
  });

  /** A repository whose lists are the answers, one after the other. */
  function listsOf(answers: (() => Promise<readonly AssemblyState[]>)[]): {
    readonly lists: AssemblyLists;
    readonly repository: { status: Status | undefined; session(): Promise<Session> };
  } {
    const plans = { assemblies: () => answers.shift()?.() ?? Promise.reject(new Error('asked too often')) };
    const repository = {
      status: status([]) as Status | undefined,
      session: () => Promise.resolve({ plans } as unknown as Session),
    };
    const lists = new AssemblyLists({ repository, channel });
    open.push(lists);
    return { lists, repository };
  }

  it('are read once for one status', async () => {
    const { lists, repository } = listsOf([() => Promise.resolve([assembly()]), () => Promise.resolve([])]);
    await Promise.all([lists.refresh(), lists.read(), lists.read()]);
    assert.equal((await lists.read()).length, 1);
    repository.status = status([]);
    assert.equal((await lists.read()).length, 0);
  });

  it('stay what they were when they cannot be read, and are asked for again', async () => {
    const { lists, repository } = listsOf([
      () => Promise.resolve([assembly()]),
      () => Promise.reject(new Error('not now')),
      () => Promise.resolve([]),
    ]);
    await lists.refresh();
    repository.status = status([]);
    await lists.refresh();
    assert.equal(lists.states.length, 1);
    assert.deepEqual(warned, ['not now']);
    await lists.refresh();
    assert.equal(lists.states.length, 0);
  });

  it('are gone with their repository', async () => {
    const { lists, repository } = listsOf([() => Promise.resolve([assembly()])]);
    await lists.refresh();
    repository.status = undefined;
    await lists.refresh();
    assert.deepEqual(lists.states, []);
  });

  it('are edited in turn, also after an edit that failed', async () => {
    const { lists } = listsOf([]);
    const done: string[] = [];
    const failing = lists.inTurn(() => Promise.reject(new Error('no')));
    const next = lists.inTurn(() => Promise.resolve(void done.push('next')));
    await assert.rejects(failing, /no/);
    await next;
    assert.deepEqual(done, ['next']);
  });
});

describe('role branches in the editor', () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: folder.fsPath, encoding: 'utf8' }).trim();
  const place = { customer: 'LUVLE', line: '2.5', role: 'deployment', suffix: null } as const;
  const path = 'lists/LUVLE/2.5/deployment.yaml';
  const heads = git('for-each-ref', '--format=update %(refname) %(objectname)', 'refs/heads');
  const listed = (): readonly string[] =>
    git('show', `moodle-release:${path}`)
      .split('\n')
      .flatMap((line) => /^ {2}- (?:change: )?(LUVLE\S+)$/.exec(line)?.[1] ?? []);
  const shown = (): vscode.TextDocument => {
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.uri.scheme, 'moodle-release-plan');
    return document;
  };
  before(async () => {
    await vscode.commands.executeCommand('moodleRelease.assembly.focus');
    await vscode.commands.executeCommand('moodleRelease.refresh');
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    execFileSync('git', ['update-ref', '--stdin'], { cwd: folder.fsPath, input: `${heads}\n` });
  });

  it('are adopted by a plan that is shown first', async () => {
    await vscode.commands.executeCommand('moodleRelease.adopt', { place });
    assert.match(shown().getText(), /^Adopt/);
    assert.throws(() => git('show', `moodle-release:${path}`));
    const session = await house.openSession({ folder: folder.fsPath });
    try {
      const plan = await session.plans.adopt({ customer: place.customer, line: place.line, role: place.role });
      // What asks before it pushes cannot be answered here.
      await session.plans.run(upToNoReturn(plan));
    } finally {
      session.dispose();
    }
    await vscode.commands.executeCommand('moodleRelease.refresh');
    assert.ok(listed().length > 1);
  });

  it('have their list reordered at once, and nothing is pushed', async () => {
    const [first, second, ...rest] = listed();
    const theirs = git('rev-parse', 'refs/remotes/cis/moodle-release');
    await vscode.commands.executeCommand('moodleRelease.moveDown', { place, entry: { change: first } });
    assert.deepEqual(listed(), [second, first, ...rest]);
    await Promise.all(
      [1, 2].map(() => vscode.commands.executeCommand('moodleRelease.moveUp', { place, entry: { change: rest[0] } })),
    );
    assert.deepEqual(listed().slice(0, 3), [rest[0], second, first]);
    assert.equal(git('rev-parse', 'refs/remotes/cis/moodle-release'), theirs);
  });

  it('have several entries taken off by one plan', async () => {
    const before = listed();
    const items = before.slice(0, 2).map((key) => ({ place, entry: { change: key } }));
    await vscode.commands.executeCommand('moodleRelease.removeFromList', items[0], items);
    for (const key of before.slice(0, 2))
      assert.ok(
        shown()
          .getText()
          .includes(key.split('/')[2] ?? key),
      );
    assert.deepEqual(listed(), before);
  });

  it('are assembled by their list', async () => {
    await vscode.commands.executeCommand('moodleRelease.assemble', { place });
    assert.match(shown().getText(), /^Bring up to date LUVLE-2\.5-deployment/);
    await vscode.commands.executeCommand('moodleRelease.rebuild', { place });
    assert.match(shown().getText(), /^Rebuild LUVLE-2\.5-deployment/);
  });
});
