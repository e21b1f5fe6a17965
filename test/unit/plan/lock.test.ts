import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { PlanError, PlanRunner } from '../../../src/plan';
import type { PlanReason } from '../../../src/plan';
import { tempFolder } from '../../support/tempFolder';
import { set, toyPlan, ToyWorld } from './toyWorld';
import type { ToyEffects } from './toyWorld';

/** Set for the processes of this same file that run plans against each other. */
const CHILD = 'PLAN_LOCK_CHILD';

function runnerIn(folder: string, world = new ToyWorld()): PlanRunner<ToyEffects> {
  return new PlanRunner({ effects: world.effects(), folder });
}

async function ranOrReason(folder: string): Promise<PlanReason | 'ran'> {
  try {
    await runnerIn(folder).run(toyPlan(`p-${process.pid}`, { s: [[set('a')]] }));
    return 'ran';
  } catch (error) {
    assert.ok(PlanError.is(error), String(error));
    return error.reason;
  }
}

/** The claim this process makes, in parts: host, boot, namespace, pid, start. */
async function ownClaim(): Promise<readonly string[]> {
  const folder = join(tempFolder(), 'journal');
  const world = new ToyWorld();
  let name = '';
  world.during = () => {
    name = readdirSync(folder).find((each) => each.startsWith('claim')) ?? '';
    return Promise.resolve();
  };
  await runnerIn(folder, world).run(toyPlan('p', { s: [[set('a')]] }));
  return name.split('-').slice(1, -1);
}

function claimed(parts: readonly string[]): string {
  const folder = tempFolder();
  writeFileSync(join(folder, `claim-${parts.join('-')}-0123abcd.lock`), '');
  return folder;
}

/** Runs plans until five went through; each counts a file up and would be seen if it did so beside another. */
async function child(folder: string): Promise<void> {
  const world = new ToyWorld();
  const plans = runnerIn(folder, world);
  const counter = join(folder, 'counter');
  world.during = async () => {
    const before = Number(readFileSync(counter, 'utf8'));
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
    writeFileSync(counter, String(before + 1));
  };
  for (let done = 0; done < 5;) {
    world.values.clear();
    try {
      await plans.run(toyPlan(`p-${process.pid}-${done}`, { s: [[set('a')]] }));
      done += 1;
    } catch (error) {
      if (!PlanError.is(error, 'busy')) throw error;
    }
  }
}

function locking(): void {
  it('lets two windows and a command line run one plan at a time', async () => {
    const folder = join(tempFolder(), 'journal');
    mkdirSync(folder);
    writeFileSync(join(folder, 'counter'), '0');
    const ends = Array.from({ length: 3 }, async () => {
      const running = spawn(process.execPath, ['--enable-source-maps', __filename], {
        env: { ...process.env, NODE_TEST_CONTEXT: undefined, [CHILD]: folder },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      return once(running, 'exit');
    });
    for (const [code] of await Promise.all(ends)) assert.equal(code, 0);
    assert.equal(readFileSync(join(folder, 'counter'), 'utf8'), '15');
    const names = readdirSync(folder).filter((name) => name !== 'counter');
    assert.deepEqual(
      names.map((name) => name.slice(0, 6)).sort(),
      Array.from({ length: 15 }, (_, n) => String(n + 1).padStart(6, '0')),
      'fifteen journals in order and no claim',
    );
  });

  it('takes over from the dead, and from nobody else', async () => {
    const [host = '', boot = '', namespace = '', pid = '', start = ''] = await ownClaim();
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    const gone = String(child.pid);
    const cases: readonly [string, readonly string[], PlanReason | 'ran'][] = [
      ['a process that has ended', [host, boot, namespace, gone, start], 'ran'],
      ['this process', [host, boot, namespace, pid, start], 'busy'],
      ['another machine', ['abc', boot, namespace, gone, start], 'busy'],
      ['what this version cannot read', ['v2', host, boot, namespace, gone, start], 'busy'],
    ];
    const proc: readonly [string, readonly string[], PlanReason | 'ran'][] = [
      ['a number given to another process', [host, boot, namespace, pid, '1'], 'ran'],
      ['a time before the machine was started again', [host, 'abc', namespace, pid, start], 'ran'],
      ['another container', [host, boot, 'abc', gone, start], 'busy'],
    ];
    // Where there is no /proc a process is known by its number alone.
    for (const [name, claim, end] of start === '' ? cases : [...cases, ...proc]) {
      const folder = claimed(claim);
      assert.equal(await ranOrReason(folder), end, name);
      const claims = readdirSync(folder).filter((file) => file.startsWith('claim'));
      assert.equal(claims.length, end === 'ran' ? 0 : 1, name);
    }
  });

  it('names who has it', async () => {
    const error: unknown = await runnerIn(claimed(await ownClaim()))
      .run(toyPlan('p', {}))
      .catch((thrown: unknown) => thrown);
    assert.ok(PlanError.is(error, 'busy'));
    assert.equal(error.detail['pid'], process.pid);
  });
}

const folder = process.env[CHILD];
if (folder === undefined) describe('the lock of a folder of journals', locking);
else {
  child(folder).catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  });
}
