#!/usr/bin/env node
// Stands in for the desktop executable of VS Code that @vscode/test-electron starts: takes its arguments, serves them
// with a rig (RIG=newest|floor) and Chromium, prints what the suite reports and ends with the suite's exit code.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from './browser.mjs';
import { vscodeVersion } from './install.mjs';
import { foldersIn, serverCommand, startServer } from './server.mjs';

const rig = process.env.RIG ?? 'newest';
const timeout = 240_000;

const { values: given, positionals } = parseArgs({
  options: {
    version: { type: 'boolean' },
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
    'user-data-dir': { type: 'string' },
    'extensions-dir': { type: 'string' },
    'install-extension': { type: 'string' },
  },
  allowPositionals: true,
  strict: false,
});

/** Passes on what the suite appends to its report, which is clean where the console is full of VS Code's own log. */
class Report {
  #file;
  #position = 0;
  #timer;

  constructor(folder) {
    this.path = join(folder, 'report.txt');
    writeFileSync(this.path, '');
    this.#file = openSync(this.path, 'r');
    this.#timer = setInterval(() => this.#pass(), 100);
  }

  #pass() {
    const part = Buffer.alloc(65_536);
    for (let size; (size = readSync(this.#file, part, 0, part.length, this.#position)) > 0; this.#position += size) {
      process.stdout.write(part.subarray(0, size));
    }
  }

  end() {
    clearInterval(this.#timer);
    this.#pass();
    closeSync(this.#file);
  }
}

/** Opens the window and waits until the suite has ended. */
async function runSuite(server, browser) {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const ended = new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`the suite did not end in ${timeout / 1000} s`)), timeout);
    page.once('crash', () => fail(new Error('the page crashed')));
    void page.exposeFunction('codeAutomationLog', () => {});
    void page.exposeFunction('codeAutomationExit', (code) => {
      clearTimeout(timer);
      done(code);
    });
  });
  await page.goto(
    server.url({
      folder: positionals[0] && resolve(positionals[0]),
      extensionDevelopmentPath: resolve(given.extensionDevelopmentPath),
      extensionTestsPath: resolve(given.extensionTestsPath),
    }),
  );
  return ended;
}

async function runTests(folders) {
  const report = new Report(folders.dataDir);
  const server = await startServer({ rig, folders, env: { RIG_REPORT: report.path }, driver: true });
  const browser = await launchBrowser();
  try {
    return await runSuite(server, browser);
  } catch (error) {
    console.error(`${error.message}\n${readFileSync(server.log, 'utf8').slice(-4000)}`);
    return 1;
  } finally {
    await browser.close();
    await server.stop();
    report.end();
  }
}

const own = mkdtempSync(join(tmpdir(), 'rig-'));
process.once('exit', () => rmSync(own, { recursive: true, force: true }));
const folders = foldersIn(own, { userDataDir: given['user-data-dir'], extensionsDir: given['extensions-dir'] });

if (given.version) {
  console.log(vscodeVersion(rig));
} else if (given['install-extension']) {
  const [node, args] = serverCommand(rig, folders, '--install-extension', given['install-extension']);
  process.exitCode = spawnSync(node, args, { stdio: 'inherit' }).status ?? 1;
} else {
  process.exitCode = await runTests(folders);
}
