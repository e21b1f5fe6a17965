// The package itself: what is in it, and that what it installs can be run.
import { listFiles, PackageManager } from '@vscode/vsce';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const staged = process.env.E2E_STAGED;

test('the package holds what the golden list says, and nothing else', async () => {
  const files = await listFiles({ cwd: staged, packageManager: PackageManager.None });
  // Files that several need are named by their content.
  const names = new Set(files.map((file) => file.replace(/^(dist\/shared\/).+(\.js)$/, '$1…$2')));
  assert.deepEqual([...names].sort(), readFileSync('test/golden/vsix.txt', 'utf8').trim().split('\n'));
});

test('the package is small', () => {
  const { size } = statSync(process.env.E2E_VSIX);
  assert.ok(size < 460_000, `the .vsix has ${size} bytes`);
});

test('the command line works as a package of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'npm-'));
  try {
    const npm = (...args) =>
      execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const [{ filename }] = JSON.parse(npm('pack', '--json', join(staged, 'dist', 'npm')));
    npm('install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', join(folder, filename));
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    const bin = join(folder, 'node_modules', '.bin', 'moodle-release');
    assert.match(execFileSync(bin, ['--version'], { encoding: 'utf8' }), new RegExp(version.replaceAll('.', '\\.')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
