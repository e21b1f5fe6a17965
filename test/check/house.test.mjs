// The rules of the house: which room sees which, and what each may take from outside.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { describe, it } from 'node:test';
import { filesBelow } from '../lanes/files.mjs';
import { findCycle, readImports, roomOf } from './imports.mjs';

const all = '*';
const integrations = { sees: ['process', 'plan', 'config', 'moodle', 'scheme'], types: ['release'] };

/** What a room sees of the others: all of `sees`, and of `types` only types. */
const rooms = {
  process: {},
  moodle: {},
  scheme: { sees: ['moodle'] },
  config: { sees: ['moodle', 'scheme'] },
  plan: {},
  git: { sees: ['process'], types: ['plan'] },
  release: { sees: ['moodle', 'scheme', 'config', 'plan'], types: ['git'] },
  tracker: integrations,
  packaging: integrations,
  fleet: integrations,
  session: {
    sees: ['process', 'moodle', 'scheme', 'config', 'plan', 'git', 'release', 'tracker', 'packaging', 'fleet'],
  },
  present: { types: all },
  demo: { sees: ['moodle', 'scheme', 'process'] },
  cli: { sees: ['session', 'present', 'demo', 'moodle', 'scheme', 'config'], types: all },
  editor: { sees: ['present', 'contributions'], types: all },
  contributions: {},
};

/** Rooms that compute and nothing else: no module of Node's, so no file, process, clock or network. */
const pure = ['moodle', 'scheme', 'config', 'release', 'present', 'contributions'];

/** Where a package may be imported; those not named here may be imported nowhere. */
const packages = {
  vscode: (file) => roomOf(file) === 'editor' || file === 'src/extension.ts',
  yaml: (file) => roomOf(file) === 'config',
  'simple-git': (file) => file === 'src/git/porcelain.ts',
  yauzl: (file) => file === 'src/git/import/zipSource.ts',
  'modern-tar': (file) => file === 'src/git/import/tarSource.ts',
  'zod/mini': () => true,
  '@vscode/webview-ui-toolkit': (file) => file === 'webview/ui.ts',
  '@vscode/l10n': (file) =>
    ['present', 'editor', 'contributions'].includes(roomOf(file)) || file === 'src/extension.ts',
};

const imports = [...readImports('src'), ...readImports('webview')];
const files = [...filesBelow('src', '.ts'), ...filesBelow('webview', '.ts')];
const show = ({ file, text, kind }) => `${file}: ${kind} '${text}'`;
const lineCount = (file) => readFileSync(file, 'utf8').trimEnd().split('\n').length;
const isBuiltin = (text) => text.startsWith('node:') || builtinModules.includes(text);

/** Imports from one room into another, or into a file that belongs to none. */
const across = imports.filter(({ file, target }) => target?.startsWith('src/') && roomOf(file) !== roomOf(target));

function allowed({ file, target, kind }) {
  const [from, to] = [roomOf(file), roomOf(target)];
  // extension.ts and rooms.ts put the rooms together, and the bin of the CLI is a bundle of its own.
  if (from === null || file === 'src/cli/bin.ts') return true;
  // The editor reaches the rooms behind the second bundle, at the first need.
  if (target === 'src/rooms.ts') return from === 'editor' && kind !== 'value';
  const { sees = [], types = [] } = rooms[from] ?? {};
  return sees.includes(to) || (kind === 'type' && (types === all || types.includes(to)));
}

describe('the house', () => {
  it('has no room the rules do not know', () => {
    const unknown = files.map(roomOf).filter((room) => room !== null && !(room in rooms));
    assert.deepEqual([...new Set(unknown)], []);
  });

  it('lets data walk one way', () => {
    assert.deepEqual(across.filter((one) => !allowed(one)).map(show), []);
  });

  it('has a door to every room, and no other way in', () => {
    const doors = ({ target, kind }) => {
      if (roomOf(target) === null) return true;
      return target.endsWith('/index.ts') || (kind === 'type' && /\/(\w+T|t)ypes\.ts$/.test(target));
    };
    const roots = ['src/cli/bin.ts'];
    assert.deepEqual(across.filter((one) => !doors(one) && !roots.includes(one.target)).map(show), []);
  });

  it('has doors that only hand on: what holds a value is loaded by whoever takes one word of the room', () => {
    const holding = files
      .filter((file) => /^src\/(?!editor)\w+\/index\.ts$/.test(file))
      .filter((file) => {
        const said = readFileSync(file, 'utf8').replace(/\/\*.*?\*\/|^\/\/[^\n]*/gms, '');
        return !/^(?:\s*export (?:type )?(?:\{[^}]*\}|\*) from '[^']+';)*\s*$/.test(said);
      });
    assert.deepEqual(holding, []);
  });

  it('lets pages and rooms meet in the protocol alone', () => {
    const isPage = (file) => file.startsWith('webview/');
    const meetings = imports.filter(({ file, target }) => target && isPage(file) !== isPage(target));
    const allowedMeeting = ({ file, target }) =>
      target === 'webview/protocol.ts' && ['editor', 'present'].includes(roomOf(file));
    assert.deepEqual(meetings.filter((one) => !allowedMeeting(one)).map(show), []);
  });

  it('has no cycle', () => {
    assert.equal(findCycle(imports), null);
  });

  it('imports only files that are there', () => {
    assert.deepEqual(imports.filter(({ target }) => target && !/\.(ts|json|css)$/.test(target)).map(show), []);
  });

  it('takes each package in at one place', () => {
    const outside = imports.filter(({ text, target }) => target === null && !isBuiltin(text));
    assert.deepEqual(outside.filter(({ file, text }) => !packages[text]?.(file)).map(show), []);
  });

  it('keeps the pure rooms pure', () => {
    const impure = imports.filter(({ file, text }) => pure.includes(roomOf(file)) && isBuiltin(text));
    assert.deepEqual(impure.map(show), []);
  });

  it('keeps files short, and those of the editor thin', () => {
    const limit = (file) => (roomOf(file) === 'editor' ? 150 : 350);
    const long = files.filter((file) => lineCount(file) > limit(file));
    assert.deepEqual(
      long.map((file) => `${file}: ${lineCount(file)} lines`),
      [],
    );
  });

  it('names things by what they are', () => {
    const vague = files.filter((file) =>
      /(^|\/|[a-z])(utils?|helpers?|common|misc|[mM]anager|[sS]ervice)s?(\/|\.ts$)/.test(file),
    );
    assert.deepEqual(vague, []);
  });
});
