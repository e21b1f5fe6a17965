import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { historyGraph } from '../../../src/git';
import type { Commit, TreeEntry } from '../../../src/git';
import {
  branchToTag,
  compareManifests,
  excessRemark,
  manifestOf,
  nextRelease,
  NOTHING_EMBARGOED,
  packagingExcess,
  parseManifest,
  planTag,
  releaseMessage,
  tagObstacle,
  withWhatCame,
} from '../../../src/release';
import type { Contents, Manifest, RoleBranch, TagDraft } from '../../../src/release';
import { defaultScheme, schemeOf } from '../../../src/scheme';
import type { Scheme } from '../../../src/scheme';
import { RITA } from '../../support/carryPlan';
import { drawnCommits } from '../../support/history';
import { matchesGolden } from '../../golden/golden';
import { id, role } from '../present/samples';

const commit = (letter: string, subject: string): Commit => {
  return { id: id(letter), tree: id('e'), parents: [id('0')], author: RITA, committer: RITA, subject };
};
const contents: Contents = {
  contains: 'v2.5.1',
  changes: ['mod_ouwiki', 'core/secret', 'mod_resource/singlefiles'].map((name, n) => ({
    key: `LUVLE/hack/${name}`,
    tip: id(['a', 'b', 'c'][n] ?? ''),
    merge: null,
    behind: 0,
  })),
  loose: [
    { id: id('d'), subject: 'MDL-1 core: A fix', upstream: id('f') },
    { id: id('1'), subject: 'A "quoted" loose commit', upstream: null },
  ],
  own: [
    commit('a', 'Wiki'),
    commit('b', 'Secret'),
    commit('c', 'Files'),
    commit('d', 'MDL-1 core: A fix'),
    commit('1', 'A "quoted" loose commit'),
  ],
};
const picks = new Map([
  [id('d'), id('f')],
  [id('b'), id('9')],
]);
const place = { customer: 'LUVLE', line: '2.5' };
const whole = manifestOf({ ...place, contents, picks, embargoed: NOTHING_EMBARGOED });
const withheld = manifestOf({
  ...place,
  contents,
  picks,
  embargoed: { changes: new Set(['LUVLE/hack/core/secret']), commits: new Set([id('b')]) },
});

describe('a manifest', () => {
  it('is written as it always was, and read again', () => {
    const message = releaseMessage('2.5.1-4', withheld);
    matchesGolden('release/manifest.txt', message);
    assert.deepEqual(parseManifest(message), withheld);
    assert.deepEqual(parseManifest(releaseMessage('2.5.1-4', whole)), whole);
    const empty: Manifest = { ...whole, changes: [], picks: [], loose: [], upstream: null };
    assert.deepEqual(parseManifest(releaseMessage('2.5.1-4', empty)), empty);
  });

  it('names nothing that is under embargo', () => {
    assert.equal(withheld.withheld, 1);
    assert.doesNotMatch(JSON.stringify(withheld), new RegExp(`secret|Secret|${id('b')}`));
    assert.deepEqual(
      withheld.picks.map((pick) => pick.id),
      [id('d')],
    );
  });

  it('is not read from what is none', () => {
    const text = (more: object): string => `Release\n\n${JSON.stringify({ ...whole, ...more })}`;
    assert.deepEqual(parseManifest(text({ added: 'by a later release' })), whole);
    for (const message of [
      'Release 2.5.1-4 of LUVLE\n',
      'Release\n\n{',
      'Release\n\n[]',
      text({ schema: 2 }),
      text({ changes: {} }),
      text({ changes: [{ change: 'x', tip: '--upload-pack=x', ticket: null }] }),
      text({ withheld: -1 }),
      text({ customer: 'x'.repeat(2 * 1024 * 1024) }),
      text({ loose: Array.from({ length: 20_001 }, () => ({ id: id('a'), subject: '' })) }),
    ])
      assert.equal(parseManifest(message), null, message.slice(0, 80));
  });
});

describe('the next local release', () => {
  const spelled = schemeOf({
    customers: [{ id: 'LUVLE', spellings: ['lu'] }],
    types: [],
    roles: new Map(),
    patterns: { change: null, role: null, packaging: null, release: null },
    names: [],
  });
  const own = schemeOf({
    customers: [],
    types: [],
    roles: new Map(),
    patterns: { change: null, role: null, packaging: null, release: 'lu-moodle-{customer}_v{version}-{n}' },
    names: [],
  });
  const cases: readonly (readonly [string, Scheme, readonly string[], string])[] = [
    ['counts on', spelled, ['lu-moodle-lu_v2.5.1-2', 'lu-moodle-lu_v2.5.1-3'], 'lu-moodle-lu_v2.5.1-4'],
    [
      'knows that 10 comes after 9',
      spelled,
      ['lu-moodle-lu_v2.5.1-10', 'lu-moodle-lu_v2.5.1-9'],
      'lu-moodle-lu_v2.5.1-11',
    ],
    ['begins a version', spelled, ['lu-moodle-lu_v2.5.0-7'], 'lu-moodle-lu_v2.5.1-0'],
    ['counts every spelling', spelled, ['lu-moodle-LUVLE_v2.5.1-5', 'lu-moodle-lu_v2.6.0-0'], 'lu-moodle-lu_v2.5.1-6'],
    ['is not of another customer', spelled, ['lu-moodle-EXT_v2.5.1-5'], 'lu-moodle-LUVLE_v2.5.1-0'],
    ['needs no institution that is in the template', own, [], 'lu-moodle-LUVLE_v2.5.1-0'],
  ];
  for (const [what, scheme, tags, expected] of cases) {
    it(what, () => {
      const next = nextRelease({ scheme, customer: 'LUVLE', version: '2.5.1', tags });
      assert.ok('tag' in next, JSON.stringify(next));
      assert.equal(next.tag, expected);
    });
  }

  it('is refused where nobody knows how the institution is written', () => {
    for (const tags of [[], ['lu-moodle-EXT_v2.5.1-5', 'su-moodle-ABC_v2.5.1-5']]) {
      const next = nextRelease({ scheme: defaultScheme(), customer: 'LUVLE', version: '2.5.1', tags });
      assert.ok('code' in next);
      assert.equal(next.code, 'unknown-org');
      assert.match(next.text, /patterns\.release .* ORG-moodle-\{customer\}_v\{version\}-\{n\}$/);
    }
  });
});

describe('a branch to tag', () => {
  const deployment = (differs: Partial<RoleBranch> = {}): RoleBranch =>
    role({
      ...{ role: 'deployment', name: 'LUVLE-2.5-deployment', ref: 'refs/heads/LUVLE-2.5-deployment', suffix: null },
      ...{ customer: 'LUVLE', line: '2.5', contains: 'v2.5.1', where: 'both', unreadable: false, tip: id('a') },
      changes: contents.changes,
      ...differs,
    });
  const release = {
    tag: 'lu-moodle-LUVLE_v2.5.1-3',
    customer: 'LUVLE',
    line: '2.5',
    version: { major: 2, minor: 5, point: 1, pre: null, weekly: false, build: null },
    n: 3,
    commit: id('a'),
  };
  const none = { releases: [], waiting: new Map<string, string>() };
  const cases: readonly (readonly [string | undefined, RoleBranch, Partial<Parameters<typeof tagObstacle>[1]>])[] = [
    [undefined, deployment(), {}],
    [undefined, deployment({ where: 'ahead' }), { releases: [{ ...release, commit: id('b') }] }],
    [undefined, deployment(), { releases: [{ ...release, version: { ...release.version, point: 0 } }] }],
    ['already-tagged', deployment(), { releases: [release] }],
    ['diverged', deployment({ where: 'diverged' }), {}],
    ['missing-object', deployment({ unreadable: true }), {}],
    ['unknown-release', deployment({ contains: null }), {}],
    ['unknown-release', deployment({ contains: 'v2.5.0-rc1' }), {}],
    ['nothing-on-it', deployment({ changes: [], loose: [] }), {}],
    ['waits', deployment(), { waiting: new Map([['refs/heads/LUVLE-2.5-deployment', 'merge-1']]) }],
  ];
  for (const [code, branch, more] of cases) {
    it(code === undefined ? 'may be tagged' : `is refused: ${code}`, () => {
      assert.equal(tagObstacle(branch, { ...none, ...more })?.code, code);
    });
  }

  it('is the one that is meant, in any spelling of its line', () => {
    const roles = [
      deployment(),
      deployment({ suffix: 'next', name: 'LUVLE-2.5-deployment-next' }),
      deployment({ customer: 'EXT', name: 'EXT-2.5-deployment' }),
    ];
    const meant = (line: string, customer: string | null): string => {
      const found = branchToTag(roles, { line, customer, of: 'deployment' });
      return 'code' in found ? found.code : found.name;
    };
    assert.equal(meant('25', 'LUVLE'), 'LUVLE-2.5-deployment');
    assert.equal(meant('2.5', 'EXT'), 'EXT-2.5-deployment');
    assert.equal(meant('2.5', null), 'which-branch');
    assert.equal(meant('2.6', null), 'no-such-branch');
  });

  it('becomes a plan with its push, which equal inputs give again', () => {
    const effect: TagDraft['effect'] = {
      kind: 'tag',
      ref: 'refs/tags/lu-moodle-lu_v2.5.1-4',
      target: id('a'),
      message: releaseMessage('2.5.1-4', withheld),
      by: RITA,
      expect: id('7'),
      backupPrefix: 'refs/moodle-release/backup/tag-1/tag/',
    };
    const branch = { ref: 'refs/heads/LUVLE-2.5-deployment', old: id('8'), new: id('a') };
    const plan = planTag({
      inputs: { id: 'tag-1', line: '2.5', customer: null, by: RITA, of: 'deployment' },
      stands: [],
      role: deployment(),
      draft: { effect, manifest: withheld, branch: 'LUVLE-2.5-deployment', share: { remote: 'cis', branch } },
      refusal: null,
      warnings: [],
    });
    matchesGolden('release/tag.json', `${JSON.stringify(plan, null, 2)}\n`);
  });
});

describe('a packaging tree', () => {
  const blob = (letter: string, mode = '100644'): TreeEntry => ({ mode, type: 'blob', id: id(letter) });
  const deployment = new Map([
    ['version.php', blob('a')],
    ['lib/x.php', blob('b')],
    ['lib/y.php', blob('c')],
  ]);
  const paths = (packaging: ReadonlyMap<string, TreeEntry>, extras: readonly string[] = []): readonly string[] =>
    packagingExcess(packaging, deployment, extras).map(({ path, what }) => `${what} ${path}`);

  it('is deployment, with debian/ and the extras', () => {
    const package_ = new Map([...deployment, ['debian/control', blob('d')]]);
    assert.deepEqual(paths(package_), []);
    const more = new Map([
      ...package_,
      ['local/build/x', blob('d')],
      ['lib/z.orig', blob('d')],
      ['debian.txt', blob('d')],
    ]);
    assert.deepEqual(paths(more, ['local/build/', '*.orig']), ['added debian.txt']);
    assert.deepEqual(paths(more), ['added debian.txt', 'added lib/z.orig', 'added local/build/x']);
  });

  it('differs where something is missing, changed, or another kind of file', () => {
    const package_ = new Map([
      ['version.php', blob('a', '100755')],
      ['lib/x.php', blob('d')],
    ]);
    assert.deepEqual(paths(package_), ['changed lib/x.php', 'missing lib/y.php', 'changed version.php']);
    assert.deepEqual(paths(package_, ['lib']), ['changed version.php']);
  });

  it('is refused with twenty paths and their number', () => {
    const excess = Array.from({ length: 25 }, (_, n) => ({ path: `f${n}`, what: 'added' as const }));
    const text = excessRemark('p', 'd', excess, new Map([['f0', 'LUVLE/hack/core']]))?.text ?? '';
    assert.match(text, /25 files differ: f0 \(not in deployment, of LUVLE\/hack\/core\), f1 /);
    assert.match(text, /f19 \(not in deployment\) and 5 more\./);
  });
});

describe('what an update brings', () => {
  const commits = drawnCommits(
    'b1: v25 · One\nb2: b1 · Two\nc1: v26 · One\nc2: c1 · Two\nc3: c2 · Three\nd1: v26 · Two',
  );
  for (const [form, of] of Object.entries({ c1: 'b1', c2: 'b2', d1: 'b2' })) {
    const [one, other] = [commits.get(form), commits.get(of)];
    if (one && other) commits.set(form, { ...one, author: other.author });
  }
  const graph = historyGraph({ commits });
  const table: readonly (readonly [to: string, what: string, commits: readonly string[]])[] = [
    ['c2', 'moved', []],
    ['c3', 'updated', ['Three']],
    ['d1', 'updated', []],
  ];
  for (const [to, what, brought] of table) {
    it(`of ${to} is ${brought.join() || 'nothing'}: ${what}`, () => {
      const change = { change: 'a', what: 'updated', from: 'b2', to, ticket: null } as const;
      const [found] = withWhatCame([change], graph);
      assert.deepEqual([found?.what, found?.commits.map(({ subject }) => subject)], [what, brought]);
    });
  }
});

describe('two manifests', () => {
  it('differ in what came, went and was updated', () => {
    const change = (name: string, letter: string, ticket: string | null = null): Manifest['changes'][number] => {
      return { change: name, tip: id(letter), ticket };
    };
    const from = { changes: [change('a', 'a'), change('b', 'b', 'T-1'), change('c', 'c')] };
    const to = { changes: [change('d', 'd'), change('b', 'e', 'T-2'), change('a', 'a')] };
    assert.deepEqual(compareManifests(from, to), [
      { change: 'd', what: 'added', from: null, to: id('d'), ticket: null },
      { change: 'b', what: 'updated', from: id('b'), to: id('e'), ticket: 'T-2' },
      { change: 'c', what: 'removed', from: id('c'), to: null, ticket: null },
    ]);
  });
});
