import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type * as vscode from 'vscode';
import { ChosenTargets } from '../../../src/editor/chosenTargets';

/** What a workspace remembers. */
function memory(): vscode.Memento {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, otherwise?: T) => (values.get(key) ?? otherwise) as T,
    update: (key: string, value: unknown) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}

const folder = { toString: () => 'file:///moodle' };

describe('the chosen target', () => {
  it('is a line for as long as the workspace is there', async () => {
    const kept = memory();
    await new ChosenTargets(kept).choose(folder, { target: '2.5' });
    assert.deepEqual(new ChosenTargets(kept).of(folder), { target: '2.5' });
  });

  it('is a tag for as long as the window is open', async () => {
    const kept = memory();
    const targets = new ChosenTargets(kept);
    await targets.choose(folder, { target: '2.5' });
    await targets.choose(folder, { target: 'v2.6.1' });
    assert.deepEqual(targets.of(folder), { target: 'v2.6.1' });
    assert.deepEqual(new ChosenTargets(kept).of(folder), { target: '2.5' });
  });

  it('can be taken back', async () => {
    const kept = memory();
    const targets = new ChosenTargets(kept);
    await targets.choose(folder, { target: '2.5' });
    await targets.choose(folder, {});
    assert.deepEqual([targets.of(folder), new ChosenTargets(kept).of(folder)], [{}, {}]);
  });
});
