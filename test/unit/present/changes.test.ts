import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  changeDescription,
  changeLabel,
  changeSpoken,
  changeTooltip,
  commitDescription,
  commitLabel,
  explain,
  stateOrder,
} from '../../../src/present';
import { matchesGolden } from '../../golden/golden';
import { change, hostile, id } from './samples';

describe('a change in the tree', () => {
  it('shows what tells it from its neighbours', () => {
    assert.equal(changeLabel(change()), 'mod_resource · singlefiles');
    assert.equal(changeLabel(change({ component: 'mod_ouwiki', shortname: null })), 'mod_ouwiki');
  });

  it('describes type, base, commits, adoption and where', () => {
    assert.equal(
      changeDescription(change()),
      'hack, on v2.5.0, 2 commits, 1 of 2 commits upstream, ahead of the remote',
    );
    const plain = { where: 'both', adoption: { kind: 'none', n: 0, m: 0 } } as const;
    assert.equal(changeDescription(change({ ...plain, commits: [] })), 'hack, on v2.5.0, no commits');
    assert.equal(
      changeDescription(change({ ...plain, base: { tag: null, commit: id('12') } })),
      'hack, on 12121212, 2 commits',
    );
    assert.equal(changeDescription(change({ ...plain, base: null })), 'hack, 2 commits');
  });

  it('is spoken with its state', () => {
    assert.equal(
      changeSpoken(change({ where: 'local', adoption: { kind: 'none', n: 0, m: 0 } })),
      'mod_resource, singlefiles, pending, hack, on v2.5.0, 2 commits',
    );
  });

  it('has commits with their twins', () => {
    const commits = change().commits;
    assert.deepEqual(commits.map(commitLabel), [
      'b1b1b1b1 Show single files in place',
      'b2b2b2b2 MDL-40001 resource: keep the name',
    ]);
    assert.deepEqual(commits.map(commitDescription), ['', 'upstream as c0c0c0c0']);
  });
});

const rich = change({
  branch: 'LUVLE-2.6-hack-mod_resource-singlefiles',
  state: 'partial',
  also: ['other-base', 'not-pushed', 'adopted'],
  reason: { code: 'part-missing', detail: { n: 1, line: '2.5' } },
  base: { tag: 'v2.6.1', commit: id('26') },
  behind: 0,
  missing: [{ id: id('f1'), subject: 'Remember the *width* of [frames](x)' }],
  accounted: { [id('b1')]: 'same-patch', [id('b2')]: 'upstream-twin', [id('b3')]: 'upstream-twin' },
  stackedOn: 'LUVLE/feature/mod_ouwiki',
  owner: 'Bob <b@example.org>',
  ticket: 'LU-77',
  checkedOut: '/srv/wt/one',
  shipped: false,
});

describe('the words about a change', () => {
  it('are these in a tooltip', () => {
    matchesGolden('present/tooltip.md', [change(), rich].map(changeTooltip).join('\n\n---\n\n').concat('\n'));
  });

  it('are these in the explanation', () => {
    matchesGolden('present/explain-pending.md', explain(change()));
    matchesGolden('present/explain-partial.md', explain(rich));
    matchesGolden(
      'present/explain-lost.md',
      explain(
        change({
          also: ['branch-lost'],
          reason: { code: 'branch-lost', detail: { line: '2.5' } },
          predecessor: { branch: null, line: '2.5', tip: id('b2') },
          refs: [],
          truth: null,
          where: null,
          movedBy: null,
          movedAt: null,
        }),
      ),
    );
  });

  it('say what to do next in every state', () => {
    matchesGolden(
      'present/next.md',
      stateOrder
        .map((state) => explain(change({ state })).split('\n').slice(4, 9).join('\n'))
        .join('\n\n')
        .concat('\n'),
    );
  });

  it('let no name, subject or person in as mark-up', () => {
    matchesGolden(
      'present/hostile.md',
      hostile
        .map((text) =>
          explain(
            change({
              component: text,
              shortname: null,
              movedBy: text,
              owner: text,
              branch: text,
              truth: text,
              refs: [{ name: text, remote: null, tip: id('b1') }],
              reason: { code: 'decision-dropped', detail: { by: text, because: text } },
              commits: [{ id: id('b1'), subject: text, upstream: null, twin: null }],
            }),
          ),
        )
        .join('\n'),
    );
  });
});
