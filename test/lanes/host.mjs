import { runTests } from '@vscode/test-electron';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stage } from '../../scripts/stage.mjs';
import { vscodeVersion } from '../rig/install.mjs';
import { bundleHostTests } from './bundle.mjs';
import { makeSample } from './sample.mjs';

const desktop = process.env.VSCODE_EXECUTABLE;

/** The newest VS Code and the oldest supported; on a desktop the one VSCODE_EXECUTABLE names. */
const rigs = desktop ? [] : ['newest', 'floor'];

/** Runs all suites in one VS Code; the count comes from the suites, and without one nothing was run. */
async function runIn(rig, { extension, tests, sample, grep }) {
  const own = mkdtempSync(join(tmpdir(), 'host-'));
  const countFile = join(own, 'count.json');
  cpSync(sample, join(own, 'sample'), { recursive: true });
  try {
    await runTests({
      vscodeExecutablePath: rig ? resolve('test/rig/code.mjs') : desktop,
      extensionDevelopmentPath: extension,
      extensionTestsPath: join(tests, 'index'),
      launchArgs: [join(own, 'sample', 'moodle'), `--user-data-dir=${own}/data`, `--extensions-dir=${own}/extensions`],
      extensionTestsEnv: { HOST_COUNT: countFile, ...(rig && { RIG: rig }), ...(grep && { HOST_GREP: grep }) },
    }).catch((error) => {
      if (!existsSync(countFile)) throw error;
    });
    return JSON.parse(readFileSync(countFile, 'utf8'));
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/** Suites inside a real extension host. */
export const host = {
  name: 'host',
  needs: ['git', ...(desktop ? [] : ['chromium', ...rigs])],
  async run({ workFolder, grep, signal }) {
    const [extension, tests, sample] = ['extension', 'host', 'sample'].map((name) => resolve(workFolder, name));
    await stage(extension);
    await bundleHostTests(tests);
    makeSample(sample, join(extension, 'dist', 'cli.js'));
    const total = { passed: 0, failed: 0 };
    for (const rig of desktop ? [undefined] : rigs) {
      if (signal.aborted) break;
      console.log(`\nVS Code ${rig ? `${vscodeVersion(rig)} (${rig})` : desktop}`);
      const { passed, failed } = await runIn(rig, { extension, tests, sample, grep });
      total.passed += passed;
      total.failed += failed;
    }
    return total;
  },
};
