import assert from 'node:assert/strict';
import type { HelpedEffect } from '../../src/git';
import type { Runner } from '../../src/process';
import { leftBehind } from './carryPlan';
import { testRunner } from './repo';
import type { TestRepository } from './repo';
import { Helping } from './scratch';
import type { Resolve } from './scratch';

/** A runner whose process dies before or after the n-th command of those that are meant. */
export function dying(
  at: number,
  when: 'before' | 'after',
  meant: RegExp,
): { readonly runner: Runner; readonly died: () => boolean } {
  const real = testRunner();
  let count = 0;
  let hasDied = false;
  const die = (): never => {
    hasDied = true;
    throw new Error('dead');
  };
  const run: Runner['run'] = async (command, signal, converse) => {
    if (hasDied) die();
    const words = command.args.filter((arg, index) => arg !== '-c' && command.args[index - 1] !== '-c').join(' ');
    if (!meant.test(words)) return real.run(command, signal, converse);
    count += 1;
    const isIt = count === at;
    if (isIt && when === 'before') die();
    // What it runs while it talks with git goes on until then.
    const outcome = await real.run(command, signal, converse);
    return isIt ? die() : outcome;
  };
  return { runner: { run }, died: () => hasDied };
}

/** What became of it. */
export const isDead = (error: unknown): void => {
  assert.match(String(error), /dead/);
};

/** A step that a person helps with in a scratch work tree, whose process dies. */
interface DyingHelp {
  readonly when: 'before' | 'after';
  /** The commands of git it dies at, one after the other. */
  readonly meant: RegExp;
  /** The first stop is in `a.php`, the second in another file. */
  readonly resolve: Resolve;
  /** The tip in the end. */
  readonly expected: string;
}

/** Holds that a step comes to the same when it is begun again, at whatever command its process has died. */
export async function losesNothing(
  repo: TestRepository,
  effect: HelpedEffect,
  { when, meant, resolve, expected }: DyingHelp,
): Promise<void> {
  for (let at = 1, isOver = false; !isOver; at += 1) {
    const { runner, died } = dying(at, when, meant);
    const on = await Helping.on(repo, effect, runner);
    await help(on, resolve).catch(isDead);
    isOver = !died();
    await on.reload();
    await help(on, resolve);
    assert.equal(on.tip(), expected, `${when} ${at}`);
    await on.git.scratches.remove({ allBut: [] });
    assert.deepEqual(leftBehind(repo), []);
    repo.git('-c', 'gc.rerereResolved=now', '-c', 'gc.rerereUnresolved=now', 'rerere', 'gc');
  }
}

async function help(on: Helping<HelpedEffect>, resolve: Resolve): Promise<void> {
  let scratch = await on.do('begin');
  for (let stop = 0; stop < 9 && scratch.state !== 'finished'; stop += 1) {
    for (const { path } of scratch.files) resolve(on.folder, path === 'a.php' ? 0 : 1);
    scratch = await on.do('proceed');
  }
  assert.equal(scratch.state, 'finished');
}
