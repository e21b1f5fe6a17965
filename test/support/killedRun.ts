import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlanError } from '../../src/plan';
import type { Plan } from '../../src/plan';

/** When its writer is killed, as a line of the journal goes. */
export type Instant = 'before' | 'halfway through' | 'after';

interface Task {
  readonly gitDir: string;
  /** The file of the plan. */
  readonly plan: string;
  readonly line: number;
  readonly instant: Instant;
}

/** Set for the process of a test's own file that runs a plan and is killed. */
const CHILD = 'KILLED_RUN';

/** Whether this is the process that is to be killed: it calls `runToBeKilled` and has no tests. */
export const isToBeKilled = process.env[CHILD] !== undefined;

/** Runs the plan as a window would, and is killed with its group at the line of the journal that is meant. */
export function runToBeKilled(run: (gitDir: string, plan: unknown) => Promise<unknown>): void {
  runAndDie(run).catch((error: unknown) => {
    process.stderr.write(PlanError.is(error) ? `${error.message}\n` : String(error));
    process.exitCode = 1;
  });
}

async function runAndDie(run: (gitDir: string, plan: unknown) => Promise<unknown>): Promise<void> {
  const { gitDir, plan, line, instant } = JSON.parse(process.env[CHILD] ?? '') as Task;
  const die = (): void => {
    process.kill(-process.pid, 'SIGKILL');
  };
  const probe = await open(plan);
  const handle = Object.getPrototypeOf(probe) as {
    write: (bytes: Buffer, offset: number, length: number, position: number) => Promise<{ bytesWritten: number }>;
    sync: () => Promise<void>;
  };
  await probe.close();
  const { write, sync } = handle;
  let lines = 0;
  handle.write = async function (bytes, offset, length, position) {
    if (lines === line && instant === 'before') die();
    const isTorn = lines === line && instant === 'halfway through';
    const written = await write.call(this, bytes, offset, isTorn ? length >> 1 : length, position);
    if (isTorn) die();
    lines += 1;
    return written;
  };
  handle.sync = async function () {
    await sync.call(this);
    if (lines === line + 1 && instant === 'after') die();
  };
  await run(gitDir, JSON.parse(await readFile(plan, 'utf8')));
}

/**
 * Has another process run the plan and be killed at a line of the journal.
 * @param line counted from 0
 * @returns whether there was such a line; else the plan was run to its end
 */
export async function runKilled(gitDir: string, plan: Plan, line: number, instant: Instant): Promise<boolean> {
  const task: Task = { gitDir, plan: join(gitDir, 'plan.json'), line, instant };
  writeFileSync(task.plan, JSON.stringify(plan));
  const running = spawn(process.execPath, ['--enable-source-maps', __filename], {
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, [CHILD]: JSON.stringify(task) },
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code, signal] = (await once(running, 'exit')) as [number | null, string | null];
  assert.ok(signal === 'SIGKILL' || code === 0, `${code} ${signal}`);
  return signal === 'SIGKILL';
}
