import assert from 'node:assert/strict';
import type { Runner } from '../../src/process';
import { testRunner } from './repo';

/** A runner whose process dies before or after the n-th command of those that are meant. */
export function dying(
  at: number,
  when: 'before' | 'after',
  meant: RegExp,
): { readonly runner: Runner; readonly died: () => boolean } {
  const real = testRunner();
  let count = 0;
  const run: Runner['run'] = async (command, signal, converse) => {
    if (count === at) throw new Error('dead');
    const words = command.args.filter((arg, index) => arg !== '-c' && command.args[index - 1] !== '-c').join(' ');
    if (!meant.test(words)) return real.run(command, signal, converse);
    count += 1;
    if (count === at && when === 'before') throw new Error('dead');
    const outcome = await real.run(command, signal, converse);
    if (count === at) throw new Error('dead');
    return outcome;
  };
  return { runner: { run }, died: () => count === at };
}

/** What became of it. */
export const isDead = (error: unknown): void => {
  assert.match(String(error), /dead/);
};
