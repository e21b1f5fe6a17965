// The VS Codes the tests run in: `newest` in this folder, `floor` in test/rig-floor. Each is code-server's VS Code
// server from the npm registry, of which nothing is compiled and no install script is run.
//   node test/rig/install.mjs [newest|floor]…
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

export const rigs = { newest: here, floor: join(here, '..', 'rig-floor') };

/** @param {keyof typeof rigs} rig */
export const modulesOf = (rig) => join(rigs[rig], 'node_modules');

/** Folder of the VS Code server: its package.json, product.json, out/ and extensions/. */
export const vscodeRoot = (rig) => join(modulesOf(rig), 'code-server', 'lib', 'vscode');

/** Version of VS Code in a rig, such as `1.100.3`. */
export const vscodeVersion = (rig) => JSON.parse(readFileSync(join(vscodeRoot(rig), 'package.json'), 'utf8')).version;

/**
 * The Node that runs the server. The newest needs 24, which the rig brings along as a package without install scripts;
 * the floor runs on ours.
 */
export function serverNode(rig) {
  const own = join(modulesOf(rig), `node-${process.platform}-${process.arch}`, 'bin', 'node');
  return process.env.RIG_NODE ?? (existsSync(own) ? own : process.execPath);
}

const stampOf = (rig) => join(modulesOf(rig), '.installed');
const contentOf = (rig) =>
  createHash('sha256')
    .update(readFileSync(join(rigs[rig], 'package-lock.json')))
    .digest('hex');

/** Whether the rig is installed as its lockfile says now. */
export function isInstalled(rig) {
  return existsSync(stampOf(rig)) && readFileSync(stampOf(rig), 'utf8') === contentOf(rig);
}

/** Installs a rig from the npm registry: about 30 s and 500 MB for `newest`, half of that for `floor`. */
export function installRig(rig) {
  console.log(`Installing the VS Code of test/${rig === 'newest' ? 'rig' : 'rig-floor'} from the npm registry.`);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const { status } = spawnSync(npm, ['ci', '--prefix', rigs[rig], '--loglevel=error'], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`npm ci --prefix ${rigs[rig]} failed (${status}).`);
  // The server also serves files as <root>/node_modules/…, though its modules are installed further up.
  const link = join(vscodeRoot(rig), 'node_modules');
  rmSync(link, { force: true });
  symlinkSync(join('..', '..', '..'), link, 'junction');
  writeFileSync(stampOf(rig), contentOf(rig));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(rigs);
  for (const name of names) installRig(name);
}
