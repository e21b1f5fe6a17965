// What we depend on, and how it is installed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const { dependencies, devDependencies } = read('package.json');
const lockfiles = ['package-lock.json', 'test/rig/package-lock.json', 'test/rig-floor/package-lock.json'];

const packagesIn = (lockfile) =>
  Object.entries(read(lockfile).packages)
    .filter(([path, { link }]) => path.includes('node_modules/') && !link)
    .map(([path, entry]) => ({ name: path.split('node_modules/').at(-1), ...entry }));

describe('the packages', () => {
  it('are all bundled, so that none is installed with the extension', () => {
    assert.equal(dependencies, undefined);
  });

  it('are pinned', () => {
    const loose = Object.entries(devDependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    assert.deepEqual(loose, []);
  });

  it('each have their sentence in docs/dependencies.md', () => {
    const text = readFileSync('docs/dependencies.md', 'utf8');
    const named = [...text.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name);
    assert.deepEqual(named.sort(), Object.keys(devDependencies).sort());
  });

  it('have types of the oldest VS Code supported', () => {
    const { engines } = read('package.json');
    assert.equal(`^${devDependencies['@types/vscode']}`, engines.vscode);
  });

  for (const lockfile of lockfiles) {
    it(`come from whatever registry is configured, and are what they were: ${lockfile}`, () => {
      const packages = packagesIn(lockfile);
      assert.deepEqual(
        packages.filter(({ resolved }) => resolved !== undefined).map(({ name }) => name),
        [],
      );
      assert.deepEqual(
        packages.filter(({ integrity }) => !integrity).map(({ name }) => name),
        [],
      );
    });
  }
});
