import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { GitError, historyGraph, openRepository } from '../../../src/git';
import type { Commit, Git } from '../../../src/git';
import type { Command } from '../../../src/process';
import { buildRepository, testRunner } from '../../support/repo';
import type { Mark, TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

async function open(repo: TestRepository, started: Command[] = [], cacheFolder?: string): Promise<Git> {
  const runner = testRunner({ onSpawn: (command) => started.push(command) });
  return openRepository(repo.folder, { runner, ...(cacheFolder === undefined ? {} : { cacheFolder }) });
}

/** Ids git lists, sorted. */
function revList(repo: TestRepository, ...args: readonly string[]): readonly string[] {
  return repo
    .git('rev-list', ...args)
    .split('\n')
    .filter((id) => id !== '')
    .sort();
}

const upstreamAndChanges = (): TestRepository =>
  buildRepository((b) => {
    b.commit('main', { a: '1' }, 'Release 1');
    b.tag('v1');
    b.commit('main', { a: '2' }, 'Release 2');
    b.tag('v2');
    b.commit('x', { x: '1' }, 'x one', { from: 'v1' });
    b.commit('x', { x: '2' }, 'x two');
    b.commit('y', { y: '1' }, 'y one', { from: 'v2' });
    b.commit('testing', { t: '1' }, 'loose', { from: 'v2' });
    b.merge('testing', ['x'], "Merge branch 'x'");
    b.merge('testing', ['y'], "Merge branch 'y'");
    b.commit('island', { i: '1' }, 'no common history');
  });

describe('history', () => {
  it('knows whose commits are whose', async () => {
    const repo = upstreamAndChanges();
    const [v1, v2, x, y, testing, island] = ['v1', 'v2', 'x', 'y', 'testing', 'island'].map((name) => repo.id(name));
    assert.ok(v1 && v2 && x && y && testing && island);
    const started: Command[] = [];
    const git = await open(repo, started);
    started.length = 0;
    const { graph } = await git.history([x, y, testing, island, v1], [v1, v2]);
    assert.equal(started.length, 1);

    const subjects = (tip: string): readonly string[] => graph.own(tip).map(({ subject }) => subject);
    assert.deepEqual(subjects(x), ['x one', 'x two']);
    assert.deepEqual(subjects(testing), ['loose', 'x one', 'x two', "Merge branch 'x'", 'y one', "Merge branch 'y'"]);
    assert.deepEqual(
      [x, y, testing, island, v1].map((tip) => graph.base(tip)),
      [v1, v2, v2, null, v1],
    );
    assert.deepEqual([...graph.boundaries(testing)].sort(), [v1, v2].sort());
    assert.deepEqual(graph.boundaries(v1), [v1]);
    assert.deepEqual(graph.boundaries(island), []);
    assert.equal(graph.own(v1).length, 0);
    assert.ok(graph.reachable(testing).has(x));
  });

  it('reads commits as git shows them, whatever their encoding', async () => {
    const repo = buildRepository((b) => {
      b.commit('main', { a: '1' }, 'Release');
      b.commit('x', { a: '2' }, 'Ünïcode "quoted" $(icon)\nsecond line', {
        from: 'main',
        author: 'Ödön <o@example.org>',
        authorDate: '1372420800 -0330',
        body: 'MDL-1',
      });
    });
    const tree = repo.git('rev-parse', 'x^{tree}');
    const encoding = ['-c', 'i18n.commitEncoding=ISO-8859-1', 'commit-tree', tree, '-p', 'x'];
    const latin1 = repo.run(encoding, Buffer.from('Zoë schreef', 'latin1')).trim();
    const lying = repo.run(['commit-tree', tree, '-p', latin1], Buffer.from('Zoë lied', 'latin1')).trim();
    const { graph } = await (await open(repo)).history([lying], [repo.id('main')]);
    const [first, second, third] = graph.own(lying);
    assert.equal(first?.subject, 'Ünïcode "quoted" $(icon) second line');
    assert.deepEqual(first.author, { name: 'Ödön', email: 'o@example.org', date: '1372420800 -0330' });
    assert.equal(first.committer.name, 'Carl Committer');
    assert.equal(first.tree, tree);
    assert.equal(second?.subject, 'Zoë schreef');
    assert.match(third?.subject ?? '', /^Zo.+ lied$/);
  });

  it('reads only what moved, and keeps it across processes', async () => {
    const repo = upstreamAndChanges();
    const bounds = [repo.id('v1'), repo.id('v2')];
    const tips = (): string[] => ['x', 'y', 'testing'].map((name) => repo.id(name));
    const cache = tempFolder();
    const started: Command[] = [];
    const git = await open(repo, started, cache);
    await git.history(tips(), bounds);
    started.length = 0;
    await git.history(tips(), bounds);
    assert.equal(started.length, 0);

    repo.build((b) => {
      b.commit('y', { y: '2' }, 'y two');
      b.commit('testing', { t: '3' }, 'rewound', { from: 'v2' });
    });
    const moved = await git.history(tips(), bounds);
    assert.equal(started.length, 1);
    const fresh = await (await open(repo)).history(tips(), bounds);
    assert.deepEqual(
      [...moved.graph.history.commits.keys()].sort(),
      [...fresh.graph.history.commits.keys()].sort(),
      'commits nobody reaches any more are gone',
    );

    started.length = 0;
    const later = await open(repo, started, cache);
    const again = await later.history(tips(), bounds);
    assert.equal(started.length, 2, 'only what opening takes');
    assert.deepEqual(
      new Map([...again.graph.history.commits].sort()),
      new Map([...fresh.graph.history.commits].sort()),
    );
    assert.notEqual((await later.history(tips(), bounds.slice(0, 1))).graph.commit(bounds[1] ?? ''), undefined);
  });

  it('starts anew when git has collected what was read before', async () => {
    const repo = upstreamAndChanges().build((b) => b.commit('z', { z: '1' }, 'z one', { from: 'v1' }));
    const bounds = [repo.id('v1')];
    const cache = tempFolder();
    await (await open(repo, [], cache)).history([repo.id('x'), repo.id('y')], bounds);
    repo.git('branch', '-q', '-D', 'x', 'testing');
    repo.git('gc', '-q', '--prune=now');
    const tips = [repo.id('y'), repo.id('z')];
    const { graph, broken } = await (await open(repo, [], cache)).history(tips, bounds);
    assert.deepEqual(broken, []);
    assert.deepEqual([...graph.history.commits.keys()].sort(), revList(repo, ...tips, '^v1'));
  });

  it('agrees with git on any history, at once or in steps', async () => {
    const shape = fc.array(fc.tuple(fc.nat(30), fc.nat(30), fc.boolean()), { minLength: 3, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(shape, fc.array(fc.nat(29), { minLength: 1, maxLength: 3 }), async (commits, chosen) => {
        const marks: Mark[] = [];
        const repo = buildRepository((b) => {
          commits.forEach(([one, two, merge], index) => {
            const from = index === 0 ? undefined : marks[one % index];
            const other = index === 0 ? undefined : marks[two % index];
            const name = `c${index}`;
            if (from === undefined) marks.push(b.commit(name, { a: '0' }, name));
            else if (merge && other !== undefined && other !== from)
              marks.push(b.merge(name, [other], name, {}, { from }));
            else marks.push(b.commit(name, { [name]: '1' }, name, { from }));
          });
        });
        const ids = new Map(commits.map((_, index) => [index, repo.id(`c${index}`)]));
        const all = [...ids.values()];
        const bounds = [...new Set(chosen.map((n) => ids.get(n % commits.length) ?? ''))];
        const git = await open(repo);
        await git.history(all.slice(0, all.length / 2), bounds);
        const { graph } = await git.history(all, bounds);
        const not = bounds.map((id) => `^${id}`);
        for (const tip of all.slice(-3)) {
          assert.deepEqual([...graph.reachable(tip)].sort(), revList(repo, tip, ...not));
          const seen = new Set<string>();
          for (const { id, parents } of graph.own(tip)) {
            assert.ok(parents.every((parent) => seen.has(parent) || graph.commit(parent) === undefined));
            seen.add(id);
          }
          const first = repo.git('rev-list', '--first-parent', tip).split('\n');
          const upstream = new Set(revList(repo, ...bounds));
          assert.equal(graph.base(tip), first.find((id) => upstream.has(id)) ?? null);
        }
      }),
      { numRuns: 8, seed: 42 },
    );
  });

  it('names broken tips and walks the rest', async () => {
    const repo = buildRepository((b) => {
      b.commit('main', { a: '1' }, 'Release');
      for (let n = 0; n < 20; n += 1) {
        b.commit(`x${n}`, { x: `${n}` }, `x${n} one`, { from: 'main' });
        b.commit(`x${n}`, { y: `${n}` }, `x${n} two`);
      }
    });
    const tips = Array.from({ length: 20 }, (_, n) => repo.id(`x${n}`));
    const bounds = [repo.id('main')];
    repo.removeObject(repo.id('x3~1'));
    repo.removeObject(tips[17] ?? '');
    const git = await open(repo);
    const { graph, broken } = await git.history(tips, bounds);
    assert.deepEqual(broken.map(({ tip }) => tip).sort(), [tips[3], tips[17]].sort());
    assert.match(broken[0]?.message ?? '', /[0-9a-f]{40}/);
    assert.equal(graph.history.commits.size, 36);
    await assert.rejects(git.history(tips, [...bounds, 'ab'.repeat(20)]), (error) =>
      GitError.is(error, 'corrupt-object'),
    );
  });

  it('is not taken in by a cache that was tampered with', async () => {
    const repo = upstreamAndChanges();
    const cache = tempFolder();
    const ask = async (): Promise<number> => {
      const { graph } = await (await open(repo, [], cache)).history([repo.id('x')], [repo.id('v1')]);
      return graph.own(repo.id('x')).length;
    };
    assert.equal(await ask(), 2);
    for (const name of readdirSync(cache)) writeFileSync(join(cache, name), 'x'.repeat(1000));
    assert.equal(await ask(), 2);
  });
});

describe('historyGraph', () => {
  it('looks at a commit a few times at most, with 1000 branches and four role branches', () => {
    const person = { name: 'A', email: 'a@example.org', date: '0 +0000' };
    let looks = 0;
    const commits = new (class extends Map<string, Commit> {
      override get(id: string): Commit | undefined {
        looks += 1;
        return super.get(id);
      }
    })();
    const add = (id: string, ...parents: readonly string[]): string => {
      commits.set(id, { id, tree: id, parents, author: person, committer: person, subject: id });
      return id;
    };
    const tips = Array.from({ length: 1000 }, (_, n) => add(`${n}c`, add(`${n}b`, add(`${n}a`, `v${n % 4}`))));
    const roles = ['testing', 'deployment', 'packaging', 'live'].map((role) =>
      tips.reduce((tip, change) => add(`${role} ${change}`, tip, change), 'v0'),
    );
    const graph = historyGraph({ commits });
    let contained = 0;
    for (const tip of tips) {
      assert.equal(graph.own(tip).length, 3);
      assert.equal(graph.boundaries(tip).length, 1);
      assert.equal(graph.base(tip), graph.boundaries(tip)[0]);
      for (const role of roles) if (graph.reachable(role).has(tip)) contained += 1;
    }
    assert.equal(contained, 4000);
    // 8 ms on a quiet machine. Each of the 4 role branches reaches 4000 commits with 2 parents at most, the changes 3.
    assert.ok(looks < 2 * 4 * 4000 + 4 * 3000 + 2000, `${looks}`);
  });
});
