// Runs files of node:test tests and counts what they say.
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { resolve } from 'node:path';

/** @typedef {{ passed: number, failed: number }} Count */

/** node:test only warns of an error that comes after its test has ended; here it is a failure. */
const late = /generated asynchronous activity after the test ended/;

/** How Node 20 reports the tests that `--grep` leaves out. */
const otherName = 'test name does not match pattern';

/**
 * What one event adds to the count. A skipped test, a test for later and a file without a test are failures: nothing
 * may look tested that was not. A suite counts only when it failed by itself, not through its tests.
 * @returns {'passed' | 'failed' | null}
 */
export function verdict({ type, data }) {
  if (type === 'test:diagnostic') return late.test(data.message) ? 'failed' : null;
  if (data.skip === otherName) return null;
  if (type === 'test:fail') return data.details.error?.failureType === 'subtestsFailed' ? null : 'failed';
  if (type !== 'test:pass' || data.details.type === 'suite') return null;
  const untested = data.skip !== undefined || data.todo !== undefined || data.name === data.file;
  return untested ? 'failed' : 'passed';
}

/**
 * Runs the files, each in a process of its own, and streams what they report.
 * @param {{ files: string[], concurrency?: number, timeout?: number, grep?: string, signal?: AbortSignal }} what
 *   timeout: milliseconds a file may take
 * @returns {Promise<Count>}
 */
export async function runNodeTests({ files, concurrency = 1, timeout = 300_000, grep, signal }) {
  process.env.NODE_OPTIONS = '--enable-source-maps';
  const count = { passed: 0, failed: 0 };
  const events = run({
    files: files.map((file) => resolve(file)),
    concurrency,
    timeout,
    ...(grep && { testNamePatterns: [new RegExp(grep)] }),
    ...(signal && { signal }),
  });
  const output = events.compose(new spec());
  output.pipe(process.stdout, { end: false });
  events.on('data', (event) => {
    const one = verdict(event);
    if (one) count[one] += 1;
    if (one === 'failed' && event.type === 'test:pass') process.stdout.write(`✖ not run: ${event.data.name}\n`);
  });
  await new Promise((done, fail) => output.once('end', done).once('error', fail));
  return count;
}
