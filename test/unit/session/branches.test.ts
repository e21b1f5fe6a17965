import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Status } from '../../../src/release';
import type { Builder } from '../../support/repo';
import { changeOf, INTERNAL_URL, moodle, said, statusOf } from './moodle';

const commit = (b: Builder, branch: string, name: string, from?: string): void => {
  b.commit(branch, { [`local/${name}.php`]: `${name}\n` }, `Add ${name}`, from === undefined ? {} : { from });
};

/** The same branch of the target line on two of our remotes, `cis` and `origin`. */
function drawRemotes(b: Builder): void {
  const on = (remote: string, branch: string): string => `refs/remotes/${remote}/${branch}`;
  const same = 'LUVLE-2.6-feature-mod_same';
  commit(b, on('cis', same), 'same', 'v2.6.0');
  b.ref(on('origin', same), `cis/${same}`);
  const ahead = 'LUVLE-2.6-feature-mod_ahead';
  commit(b, on('cis', ahead), 'ahead1', 'v2.6.0');
  b.ref(on('origin', ahead), `cis/${ahead}`);
  commit(b, on('origin', ahead), 'ahead2');
  const apart = 'LUVLE-2.6-feature-mod_apart';
  commit(b, on('cis', apart), 'apart1', 'v2.6.0');
  commit(b, on('origin', apart), 'apart2', 'v2.6.0');
  const local = 'LUVLE-2.6-feature-mod_behind';
  commit(b, local, 'behind1', 'v2.6.0');
  b.ref(on('cis', local), local);
  b.ref(on('origin', local), local);
  commit(b, on('origin', local), 'behind2');
  b.branch('LUVLE-2.6-feature-mod_started', 'v2.6.0');
  b.ref(on('cis', 'LUVLE-2.6-feature-mod_started'), 'v2.6.0');
  commit(b, on('origin', 'LUVLE-2.6-feature-mod_started'), 'started', 'v2.6.0');
}

describe('the same branch on two remotes', () => {
  let status: Status;
  before(async () => {
    const repo = moodle(drawRemotes).addRemote('cis', 'git@cis.invalid:moodle.git').addRemote('origin', INTERNAL_URL);
    status = await statusOf(repo);
  });
  for (const [name, where, truth, ahead] of [
    ['same', 'remote', 'refs/remotes/cis/LUVLE-2.6-feature-mod_same', 1],
    ['ahead', 'remote', 'refs/remotes/origin/LUVLE-2.6-feature-mod_ahead', 2],
    ['apart', 'remote', 'refs/remotes/cis/LUVLE-2.6-feature-mod_apart', 1],
    ['behind', 'behind', 'refs/remotes/origin/LUVLE-2.6-feature-mod_behind', 2],
    ['started', 'behind', 'refs/remotes/origin/LUVLE-2.6-feature-mod_started', 1],
  ] as const) {
    it(`is one change: ${name}`, () => {
      const change = changeOf(status, `LUVLE/feature/mod_${name}`);
      assert.deepEqual({ where: change.where, truth: change.truth, ahead: change.ahead }, { where, truth, ahead });
      assert.ok(change.refs.length >= 2);
      assert.equal(change.also.includes('not-pushed'), false);
    });
  }
});

/** Changes with what became of them; each begins on 2.5 where it says so. */
const table: readonly (readonly [
  name: string,
  about: string,
  draw: (b: Builder, old: string, now: string) => void,
  state: string,
  more?: { readonly missing?: readonly string[]; readonly stackedOn?: string; readonly subjects?: readonly string[] },
])[] = [
  [
    'late',
    'moved, and then the predecessor went on',
    (b, old, now) => {
      commit(b, old, 'late1', 'v2.5.0');
      commit(b, now, 'late1', 'v2.6.0');
      commit(b, old, 'late2');
    },
    'partial',
    { missing: ['Add late2'] },
  ],
  [
    'stackeda',
    'the lower of a pair; it went on after the upper was begun',
    (b, old, now) => {
      commit(b, old, 'stackeda1', 'v2.5.0');
      b.branch('LUVLE-2.5-feature-mod_stackedb', old);
      commit(b, 'LUVLE-2.5-feature-mod_stackedb', 'stackedb');
      commit(b, old, 'stackeda2');
      commit(b, now, 'stackeda1', 'v2.6.0');
      commit(b, now, 'stackeda2');
      b.branch('LUVLE-2.6-feature-mod_stackedb', now);
      commit(b, 'LUVLE-2.6-feature-mod_stackedb', 'stackedb');
    },
    'carried',
  ],
  [
    'stackedb',
    'the upper of the pair: what it has of the lower is not missing',
    () => undefined,
    'carried',
    { stackedOn: 'LUVLE/feature/mod_stackeda', subjects: ['Add stackedb'] },
  ],
  [
    'equala',
    'two names for one tip: neither is stacked on the other',
    (b, _, now) => {
      commit(b, now, 'equal', 'v2.6.0');
      b.branch('LUVLE-2.6-feature-mod_equalb', now);
    },
    'new',
    { subjects: ['Add equal'] },
  ],
  ['equalb', 'the other name', () => undefined, 'new', { subjects: ['Add equal'] }],
  [
    'releasein',
    'the new release merged into a branch of the old one',
    (b, old, now) => {
      commit(b, old, 'releasein', 'v2.5.0');
      b.branch(now, old);
      b.merge(now, ['v2.6.0'], `Merge tag 'v2.6.0' into ${now}`);
    },
    'merged, merge-inside, stale',
  ],
  [
    'pointin',
    'another release of the new line merged into a branch of the old one',
    (b, old, now) => {
      commit(b, old, 'pointin', 'v2.5.0');
      b.branch(now, old);
      b.merge(now, ['v2.6.1'], `Merge tag 'v2.6.1' into ${now}`);
    },
    'merged, merge-inside, stale',
  ],
  [
    'oldin',
    'the old branch merged into one cut from the new release',
    (b, old, now) => {
      commit(b, old, 'oldin', 'v2.5.0');
      commit(b, now, 'oldin2', 'v2.6.0');
      b.merge(now, [old], `Merge branch '${old}' into ${now}`);
    },
    'merged, merge-inside',
  ],
  [
    'samein',
    'a point release of its own line merged in: no older release is involved',
    (b, _, now) => {
      commit(b, now, 'samein', 'v2.6.0');
      b.merge(now, ['v2.6.2'], `Merge tag 'v2.6.2' into ${now}`);
    },
    'new, merge-inside',
  ],
  [
    'reordered',
    'moved in another order, one commit reworded',
    (b, old, now) => {
      commit(b, old, 'reordered1', 'v2.5.0');
      commit(b, old, 'reordered2');
      commit(b, now, 'reordered2', 'v2.6.0');
      b.commit(now, { 'local/reordered1.php': 'reordered1\n' }, 'Say it better');
    },
    'carried',
  ],
  [
    'folded',
    'two commits folded into one: nothing says where they went',
    (b, old, now) => {
      commit(b, old, 'folded1', 'v2.5.0');
      commit(b, old, 'folded2');
      const files = { 'local/folded1.php': 'folded1\n', 'local/folded2.php': 'folded2\n' };
      b.commit(now, files, 'Add folded', { from: 'v2.6.0' });
    },
    'partial',
    { missing: ['Add folded1', 'Add folded2'] },
  ],
];

describe('a change on two lines', () => {
  let status: Status;
  before(async () => {
    const repo = moodle((b) => {
      for (const [name, , draw] of table) draw(b, `LUVLE-2.5-feature-mod_${name}`, `LUVLE-2.6-feature-mod_${name}`);
    });
    status = await statusOf(repo);
  });
  for (const [name, about, , state, more = {}] of table) {
    it(`${name}: ${about}`, () => {
      const change = changeOf(status, `LUVLE/feature/mod_${name}`);
      assert.equal(said(change.state, change.also), state);
      assert.deepEqual(
        change.missing.map(({ subject }) => subject),
        more.missing ?? [],
      );
      assert.equal(change.stackedOn, more.stackedOn ?? null);
      if (more.subjects) {
        assert.deepEqual(
          change.commits.map(({ subject }) => subject),
          more.subjects,
        );
      }
    });
  }
  it('says of a merge the wrong way round what was merged', () => {
    const { reason } = changeOf(status, 'LUVLE/feature/mod_oldin');
    assert.deepEqual(reason, { code: 'release-merged-in', detail: { base: 'v2.6.0', merged: 'v2.5.0' } });
    const usual = changeOf(status, 'LUVLE/feature/mod_releasein');
    assert.deepEqual(usual.reason.detail, { base: 'v2.5.0', merged: 'v2.6.0' });
  });
});
