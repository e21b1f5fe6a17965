import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openForPlans } from '../../../src/git';
import type { ChangingGit } from '../../../src/git';
import { localRunner } from '../../../src/process';
import { buildRepository, TEST_ENVIRONMENT, TestRepository, testRunner } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

const small = (): TestRepository => buildRepository((b) => b.commit('main', { a: '1' }, 'one'));

describe('who commits', () => {
  const as = (repo: TestRepository, changes: Readonly<Record<string, string | undefined>>): Promise<ChangingGit> =>
    openForPlans(repo.folder, { runner: localRunner({ env: { ...TEST_ENVIRONMENT, ...changes } }) });
  const nobody = { GIT_COMMITTER_NAME: undefined, GIT_COMMITTER_EMAIL: undefined, GIT_COMMITTER_DATE: undefined };

  it('is whom the variables name, then the configuration', async () => {
    const repo = small();
    const carl = { name: 'Carl Committer', email: 'carl@example.org', zone: '+0100' };
    assert.deepEqual(await (await as(repo, {})).identity(), carl);
    repo.configure('[user]\n\tname = Zoë > Quot\n\temail = zoe@example.org');
    const zoe = await (await as(repo, { ...nobody, TZ: 'Asia/Kathmandu' })).identity();
    assert.deepEqual(zoe, { name: 'Zoë  Quot', email: 'zoe@example.org', zone: '+0545' });
  });

  it('is nobody where git would refuse', async () => {
    const repo = small().configure('[user]\n\tuseConfigOnly = true');
    assert.equal(await (await as(repo, { ...nobody, EMAIL: undefined })).identity(), null);
  });
});

describe('hooks that would have run', () => {
  const open = (repo: TestRepository): Promise<ChangingGit> => openForPlans(repo.folder, { runner: testRunner() });
  const put = (folder: string, names: readonly string[], mode = 0o755): void => {
    mkdirSync(folder, { recursive: true });
    for (const name of names) writeFileSync(join(folder, name), '#!/bin/sh\nexit 1\n', { mode });
  };

  it('are those that can be run and concern a person', async () => {
    const repo = small();
    const hooks = join(repo.gitDir, 'hooks');
    put(hooks, ['post-rewrite', 'pre-push', 'update', 'pre-rebase.sample']);
    put(hooks, ['pre-commit'], 0o644);
    mkdirSync(join(hooks, 'commit-msg'));
    assert.deepEqual(await (await open(repo)).hooks(), ['post-rewrite', 'pre-push']);
    const linked = new TestRepository(join(tempFolder(), 'linked'));
    repo.git('worktree', 'add', '-q', '--detach', linked.folder, 'main');
    assert.deepEqual(await (await open(linked)).hooks(), ['post-rewrite', 'pre-push']);
  });

  it('are looked for where the configuration says', async () => {
    const repo = small();
    put(join(repo.gitDir, 'hooks'), ['pre-push']);
    put(join(repo.folder, '.husky'), ['pre-rebase']);
    repo.configure('[core]\n\thooksPath = .husky');
    assert.deepEqual(await (await open(repo)).hooks(), ['pre-rebase']);
    const elsewhere = tempFolder();
    repo.configure(`[core]\n\thooksPath = ${elsewhere}`);
    assert.deepEqual(await (await open(repo)).hooks(), []);
  });
});
