// What ships: its size, what is in it, and what activation loads. Read from the production build's own account.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build, loadedBy, packagesIn } from '../../esbuild.mjs';
import { budget, weighed } from './weights.mjs';

/** Licences that ask no more than to be named. */
const free = ['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'MIT-0'];

/** All that activate() may reach without a file or a process being touched. */
const harmless = new Set(['vscode', 'node:path', 'node:url', 'node:util', 'path', 'url', 'util']);

/** What makes plans and runs them. */
const changing =
  /^src\/(?:session\/(?:plans|planning\/\w+)|plan\/runner|git\/(?:changing|(?:assemble|carry|effects|import|scratch)\/\w+)|release\/planning\/\w+)\.ts$/;

describe('what ships', () => {
  let outdir;
  let files;
  let activation;
  let looking;
  let host;
  const pages = ['webview/upgradeBoard.js', 'webview/upgradeBoard.css'];
  const size = (names) => names.reduce((sum, name) => sum + statSync(join(outdir, name)).size, 0);
  const importsOf = (names) => names.flatMap((name) => files[name].imports);
  const packagesOf = (names) => packagesIn(names.map((name) => files[name]));

  before(async () => {
    outdir = mkdtempSync(join(tmpdir(), 'bundles-'));
    files = await build({ outdir, production: true });
    ({ activation, looking, host } = weighed(files));
  });
  after(() => rmSync(outdir, { recursive: true }));

  it('is the extension, its rooms, the CLI, the sample, the pages and what they open or share', () => {
    const named = Object.keys(files).filter((name) => !name.startsWith('shared/'));
    const ours = ['cli.js', 'demo.js', 'extension.js', 'rooms.js'];
    assert.deepEqual(named.sort(), [...ours, ...pages].sort());
  });

  it('keeps what activation loads within its budget', () => {
    assert.ok(size(activation) <= budget.activation, `${activation.join(', ')} have ${size(activation)} bytes`);
    assert.ok(!activation.includes('rooms.js'));
    const heavy = packagesOf(activation).filter((name) => ['yaml', 'zod', 'simple-git'].includes(name));
    assert.deepEqual(heavy, []);
  });

  it('keeps what looking loads within its budget, and free of what changes a repository', () => {
    assert.ok(size(looking) <= budget.looking, `${looking.join(', ')} have ${size(looking)} bytes`);
    const isChanging = (path) => changing.test(path);
    assert.deepEqual(looking.flatMap((name) => files[name].sources).filter(isChanging), []);
    assert.ok(host.flatMap((name) => files[name].sources).some(isChanging));
  });

  it('reads archives by files that only an import opens', () => {
    const readers = ['yauzl', 'modern-tar'];
    const holding = host.filter((name) => packagesOf([name]).some((one) => readers.includes(one)));
    assert.deepEqual(
      packagesOf(holding).filter((name) => readers.includes(name)),
      readers.toSorted(),
    );
    const opening = Object.values(files).flatMap(({ imports }) => imports.filter(({ path }) => holding.includes(path)));
    assert.ok(opening.length > 0 && opening.every(({ kind }) => kind === 'dynamic-import'));
    const own = holding.flatMap((name) => files[name].sources).filter((path) => path.startsWith('src/'));
    assert.deepEqual(
      own.filter((path) => !path.startsWith('src/git/import/')),
      [],
    );
  });

  it('keeps all code of the host within its budget', () => {
    assert.ok(size(host) <= budget.host, `${host.join(', ')} have ${size(host)} bytes`);
  });

  it('keeps each page within its budget, and free of what the host loads', () => {
    assert.ok(size(pages) <= budget.page, `${pages.join(', ')} have ${size(pages)} bytes`);
    assert.deepEqual(importsOf(pages), []);
    const foreign = pages.flatMap((name) => files[name].sources).filter((path) => path.startsWith('src/'));
    assert.deepEqual(foreign, []);
  });

  it('counts every file but the sample', () => {
    const sample = [...loadedBy(files, ['demo.js']), ...pages];
    const uncounted = Object.keys(files).filter((name) => !host.includes(name) && !sample.includes(name));
    assert.deepEqual(uncounted, []);
  });

  it('lets activation reach no file, process or network', () => {
    const reached = importsOf(activation).map(({ path }) => path);
    assert.deepEqual(
      reached.filter((path) => !harmless.has(path) && !(path in files)),
      [],
    );
  });

  it('opens the rooms only when they are asked for', () => {
    const rooms = importsOf(host).filter(({ path }) => path === 'rooms.js');
    assert.ok(rooms.length > 0 && rooms.every(({ kind }) => kind === 'dynamic-import'));
  });

  it('imports nothing at run time that does not ship', () => {
    const known = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'vscode']);
    const all = importsOf(Object.keys(files)).map(({ path }) => path);
    assert.deepEqual(
      all.filter((path) => !known.has(path) && !(path in files)),
      [],
    );
    const commandLine = importsOf(loadedBy(files, ['cli.js'], { later: true }));
    assert.ok(!commandLine.some(({ path }) => path === 'vscode'), 'the CLI has no vscode');
  });

  it('carries the licence of every package in them', () => {
    const notices = readFileSync(join(outdir, 'NOTICES.txt'), 'utf8');
    for (const name of packagesOf(Object.keys(files))) {
      const { license } = JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8'));
      assert.ok(free.includes(license), `${name} has the licence ${license}`);
      assert.ok(notices.includes(`${name} `), `${name} is not in NOTICES.txt`);
    }
  });

  it('gives the CLI alone as an npm package', () => {
    const { bin, files: listed } = JSON.parse(readFileSync(join(outdir, 'npm', 'package.json'), 'utf8'));
    for (const file of [...listed, ...Object.values(bin), 'README.md', 'LICENSE']) {
      assert.ok(existsSync(join(outdir, 'npm', file)), `${file} is not there`);
    }
  });
});
