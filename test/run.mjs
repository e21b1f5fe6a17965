// Runs the test lanes, one after the other.
//   node test/run.mjs [--lane NAME]… [--grep PATTERN] [--no-install] [--keep] [--pictures]
// --no-install installs no Debian package, --keep leaves the built tests in dist-test, --pictures renews docs/pictures.
import { setMaxListeners } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { check } from './lanes/check.mjs';
import { e2e } from './lanes/e2e.mjs';
import { host } from './lanes/host.mjs';
import { provide } from './lanes/provision.mjs';
import { unit } from './lanes/unit.mjs';

const lanes = [check, unit, host, e2e];

const { values: options } = parseArgs({
  options: {
    lane: { type: 'string', multiple: true },
    grep: { type: 'string' },
    'no-install': { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    pictures: { type: 'boolean', default: false },
  },
});

/** One lane's count; whatever keeps it from running is one failure. */
async function runLane(lane, context) {
  const started = performance.now();
  const count = { passed: 0, failed: 0 };
  try {
    provide(lane.needs, { install: !options['no-install'] });
    Object.assign(count, await lane.run(context));
    if (count.passed + count.failed === 0 && !options.grep) throw new Error(`no test ran in the lane ${lane.name}`);
    const left = readdirSync(process.env.TMPDIR);
    if (left.length > 0) throw new Error(`left behind in the folder for temporary files: ${left.join(', ')}`);
  } catch (error) {
    count.failed += 1;
    console.error(error instanceof Error ? error.message : error);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`\n${lane.name}: ${count.passed} passed, ${count.failed} failed, ${seconds} s\n`);
  return count;
}

function chosenLanes() {
  const unknown = (options.lane ?? []).filter((name) => !lanes.some((lane) => lane.name === name));
  if (unknown.length > 0)
    throw new Error(`No such lane: ${unknown.join(', ')}. There are ${lanes.map(({ name }) => name).join(', ')}.`);
  return options.lane ? lanes.filter(({ name }) => options.lane.includes(name)) : lanes;
}

const stop = new AbortController();
// Every test file listens, and warns from the eleventh on.
setMaxListeners(0, stop.signal);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    stop.abort();
    process.exitCode = 130;
  });
}

const chosen = chosenLanes();
mkdirSync('dist-test', { recursive: true });
const workFolder = mkdtempSync('dist-test/run-');
// Every process of the run takes its temporary files from here, so what a test forgets is seen and removed.
process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'tests-'));
process.once('exit', () => {
  for (const folder of options.keep ? [process.env.TMPDIR] : [process.env.TMPDIR, workFolder]) {
    // A browser that is just being ended may still write.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

const total = { passed: 0, failed: 0 };
for (const lane of chosen) {
  if (stop.signal.aborted) break;
  const { passed, failed } = await runLane(lane, {
    workFolder,
    grep: options.grep,
    pictures: options.pictures,
    signal: stop.signal,
  });
  total.passed += passed;
  total.failed += failed;
}
console.log(`total: ${total.passed} passed, ${total.failed} failed`);
process.exit(process.exitCode ?? (total.failed > 0 ? 1 : 0));
