import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { releaseComparisonMarkdown } from '../../../src/present';
import type { Manifest, ReleaseComparison } from '../../../src/release';
import { SessionError } from '../../../src/session';
import type { AnyPlan, Plans } from '../../../src/session';
import { matchesGolden } from '../../golden/golden';
import { id } from '../present/samples';
import { invalid } from './schema';
import { moodleRelease } from './world';
import type { Ran } from './world';

const commits = (n: number, what: string): { readonly id: string; readonly subject: string }[] =>
  Array.from({ length: n }, (_, at) => ({ id: id((at % 16).toString(16)), subject: `${what} ${at + 1}` }));

const manifest: Manifest = {
  schema: 1,
  customer: 'LUVLE',
  line: '2.5',
  upstream: 'v2.5.0',
  changes: [{ change: 'LUVLE/hack/core', tip: id('a'), ticket: null }],
  picks: [{ id: id('d'), subject: 'MDL-1 core: A fix', upstream: id('f') }],
  loose: [{ id: id('1'), subject: 'Loose' }],
};
const comparison: ReleaseComparison = {
  from: { tag: 'lu-moodle-lu_v2.5.0-3', commit: id('1'), at: null, manifest: { ...manifest, derived: true } },
  to: {
    tag: 'lu-moodle-lu_v2.5.1-0',
    commit: id('2'),
    at: '2013-11-21T02:13:20.000Z',
    manifest: { ...manifest, upstream: 'v2.5.1', withheld: 1 },
  },
  changes: [
    {
      ...{ change: 'LUVLE/feature/mod_ouwiki', what: 'updated', ticket: 'OU-17' },
      ...{ from: id('a'), to: id('b'), commits: commits(2, 'Wiki') },
    },
    { change: 'LUVLE/hack/core', what: 'added', from: null, to: id('c'), ticket: null, commits: [] },
    ...['mod_chat', 'mod_[data](x)'].map((name) => {
      const ids = { from: id('a'), to: id('b') };
      return { change: `LUVLE/hack/${name}`, what: 'moved' as const, ...ids, ticket: null, commits: [] };
    }),
    { change: 'LUVLE/fix/mod_*quiz*', what: 'removed', from: id('d'), to: null, ticket: null, commits: [] },
  ],
  tickets: ['OU-17'],
  upstream: { total: 230, commits: commits(23, 'MDL-1 core: Something') },
  files: [
    { path: 'lib/core.php', status: 'modified' },
    { path: 'mod/\u001b[31mouwiki/lib.php', status: 'added' },
    { path: 'old.php', status: 'deleted' },
  ],
  outage: { code: 3, certain: true, because: [{ kind: 'version-changed', subject: 'core', from: '1', to: '2' }] },
};

function compare(...argv: readonly string[]): Promise<Ran> {
  const plans = { compareReleases: () => Promise.resolve(comparison) } as unknown as Plans;
  return moodleRelease(['compare', 'lu-moodle-lu_v2.5.0-3', 'lu-moodle-lu_v2.5.1-0', ...argv], { session: { plans } });
}

describe('compare', () => {
  it('says what lies between two releases', async () => {
    const ran = await compare();
    assert.equal(ran.code, 0);
    matchesGolden('cli/compare.txt', ran.stdout);
    const all = (await compare('--verbose')).stdout;
    assert.match(all, /Something 23\n {2}and 207 more\n/);
  });

  it('prints the JSON that the schema says', async () => {
    const value: unknown = JSON.parse((await compare('--json')).stdout);
    assert.deepEqual(invalid('compare', value), []);
    assert.deepEqual(value, { schema: 1, ...comparison });
  });

  it('is a document too, in which nothing from outside is mark-up', () => {
    matchesGolden('present/compare.md', releaseComparisonMarkdown(comparison));
  });

  it('offers names that are near', async () => {
    const error = new SessionError('unknown-release', { given: 'lu_v9', near: 'lu-moodle-lu_v2.5.1-0' });
    const plans = { compareReleases: () => Promise.reject(error) } as unknown as Plans;
    const ran = await moodleRelease(['compare', 'lu_v9', 'x'], { session: { plans } });
    assert.equal(ran.code, 4);
    assert.match(ran.stderr, /lu_v9 is neither .*\nDid you mean one of these\? lu-moodle-lu_v2\.5\.1-0\n$/);
  });
});

describe('tag', () => {
  it('asks for the next release of a line', async () => {
    const asked: unknown[] = [];
    const refused: AnyPlan = {
      ...{ id: 'tag-1', kind: 'tag', title: 'Tag deployment', inputs: null, facts: [], sections: [], warnings: [] },
      refusal: { code: 'offline', text: 'cis does not answer.' },
    };
    const plans = {
      tag: (request: unknown) => {
        asked.push(request);
        return Promise.resolve(refused);
      },
    } as unknown as Plans;
    const ran = await moodleRelease(['tag', '--line', '2.5', '--of', 'packaging', '--customer', 'LUVLE'], {
      session: { plans },
    });
    assert.deepEqual([ran.code, asked], [1, [{ line: '2.5', of: 'packaging', customer: 'LUVLE' }]]);
    assert.match(ran.stdout, /cis does not answer\./);
  });

  it('needs a line, and tags nothing but deployment and packaging', async () => {
    assert.match((await moodleRelease(['tag'])).stderr, /A local release is of a line\.\nSay of which with --line L\./);
    const testing = await moodleRelease(['tag', '--line', '2.5', '--of', 'testing']);
    assert.deepEqual([testing.code, testing.opened], [4, null]);
    assert.match(testing.stderr, /testing is not what is released/);
  });
});
