import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { boardActions, parseToHost } from '../../../webview/protocol';
import type { ToHost } from '../../../webview/protocol';

describe('a message from the page', () => {
  it('is taken when it is one of ours', () => {
    const ours: ToHost[] = [
      { type: 'ready' },
      { type: 'predict' },
      { type: 'stop' },
      ...boardActions.map((action) => ({ type: 'act' as const, action, changes: ['LUVLE/hack/core'] })),
      { type: 'explain', change: 'LUVLE/hack/core' },
      { type: 'compare', change: 'LUVLE/hack/core', commit: 'a'.repeat(40), path: 'lib/a.php' },
    ];
    for (const message of ours) assert.deepEqual(parseToHost(message), message);
  });

  it('is nothing when it is not', () => {
    const others: unknown[] = [
      null,
      'ready',
      { type: 'act', action: 'quit', changes: [] },
      { type: 'act', action: 'rebase', changes: 'LUVLE/hack/core' },
      { type: 'act', action: 'rebase', changes: [1] },
      { type: 'act', action: 'rebase', changes: Array<string>(10_001).fill('a') },
      { type: 'explain', change: 'x'.repeat(5000) },
      { type: 'compare', change: 'a', commit: 'b' },
      { type: 'toString' },
    ];
    for (const message of others) assert.equal(parseToHost(message), null, JSON.stringify(message).slice(0, 80));
  });

  it('carries nothing along that is not of it', () => {
    assert.deepEqual(parseToHost({ type: 'stop', command: 'x', __proto__: { path: '/' } }), { type: 'stop' });
  });

  it('may be anything without harm', () => {
    fc.assert(fc.property(fc.anything(), (value) => void parseToHost(value)));
  });
});
