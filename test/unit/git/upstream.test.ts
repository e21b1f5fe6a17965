import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { openRepository } from '../../../src/git';
import type { Git } from '../../../src/git';
import type { Command } from '../../../src/process';
import { buildRepository, testRunner } from '../../support/repo';
import type { Mark, TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

async function open(repo: TestRepository, started: Command[] = [], cacheFolder?: string): Promise<Git> {
  const runner = testRunner({ onSpawn: (command) => started.push(command) });
  const git = await openRepository(repo.folder, { runner, ...(cacheFolder === undefined ? {} : { cacheFolder }) });
  started.length = 0;
  return git;
}

/** Two stable branches that part, with a merge on the way, and a branch that has nothing to do with them. */
const upstream = (): TestRepository =>
  buildRepository((b) => {
    b.commit('main', { a: '1' }, 'old');
    b.tag('v2.2.0');
    b.commit('main', { a: '2' }, 'Release 2.3');
    b.tag('v2.3.0', { message: 'annotated' });
    b.branch('MOODLE_23_STABLE', 'main');
    b.commit('MOODLE_23_STABLE', { fix: '1' }, 'MDL-1 fix');
    b.tag('v2.3.1');
    b.commit('main', { b: '1', 'dir/ä "x"\n.txt': '1' }, 'MDL-2 add');
    b.commit('topic', { t: '1' }, 'MDL-3 topic', { from: 'main' });
    b.commit('main', { b: '2', '//odd': null }, 'MDL-4 change');
    b.merge('main', ['topic'], "Merge branch 'topic'");
    b.commit('main', {}, 'empty');
    b.commit('main', { a: null }, 'Release 2.5');
    b.tag('v2.5.0');
    b.commit('island', { i: '1' }, 'island');
  });

describe('upstreamLog', () => {
  it('counts as rev-list does and knows the paths', async () => {
    const repo = upstream();
    const ids = Object.fromEntries(
      ['v2.3.0', 'v2.3.1', 'v2.5.0', 'main~3', 'topic', 'island', 'v2.2.0'].map((name) => [name, repo.id(name)]),
    );
    const at = (name: string): string => ids[name] ?? '';
    const started: Command[] = [];
    const git = await open(repo, started);
    const graph = await git.upstreamLog([at('v2.5.0')], [at('v2.3.0'), at('v2.3.1'), at('main~3')]);
    assert.equal(started.length, 2);
    for (const base of ['v2.3.0', 'v2.3.1', 'main~3', 'topic', 'v2.5.0']) {
      const count = Number(repo.git('rev-list', '--count', `${base}..v2.5.0`));
      assert.equal(graph.countBetween(at(base), at('v2.5.0')), count, base);
    }
    assert.equal(graph.countBetween(at('v2.2.0'), at('v2.5.0')), null);
    assert.equal(graph.countBetween(at('island'), at('v2.5.0')), null);
    const subjects = new Map([...graph.log.commits.values()].map(({ subject, pathKey }) => [subject, pathKey]));
    assert.equal(subjects.get('MDL-2 add'), 'b\0dir/ä "x"\n.txt');
    assert.equal(subjects.get("Merge branch 'topic'"), '');
    assert.equal(subjects.get('empty'), '');
    assert.equal(subjects.get('Release 2.5'), 'a');
  });

  it('needs no process for a base inside what was read, here or in the cache', async () => {
    const repo = upstream();
    const [v23, v25, middle, v22] = ['v2.3.0', 'v2.5.0', 'topic', 'v2.2.0'].map((name) => repo.id(name));
    assert.ok(v23 && v25 && middle && v22);
    const cache = tempFolder();
    await (await open(repo, [], cache)).upstreamLog([v25], [v23]);
    const started: Command[] = [];
    const git = await open(repo, started, cache);
    const graph = await git.upstreamLog([v25], [v23, middle]);
    assert.equal(started.length, 0);
    assert.equal(graph.countBetween(middle, v25), 4);
    const deeper = await git.upstreamLog([v25], [v22, middle]);
    assert.equal(started.length, 2);
    assert.equal(deeper.countBetween(v22, v25), Number(repo.git('rev-list', '--count', 'v2.2.0..v2.5.0')));
  });

  it('leaves out a base without common history, and answers with nothing for nothing', async () => {
    const repo = upstream();
    const git = await open(repo);
    const graph = await git.upstreamLog([repo.id('v2.5.0')], [repo.id('island'), repo.id('v2.3.0')]);
    assert.equal(graph.countBetween(repo.id('v2.3.0'), repo.id('v2.5.0')), 6);
    assert.equal(graph.countBetween(repo.id('island'), repo.id('v2.5.0')), null);
    assert.equal((await git.upstreamLog([], [])).log.commits.size, 0);
  });

  it('is not changed by anybody’s configuration', async () => {
    const repo = upstream();
    const target = repo.id('v2.5.0');
    const base = repo.id('v2.2.0');
    const plain = (await (await open(repo)).upstreamLog([target], [base])).log;
    repo.configure(
      `[diff]\n renames = copies\n noprefix = true\n orderFile = /no/such\n ignoreSubmodules = all\n relative = true\n external = false
[log]\n showRoot = false\n diffMerges = first-parent\n showSignature = true\n decorate = full\n date = relative\n mailmap = true
[i18n]\n logOutputEncoding = ISO-8859-1\n[color]\n ui = always\n[core]\n quotePath = true\n pager = false\n[format]\n pretty = oneline\n[notes]\n displayRef = *`,
    );
    assert.deepEqual((await (await open(repo)).upstreamLog([target], [base])).log, plain);
  });

  it('counts any range of any history', async () => {
    const shape = fc.array(fc.tuple(fc.nat(30), fc.nat(30), fc.boolean()), { minLength: 4, maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(shape, fc.array(fc.nat(24), { minLength: 2, maxLength: 4 }), async (commits, chosen) => {
        const marks: Mark[] = [];
        const repo = buildRepository((b) => {
          commits.forEach(([one, two, merge], index) => {
            const [from, other] = index === 0 ? [] : [marks[one % index], marks[two % index]];
            const name = `c${index}`;
            if (from === undefined) marks.push(b.commit(name, { a: '0' }, name));
            else if (merge && other !== undefined && other !== from)
              marks.push(b.merge(name, [other], name, {}, { from }));
            else marks.push(b.commit(name, { [name]: '1' }, name, { from }));
          });
        });
        const ids = chosen.map((n) => repo.id(`c${n % commits.length}`));
        const [target = '', ...bases] = ids;
        const graph = await (await open(repo)).upstreamLog([target], bases);
        for (const base of bases) {
          const expected = repo.git('rev-list', target, `^${base}`).split('\n').filter(Boolean);
          assert.deepEqual([...graph.between(base, target)].sort(), expected.sort());
          assert.equal(graph.countBetween(base, target), expected.length);
        }
      }),
      { numRuns: 8, seed: 7 },
    );
  });
});
