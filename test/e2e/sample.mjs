// A window on a copy of the demo, with the packaged extension installed as a user would.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeSample } from '../lanes/sample.mjs';
import { foldersIn, serverCommand } from '../rig/server.mjs';
import { openWorkbench } from './workbench.mjs';

function install(folders) {
  const [node, args] = serverCommand('newest', folders, '--install-extension', process.env.E2E_VSIX);
  const { status, stdout, stderr } = spawnSync(node, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The extension was not installed:\n${stdout}${stderr}`);
}

/**
 * Everything lies in one folder, which `close` removes with the window.
 * @param {Omit<Parameters<typeof openWorkbench>[0], 'folders' | 'folder'> & {
 *   prepare?: (extension: string) => void, beside?: string, apart?: boolean }} [options]
 *   `prepare` is handed the folder the extension is installed in before the window opens
 *   `beside` is the name of a second copy of the repository, which the window shows too
 *   `apart` makes the demo anew, with remotes that can be pushed to, and keeps what the extension remembers in the folder:
 *   the remotes of a copy are those that every copy has
 * @returns the window, the repository it shows, and the folder the extension is installed in
 */
export async function openSample({ prepare, beside, apart = false, ...options } = {}) {
  const own = mkdtempSync(join(tmpdir(), 'e2e-'));
  try {
    const folders = foldersIn(join(own, 'vscode'));
    mkdirSync(folders.dataDir);
    const kept = { XDG_STATE_HOME: join(own, 'state'), XDG_CACHE_HOME: join(own, 'cache') };
    if (apart) makeSample(join(own, 'sample'), join(process.env.E2E_STAGED, 'dist', 'cli.js'));
    else cpSync(process.env.E2E_SAMPLE, join(own, 'sample'), { recursive: true });
    install(folders);
    const folder = join(own, 'sample', 'moodle');
    const name = readdirSync(folders.extensionsDir).find((entry) => entry.startsWith('moodle-release.'));
    const extension = join(folders.extensionsDir, name);
    prepare?.(extension);
    const workspace = beside === undefined ? undefined : join(own, 'two.code-workspace');
    if (workspace) {
      cpSync(folder, join(own, beside), { recursive: true });
      writeFileSync(workspace, JSON.stringify({ folders: [{ path: folder }, { path: beside }] }));
    }
    const window = await openWorkbench({ ...options, ...(apart && { env: kept }), folders, folder, workspace });
    const close = async () => {
      await window.close();
      rmSync(own, { recursive: true, force: true });
    };
    return { window, folder, extension, close };
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    throw error;
  }
}

/** One test in an open window; when it fails, test-results/ has a picture of the window. */
export function step(name, window, body) {
  return test(name, { timeout: 90_000 }, async () => {
    try {
      await body(window());
    } catch (error) {
      const path = join('test-results', `${name.replace(/\W+/g, '-')}.png`);
      await window()?.page.screenshot({ path });
      throw error;
    }
  });
}

/** Steps of one story in an open window: one says nothing once an earlier one has failed. */
export function storyIn(window) {
  let broken;
  return (name, body) =>
    step(name, window, async (opened) => {
      assert.equal(broken, undefined, 'an earlier step failed');
      broken = name;
      await body(opened);
      broken = undefined;
    });
}
