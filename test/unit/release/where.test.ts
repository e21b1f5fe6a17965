import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RemoteFacts } from '../../../src/release';
import type { Tip } from '../../../src/release/survey';
import { truthOf } from '../../../src/release/where';
import { drawnGraph } from '../../support/history';

// UP is an upstream release; A has two commits, B went another way from the first.
const graph = drawnGraph(`
  a1: UP
  a2: a1
  b2: a1
`);
const remotes: readonly RemoteFacts[] = [
  { name: 'cis', role: 'internal', fetchedAt: null, note: null },
  { name: 'public', role: 'public', fetchedAt: null, note: null },
];

function tip(place: 'local' | 'cis' | 'public', commit: string, options: Partial<Tip> = {}): Tip {
  const remote = place === 'local' ? null : place;
  const name = remote === null ? 'refs/heads/x' : `refs/remotes/${remote}/x`;
  return { name, short: 'x', remote, tip: commit, tracking: null, trackingGone: false, ...options };
}

const table: readonly (readonly [string, readonly Tip[], string, string])[] = [
  ['only here', [tip('local', 'a2')], 'local', 'refs/heads/x'],
  ['only on a remote', [tip('cis', 'a2')], 'remote', 'refs/remotes/cis/x'],
  ['the same here and there', [tip('local', 'a2'), tip('cis', 'a2')], 'both', 'refs/heads/x'],
  ['more here', [tip('local', 'a2'), tip('cis', 'a1')], 'ahead', 'refs/heads/x'],
  ['more there: the remote counts', [tip('local', 'a1'), tip('cis', 'a2')], 'behind', 'refs/remotes/cis/x'],
  ['both went on', [tip('local', 'a2'), tip('cis', 'b2')], 'diverged', 'refs/heads/x'],
  ['nothing of ours here yet', [tip('local', 'UP'), tip('cis', 'a2')], 'behind', 'refs/remotes/cis/x'],
  ['the remote branch was deleted', [tip('local', 'a2', { trackingGone: true })], 'remote-gone', 'refs/heads/x'],
  ['two remotes, one with more', [tip('cis', 'a1'), tip('public', 'a2')], 'remote', 'refs/remotes/public/x'],
  [
    'two remotes that went apart: the internal one',
    [tip('public', 'a2'), tip('cis', 'b2')],
    'remote',
    'refs/remotes/cis/x',
  ],
  [
    'the tracked remote is the counterpart',
    [tip('local', 'a1', { tracking: 'refs/remotes/public/x' }), tip('public', 'a1'), tip('cis', 'UP')],
    'both',
    'refs/heads/x',
  ],
  [
    'a fork is tracked, and a colleague went on in the institution’s own repository',
    [tip('local', 'a1', { tracking: 'refs/remotes/public/x' }), tip('public', 'a1'), tip('cis', 'a2')],
    'behind',
    'refs/remotes/cis/x',
  ],
  [
    'the institution’s own repository is tracked, and the fork went on',
    [tip('local', 'a1', { tracking: 'refs/remotes/cis/x' }), tip('cis', 'a1'), tip('public', 'a2')],
    'both',
    'refs/heads/x',
  ],
];

describe('where a branch is', () => {
  for (const [what, refs, where, truth] of table) {
    it(what, () => {
      const found = truthOf(refs, graph, remotes);
      assert.equal(found.where, where);
      assert.equal(found.ref.name, truth);
    });
  }
});
