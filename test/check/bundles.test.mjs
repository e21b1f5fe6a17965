// What ships: its size, what is in it, and what activation loads. Read from the production build's own account.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build, packagesIn } from '../../esbuild.mjs';

const budget = { extension: 80_000, host: 500_000 };

/** Licences that ask no more than to be named. */
const free = ['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'MIT-0'];

/** All that activate() may reach without a file or a process being touched. */
const harmless = new Set(['vscode', './rooms.js', 'node:path', 'node:url', 'node:util', 'path', 'url', 'util']);

describe('the bundles', () => {
  let outdir;
  let bundles;
  const size = (name) => statSync(join(outdir, name)).size;
  const importsOf = (name) => Object.values(bundles[name].outputs).flatMap(({ imports }) => imports);

  before(async () => {
    outdir = mkdtempSync(join(tmpdir(), 'bundles-'));
    bundles = await build({ outdir, production: true });
  });
  after(() => rmSync(outdir, { recursive: true }));

  it('are the extension, its rooms and the CLI', () => {
    assert.deepEqual(Object.keys(bundles).sort(), ['cli.js', 'demo.js', 'extension.js', 'rooms.js']);
  });

  it('keep what activation loads within its budget', () => {
    assert.ok(size('extension.js') <= budget.extension, `extension.js has ${size('extension.js')} bytes`);
    const heavy = packagesIn(bundles['extension.js']).filter((name) => ['yaml', 'zod', 'simple-git'].includes(name));
    assert.deepEqual(heavy, []);
  });

  it('keep all code of the host within its budget', () => {
    const total = size('extension.js') + size('rooms.js') + size('cli.js');
    assert.ok(total <= budget.host, `extension.js, rooms.js and cli.js have ${total} bytes`);
  });

  it('let activation reach no file, process or network', () => {
    const reached = importsOf('extension.js').map(({ path }) => path);
    assert.deepEqual(
      reached.filter((path) => !harmless.has(path)),
      [],
    );
  });

  it('open the rooms only when they are asked for', () => {
    const rooms = importsOf('extension.js').filter(({ path }) => path === './rooms.js');
    assert.ok(rooms.every(({ kind }) => kind === 'dynamic-import' || kind === 'require-call'));
    assert.deepEqual(
      importsOf('cli.js').map(({ path }) => path),
      ['./rooms.js'],
    );
  });

  it('import nothing at run time that does not ship', () => {
    const known = new Set([
      ...builtinModules,
      ...builtinModules.map((name) => `node:${name}`),
      'vscode',
      './rooms.js',
      './demo.js',
    ]);
    const missing = Object.keys(bundles).flatMap((name) => importsOf(name).filter(({ path }) => !known.has(path)));
    assert.deepEqual(missing, []);
    assert.ok(!importsOf('rooms.js').some(({ path }) => path === 'vscode'), 'the CLI has no vscode');
  });

  it('carry the licence of every package in them', () => {
    const notices = readFileSync(join(outdir, 'NOTICES.txt'), 'utf8');
    for (const name of new Set(Object.values(bundles).flatMap(packagesIn))) {
      const { license } = JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8'));
      assert.ok(free.includes(license), `${name} has the licence ${license}`);
      assert.ok(notices.includes(`${name} `), `${name} is not in NOTICES.txt`);
    }
  });

  it('give the CLI alone as an npm package', () => {
    const { bin, files } = JSON.parse(readFileSync(join(outdir, 'npm', 'package.json'), 'utf8'));
    for (const file of [...files, ...Object.values(bin), 'README.md', 'LICENSE']) {
      assert.ok(existsSync(join(outdir, 'npm', file)), `${file} is not there`);
    }
  });
});
