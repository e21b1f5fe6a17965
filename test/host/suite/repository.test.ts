import assert from 'node:assert/strict';
import { after, afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { Candidates } from '../../../src/editor/candidates';
import { ChosenTargets } from '../../../src/editor/chosenTargets';
import { ContextKeys } from '../../../src/editor/contextKeys';
import { CurrentRepository } from '../../../src/editor/currentRepository';
import { Sessions } from '../../../src/editor/sessions';
import type { Status } from '../../../src/release/types';
import * as house from '../../../src/rooms';
import type { Session, SessionOptions } from '../../../src/session/types';

type Open = (options: SessionOptions) => Promise<Session>;

const memory: vscode.Memento = {
  keys: () => [],
  get: <T>(_: string, otherwise?: T) => otherwise as T,
  update: () => Promise.resolve(),
};

/** The window's own keys belong to the extension that runs in it. */
class NoKeys extends ContextKeys {
  override set(): void {
    // Nothing asks for them here.
  }
}

/** A promise, and what settles it. */
function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: Error) => void } {
  let settle: Pick<ReturnType<typeof deferred<T>>, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  assert.ok(settle);
  return { promise, ...settle };
}

describe('a repository of the window', () => {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder);
  const channel = vscode.window.createOutputChannel('Moodle Release, tested', { log: true });
  const open: { dispose(): unknown }[] = [];
  afterEach(() => {
    for (const one of open.splice(0)) one.dispose();
  });
  after(() => {
    channel.dispose();
  });

  function sessions(openSession: Open): Sessions {
    const made = new Sessions({
      openHouse: () => Promise.resolve({ ...house, openSession }),
      channel,
      onChange: () => undefined,
    });
    open.push(made);
    return made;
  }

  function current(openSession: Open = house.openSession): CurrentRepository {
    const candidates = new Candidates(memory);
    const targets = new ChosenTargets(memory);
    const openHouse = (): Promise<typeof house> => Promise.resolve({ ...house, openSession });
    const made = new CurrentRepository({ openHouse, candidates, targets, keys: new NoKeys(), channel });
    open.push(made, candidates);
    return made;
  }

  it('is opened anew after it could not be', async () => {
    const answers: Open[] = [() => Promise.reject(new Error('not now')), house.openSession];
    const tested = sessions((options) => (answers.shift() ?? house.openSession)(options));
    await assert.rejects(tested.of(folder), /not now/);
    assert.equal(await tested.of(folder), await tested.of(folder));
    assert.equal(answers.length, 0);
  });

  it('stays open when an opening that was given up fails late', async () => {
    const first = deferred<Session>();
    const answers: Open[] = [() => first.promise, house.openSession];
    const tested = sessions((options) => (answers.shift() ?? house.openSession)(options));
    const late = tested.of(folder);
    tested.close();
    const session = await tested.of(folder);
    first.reject(new Error('too late'));
    await assert.rejects(late, /too late/);
    assert.equal(await tested.of(folder), session);
  });

  it('is read as far as refs say while no view is seen, and to the end once one is', async () => {
    const tested = current();
    await tested.refresh();
    assert.equal(tested.status?.complete, false);
    tested.seen('moodleRelease.branches', true);
    await tested.refresh();
    assert.equal(tested.status.complete, true);
  });

  it('does not show an answer that was given up', async () => {
    const real = await house.openSession({ folder: folder.fsPath });
    const status = await real.status();
    real.dispose();
    const [old, recent] = [{ ...status }, { ...status }];
    const asked = deferred<undefined>();
    const late = deferred<Status>();
    const answers = [
      (): Promise<Status> => {
        asked.resolve(undefined);
        return late.promise;
      },
      (): Promise<Status> => Promise.resolve(recent),
    ];
    const tested = current(async (options) =>
      Object.assign(await house.openSession(options), {
        status: () => answers.shift()?.() ?? Promise.reject(new Error('asked too often')),
      }),
    );
    const shown: (Status | undefined)[] = [];
    open.push(tested.onDidChange(() => shown.push(tested.status)));
    tested.seen('moodleRelease.branches', true);
    await asked.promise;
    const again = tested.readAnew();
    late.resolve(old);
    await again;
    assert.deepEqual(
      shown.map((one) => one === recent),
      [false, true],
    );
    assert.ok(!shown.includes(old));
  });
});
