import assert from 'node:assert/strict';
import { it } from 'node:test';
import { lineBranches } from '../../../src/release/lineBranches';
import type { Tip } from '../../../src/release/survey';

const identity = { key: 'LUVLE/hack/core', customer: 'LUVLE', type: 'hack', component: 'core', shortname: null };

function tip(short: string, remote: string | null): Tip {
  const name = remote === null ? `refs/heads/${short}` : `refs/remotes/${remote}/${short}`;
  return { name, short, remote, tip: 'a'.repeat(40), trackingGone: false, tracking: null };
}

it('names the lines that have a branch of a change, in the order of Moodle’s releases, and where each branch is', () => {
  const on = (
    line: string,
    ...remotes: (string | null)[]
  ): { identity: typeof identity; line: string; refs: Tip[] } => ({
    identity,
    line,
    refs: remotes.map((remote) => tip(`LUVLE-${line}-hack-core`, remote)),
  });
  const found = lineBranches({ changes: [on('3.10', null), on('3.9', 'cis'), on('2.5', 'cis', null)] });
  assert.deepEqual(found.get(identity.key), [
    { line: '2.5', branch: 'LUVLE-2.5-hack-core', at: 'both' },
    { line: '3.9', branch: 'LUVLE-3.9-hack-core', at: 'remote' },
    { line: '3.10', branch: 'LUVLE-3.10-hack-core', at: 'local' },
  ]);
});
