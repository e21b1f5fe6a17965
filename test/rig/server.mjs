// Starts a rig's VS Code server and names pages in it.
import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { rigs, serverNode, vscodeRoot } from './install.mjs';

const quietSettings = JSON.parse(readFileSync(join(rigs.newest, 'settings.json'), 'utf8'));

const running = new Set();

/** The whole group: the server's extension hosts outlive it otherwise. */
function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group has ended.
  }
}

// Whatever ends this process ends its servers: an exit hook also runs after an uncaught error, and a signal exits.
process.once('exit', () => running.forEach(killGroup));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** Where a server keeps what, all below one folder unless named. */
export function foldersIn(dataDir, { userDataDir = join(dataDir, 'data'), extensionsDir = join(dataDir, 'ext') } = {}) {
  return { dataDir, userDataDir, extensionsDir };
}

const folderArguments = ({ dataDir, userDataDir, extensionsDir }) => [
  ...['--server-data-dir', dataDir],
  ...['--user-data-dir', userDataDir],
  ...['--extensions-dir', extensionsDir],
];

/** The command that starts the server's own entry: it serves, or with `--install-extension` installs and ends. */
export function serverCommand(rig, folders, ...args) {
  const entry = join(vscodeRoot(rig), 'out', 'server-main.js');
  return [serverNode(rig), [entry, '--accept-server-license-terms', ...folderArguments(folders), ...args]];
}

/**
 * The environment without what a VS Code terminal sets, which would send the server's children to another VS Code. Its
 * sockets and scratch files go below the data folder, and so away with it.
 */
function environment({ dataDir }, extra) {
  const own = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_TEST_)/.test(name));
  const scratch = join(dataDir, 'tmp');
  mkdirSync(scratch, { recursive: true, mode: 0o700 });
  return { ...Object.fromEntries(own), NODE_OPTIONS: '', TMPDIR: scratch, XDG_RUNTIME_DIR: scratch, ...extra };
}

async function answer(authority, ended) {
  while (!ended.aborted) {
    const reply = await fetch(`http://${authority}/version`).catch(() => undefined);
    if (reply?.ok) return;
    await wait(50);
  }
}

/**
 * A VS Code server on a free loopback port, without a connection token.
 * @param {object} options
 * @param {'newest' | 'floor'} [options.rig]
 * @param {ReturnType<typeof foldersIn>} options.folders
 * @param {Record<string, unknown>} [options.settings] user settings, over those of settings.json
 * @param {Record<string, string>} [options.env] for the server and its extension hosts
 * @param {boolean} [options.driver] the smoke test driver: needed to run tests inside, but silences notifications
 * @param {boolean} [options.trust] whether VS Code asks about the folder's trust
 */
export async function startServer({ rig = 'newest', folders, settings = {}, env = {}, driver = false, trust = false }) {
  for (const folder of ['User', 'Machine']) mkdirSync(join(folders.userDataDir, folder), { recursive: true });
  mkdirSync(folders.extensionsDir, { recursive: true });
  writeFileSync(
    join(folders.userDataDir, 'User', 'settings.json'),
    JSON.stringify({ ...quietSettings, 'security.workspace.trust.enabled': trust, ...settings }),
  );
  const port = await freePort();
  const log = join(folders.dataDir, 'server.log');
  const output = openSync(log, 'w');
  const [node, args] = serverCommand(
    rig,
    folders,
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--telemetry-level', 'off'],
    ...(driver ? ['--enable-smoke-test-driver'] : []),
    ...(trust ? [] : ['--disable-workspace-trust']),
  );
  const child = spawn(node, args, {
    stdio: ['ignore', output, output],
    env: environment(folders, env),
    detached: true,
  });
  running.add(child.pid);
  const ended = new AbortController();
  const end = new Promise((done) => child.once('exit', done).once('error', done));
  void end.then(() => {
    running.delete(child.pid);
    ended.abort();
  });
  const authority = `127.0.0.1:${port}`;
  await answer(authority, ended.signal);
  if (ended.signal.aborted) throw new Error(`The VS Code server did not start:\n${readFileSync(log, 'utf8')}`);

  return {
    log,
    /** Address of a window on a folder or a workspace file, with an extension under development and its tests when they are named. */
    url({ folder, workspace, extensionDevelopmentPath, extensionTestsPath } = {}) {
      const remote = (path) => `vscode-remote://${authority}${path}`;
      const payload = Object.entries({ extensionDevelopmentPath, extensionTestsPath })
        .filter(([, path]) => path !== undefined)
        .map(([name, path]) => [name, remote(path)]);
      const query = new URLSearchParams(workspace ? { workspace } : folder ? { folder } : { ew: 'true' });
      if (payload.length > 0) query.set('payload', JSON.stringify(payload));
      return `http://${authority}/?${query}`;
    },
    async stop() {
      child.kill('SIGTERM');
      await Promise.race([end, wait(5000, undefined, { ref: false })]);
      killGroup(child.pid);
      await end;
    },
  };
}
