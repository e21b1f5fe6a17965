import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { openForPlans } from '../../../src/git';
import type { Recipe } from '../../../src/git';
import { cited } from '../../../src/git/carry/citing';
import { buildRepository, TEST_ENVIRONMENT, testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';

const committer = { name: 'Rita Release', email: 'rita@example.org', date: '1385000000 +0100' };

/** The commits real git makes of others, one after the other, on top of `onto`. */
function cherryPick(repo: TestRepository, onto: string, commits: readonly string[], ...how: string[]): string[] {
  const env = {
    ...TEST_ENVIRONMENT,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    GIT_COMMITTER_DATE: `@${committer.date}`,
  };
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: repo.folder, env, encoding: 'latin1' });
  git('checkout', '-q', '-f', '--detach', onto);
  git('cherry-pick', '--allow-empty', '--allow-empty-message', ...how, ...commits);
  return git('rev-list', '--reverse', `${onto}..HEAD`).trim().split('\n');
}

async function carried(repo: TestRepository, recipe: Omit<Recipe, 'branch' | 'drop' | 'committer'>): Promise<string[]> {
  const git = await openForPlans(repo.folder, { runner: testRunner() });
  const [result] = await git.carry([{ branch: 'x', drop: [], committer, ...recipe }]);
  assert.equal(result?.result, 'clean', JSON.stringify(result));
  return result.picks.map(({ to }) => to ?? '');
}

const aLine = fc.constantFrom(
  ...['', ' ', 'MDL-1 mod: Fix it', 'Words of it', 'Signed-off-by: Ada <ada@example.org>', 'Reviewed-by : Tim  '],
  ...[
    '(cherry picked from commit 0123456789012345678901234567890123456789)',
    '\tgoes on',
    '# said aside',
    'Key: value',
  ],
  ...[
    'Conflicts:',
    '\tlib.php',
    'Caf\xe9: au lait',
    'http://moodle.org',
    '# ------------------------ >8 ------------------------',
  ],
);
const aMessage = fc
  .array(aLine, { maxLength: 9 })
  .chain((lines) => fc.constantFrom('', '\n', '\n\n').map((end) => lines.join('\n') + end));

describe('picked commits', () => {
  const messages = fc.sample(aMessage, { numRuns: 150, seed: 7 });
  const repo = buildRepository((b) => {
    b.commit('main', { 'a.txt': 'a\n' }, 'release');
    b.tag('old');
    for (const [at, text] of messages.entries()) {
      const encoded =
        at % 3 === 0
          ? { encoding: 'ISO-8859-1', message: Buffer.from(text, 'latin1') }
          : { message: Buffer.from(text) };
      b.commit('fixes', { [`${at}.txt`]: `${at}\n` }, text, { ...encoded, ...(at === 0 ? { from: 'old' } : {}) });
    }
    b.commit('elsewhere', { 'b.txt': 'b\n' }, 'ours', { from: 'old' });
  });
  const commits = repo.git('rev-list', '--reverse', 'old..fixes').split('\n');

  for (const [picked, how] of [
    ['cited', ['-x']],
    ['plain', []],
  ] as const) {
    it(`are what git makes of them, ${picked}`, async () => {
      const onto = repo.id('elsewhere');
      assert.deepEqual(await carried(repo, { onto, commits, picked }), cherryPick(repo, onto, commits, ...how));
    });

    it(`are made anew where they lie already, ${picked}`, async () => {
      const onto = repo.id('old');
      const [first = ''] = commits;
      const made = await carried(repo, { onto, commits: [first], picked });
      assert.deepEqual(made, cherryPick(repo, onto, [first], ...how));
      assert.notEqual(made[0], first);
    });
  }

  it('are the same in a work tree', async () => {
    const onto = repo.id('elsewhere');
    const some = commits.slice(0, 12);
    const expected = await carried(repo, { onto, commits: some, picked: 'cited' });
    repo.configure('[merge]\n\trenormalize = true');
    assert.deepEqual(await carried(repo, { onto, commits: some, picked: 'cited' }), expected);
  });

  it('say it once more each time', () => {
    const id = 'a'.repeat(40);
    assert.equal(cited('Fix it', id), `Fix it\n\n(cherry picked from commit ${id})\n`);
    const twice = cited(cited('Fix it', id), 'b'.repeat(40));
    assert.equal(twice, `${cited('Fix it', id)}(cherry picked from commit ${'b'.repeat(40)})\n`);
  });
});
