// Makes the sample, prints its status and opens it: `npm run demo [-- --no-open]`.
// In desktop VS Code when `code` is on the PATH, else in a VS Code served on this machine, until Ctrl-C.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../esbuild.mjs';
import { packageExtension } from './package.mjs';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
const sample = resolve('.demo');
const repository = join(sample, 'moodle');

/** Runs a program in this terminal; one that fails ends the demo with its exit code. */
function run(program, ...args) {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

const isOnPath = (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;

/** Serves a VS Code with the packaged extension in it. Without a browser of ours: the person has one. */
async function serve() {
  const { installRig, isInstalled } = await import('../test/rig/install.mjs');
  const { foldersIn, serverCommand, startServer } = await import('../test/rig/server.mjs');
  if (!isInstalled('newest')) installRig('newest');
  const own = mkdtempSync(join(tmpdir(), 'moodle-release-demo-'));
  process.once('exit', () => rmSync(own, { recursive: true, force: true }));
  const folders = foldersIn(join(own, 'vscode'));
  const vsix = join(own, 'moodle-release.vsix');
  await packageExtension(vsix, join(own, 'extension'));
  const [node, args] = serverCommand('newest', folders, '--install-extension', vsix);
  run(node, ...args);
  const server = await startServer({ folders });
  console.log(`\nOpen ${server.url({ folder: repository })}\nPress Ctrl-C to end it.`);
}

await build();
run(process.execPath, 'dist/cli.js', 'demo', sample, '--yes');
run(process.execPath, 'dist/cli.js', '-C', repository, 'status');
if (!process.argv.includes('--no-open')) {
  if (isOnPath('code')) run('code', `--extensionDevelopmentPath=${resolve('.')}`, repository);
  else await serve();
}
