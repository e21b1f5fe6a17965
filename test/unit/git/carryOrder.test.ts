import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { pickOrder } from '../../../src/git';
import { buildRepository } from '../../support/repo';
import type { Mark } from '../../support/repo';

it('picks what git rebase picks, in its order, whatever was merged', () => {
  const commit = fc.record({ parents: fc.array(fc.nat(5), { minLength: 1, maxLength: 3 }), day: fc.nat(9) });
  fc.assert(
    fc.property(fc.array(commit, { minLength: 1, maxLength: 14 }), (drawn) => {
      const repo = buildRepository((b) => {
        const made: Mark[] = [b.commit('main', { a: 'a' }, 'release')];
        b.tag('old');
        for (const { parents, day } of drawn) {
          const chosen = parents.flatMap((back) => made[Math.max(0, made.length - 1 - back)] ?? []);
          const [first, ...others] = [...new Set(chosen)];
          assert.ok(first !== undefined);
          const options = { from: first, date: `${1372420800 + day * 1000} +0000` };
          made.push(
            others.length === 0
              ? b.commit('x', { [`f${made.length}`]: 'f' }, 'commit', options)
              : b.merge('x', others, 'merge', {}, options),
          );
        }
      });
      const git = (...more: string[]): string[] =>
        repo
          .git('rev-list', ...more, 'old..x')
          .split('\n')
          .filter(Boolean);
      const commits = new Map(
        git('--parents').map((line) => {
          const [id = '', ...parents] = line.split(' ');
          return [id, { parents }];
        }),
      );
      const order = pickOrder(commits, repo.id('x'));
      assert.deepEqual(order.picks, git('--reverse', '--topo-order', '--no-merges'));
      assert.deepEqual(order.merges, git('--reverse', '--topo-order', '--merges'));
    }),
    { numRuns: 40, seed: 20130514, endOnFailure: true },
  );
});
