import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { openForPlans } from '../../../src/git';
import type { GitEffects, PushEffect } from '../../../src/git';
import { planId, PlanRunner } from '../../../src/plan';
import type { Plan } from '../../../src/plan';
import { buildRepository, testRunner } from '../../support/repo';

/** Set for the process of this same file that runs a plan and is killed. */
const CHILD = 'PUSH_EFFECT_CHILD';

async function runnerFor(folder: string): Promise<PlanRunner<GitEffects>> {
  const { effects, repository } = await openForPlans(folder, { runner: testRunner() });
  return new PlanRunner({ effects, folder: join(repository.commonDir, 'moodle-release', 'journal') });
}

interface Asked {
  readonly folder: string;
  readonly plan: string;
  readonly pidFile: string;
}

async function child(): Promise<void> {
  const { folder, plan, pidFile } = JSON.parse(process.env[CHILD] ?? '') as Asked;
  writeFileSync(pidFile, String(process.pid));
  await (await runnerFor(folder)).run(JSON.parse(readFileSync(plan, 'utf8')) as Plan<PushEffect>);
}

async function killedWhilePushing(): Promise<void> {
  const repo = buildRepository((b) => {
    const first = b.commit('main', { file: '1' }, 'one');
    b.commit('main', { file: '2' }, 'two');
    b.branch('a', first);
  });
  const origin = repo.cloneBare();
  repo.addRemote('origin', origin.folder).git('fetch', '-q', 'origin');
  const pidFile = join(origin.folder, 'runner-pid');
  mkdirSync(join(origin.folder, 'hooks'), { recursive: true });
  const kill = `#!/bin/sh\nkill -9 $(cat ${pidFile})\n`;
  writeFileSync(join(origin.folder, 'hooks', 'pre-receive'), kill, { mode: 0o755 });

  const [one, two] = [repo.id('a'), repo.id('main')];
  const effect: PushEffect = {
    kind: 'push',
    remote: 'origin',
    updates: [
      { ref: 'refs/heads/a', old: one, new: two },
      { ref: 'refs/heads/new', old: null, new: two },
    ],
  };
  const steps = [{ id: 's', title: 'Push', effect, irreversible: true }];
  const id = planId('push');
  const plan: Plan<PushEffect> = {
    id,
    kind: 'push',
    title: 'Push',
    inputs: null,
    facts: [],
    sections: [{ id: 'all', title: 'All', steps }],
    warnings: [],
  };
  const planFile = join(origin.folder, 'plan.json');
  writeFileSync(planFile, JSON.stringify(plan));
  const asked: Asked = { folder: repo.folder, plan: planFile, pidFile };
  const env = { ...process.env, [CHILD]: JSON.stringify(asked) };
  const running = spawn(process.execPath, [__filename], { env, stdio: 'inherit' });
  const [, signal] = (await once(running, 'exit')) as [number | null, string | null];
  assert.equal(signal, 'SIGKILL');

  // git was left alone with its push: resuming waits for it, and then the remote says how far it came.
  const journal = join(repo.gitDir, 'moodle-release', 'journal');
  const [name = ''] = readdirSync(journal).filter((each) => each.endsWith('.open.jsonl'));
  assert.match(readFileSync(join(journal, name), 'utf8'), /"type":"process"/);
  writeFileSync(join(origin.folder, 'hooks', 'pre-receive'), '#!/bin/sh\nexit 0\n');
  const plans = await runnerFor(repo.folder);
  assert.deepEqual(
    (await plans.unfinished()).map((each) => each.id),
    [id],
  );
  const record = await plans.resume(id, 'forward');
  assert.deepEqual([record.state, record.steps.get('s')?.state], ['ended', 'done']);
  assert.deepEqual([origin.id('a'), origin.id('new')], [two, two]);
  assert.deepEqual([repo.id('refs/remotes/origin/a'), repo.id('refs/remotes/origin/new')], [two, two]);
}

if (process.env[CHILD] === undefined) it('a push whose runner is killed is brought to its end', killedWhilePushing);
else void child();
