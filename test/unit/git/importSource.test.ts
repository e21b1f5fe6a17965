import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { backupPrefix, GitError, openForPlans } from '../../../src/git';
import type { FoundCode, GivenSource, ImportAnswer, ImportEffect, SourceFault } from '../../../src/git';
import type { Runner } from '../../../src/process';
import { tarOf, zipOf } from '../../support/archives';
import type { Packed } from '../../support/archives';
import { buildRepository, testRunner } from '../../support/repo';
import type { File, TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

const PLACE = { plan: 'p', step: 's' };
const REF = 'refs/moodle-release/imports/x';
const by = { name: 'Rita Release', email: 'rita@example.org', date: '1385000000 +0100' };
const version = `<?php\n$plugin->component = 'mod_ouwiki';\n$plugin->version = 2013071500;\n`;

/** Moodle, with an older form of the plugin. */
const moodle = (): TestRepository =>
  buildRepository((b) => {
    b.commit('main', { 'version.php': '1', 'mod/ouwiki/old.php': 'old', 'mod/ouwiki2/own.php': 'own' }, 'Moodle');
  });

async function importFrom(repo: TestRepository, from: string, at: string | null = null): Promise<ImportAnswer> {
  const git = await openForPlans(repo.folder, { runner: testRunner() });
  const given: GivenSource = { from, at };
  return git.importCode(given, 'p', () => ({
    ref: REF,
    old: null,
    parent: repo.id('main'),
    folder: 'mod/ouwiki',
    message: 'mod_ouwiki: Import\n',
    by,
    backupPrefix: backupPrefix(PLACE),
  }));
}

async function imported(
  repo: TestRepository,
  from: string,
  at: string | null = null,
): Promise<{ found: FoundCode; effect: ImportEffect }> {
  const answer = await importFrom(repo, from, at);
  assert.ok('found' in answer, JSON.stringify(answer));
  assert.ok(answer.effect !== null);
  return { found: answer.found, effect: answer.effect };
}

async function faultOf(from: string, at: string | null = null): Promise<[SourceFault['code'], string]> {
  const repo = moodle();
  const before = repo.git('count-objects', '-v');
  const answer = await importFrom(repo, from, at);
  assert.ok('fault' in answer, JSON.stringify(answer));
  assert.equal(repo.git('count-objects', '-v'), before, 'nothing has come in');
  return [answer.fault.code, answer.fault.about];
}

/** Path, mode and bytes of what lies below a folder of a commit. */
function below(repo: TestRepository, commit: string, folder: string): Record<string, string> {
  const lines = repo.run(['ls-tree', '-r', '-z', `${commit}:${folder}`]).split('\0');
  return Object.fromEntries(
    lines
      .filter((line) => line !== '')
      .map((line) => {
        const [mode = '', , id = ''] = line.slice(0, line.indexOf('\t')).split(' ');
        const bytes = execFileSync('git', ['cat-file', 'blob', id], { cwd: repo.folder });
        return [line.slice(line.indexOf('\t') + 1), `${mode} ${bytes.toString('hex')}`];
      }),
  );
}

function expected(files: readonly Packed[]): Record<string, string> {
  return Object.fromEntries(
    files.map(({ path, content, mode = 0o100644 }) => [
      path,
      `${mode.toString(8)} ${Buffer.from(content).toString('hex')}`,
    ]),
  );
}

function write(folder: string, files: readonly Packed[]): string {
  for (const { path, content, mode = 0o100644 } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (mode === 0o120000) symlinkSync(String(content), join(folder, path));
    else {
      writeFileSync(join(folder, path), content);
      chmodSync(join(folder, path), mode & 0o777);
    }
  }
  return folder;
}

function file(name: string, bytes: Buffer): string {
  const path = join(tempFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

const under = (top: string, files: readonly Packed[]): Packed[] =>
  files.map((one) => ({ ...one, path: `${top}/${one.path}` }));

const plugin: readonly Packed[] = [
  { path: 'version.php', content: version },
  { path: 'lib.php', content: '<?php\r\n// ü\r\n' },
  { path: 'cli/run.php', content: '#!/usr/bin/php', mode: 0o100755 },
  { path: 'pix/icon.png', content: Buffer.from([0, 255, 10, 13]) },
  { path: 'lang/en/ouwiki.php', content: '../../lib.php', mode: 0o120000 },
];

/** Every way to the same files. */
const ways: Record<string, (files: readonly Packed[]) => Promise<[string, string | null]> | [string, string | null]> = {
  'a folder': (files) => [write(tempFolder(), files), null],
  'a zip of our own writing': (files) => [file('ouwiki.zip', zipOf(under('ouwiki', files))), null],
  'a zip by zip(1)': (files) => {
    const folder = tempFolder();
    write(join(folder, 'ouwiki'), files);
    execFileSync('zip', ['-q', '-r', '-y', 'a.zip', 'ouwiki'], { cwd: folder });
    return [join(folder, 'a.zip'), null];
  },
  'a tar of our own writing': async (files) => [file('x.tar', await tarOf(files)), null],
  'a gzipped tar by tar(1)': (files) => {
    const folder = tempFolder();
    write(join(folder, 'moodle-mod_ouwiki-2.5'), files);
    execFileSync('tar', ['-czf', 'a.tgz', './moodle-mod_ouwiki-2.5'], { cwd: folder });
    return [join(folder, 'a.tgz'), null];
  },
  'a tag of a repository': (files) => {
    const repo = buildRepository((b) => {
      const content = (one: Packed): string =>
        typeof one.content === 'string' ? one.content : one.content.toString('latin1');
      const all = files.map((one): [string, File] => [
        one.path,
        one.mode === undefined ? one.content : { mode: one.mode.toString(8), content: content(one) },
      ]);
      b.commit('main', { 'older.php': 'x' }, 'Older');
      b.commit('main', { 'older.php': null, ...Object.fromEntries(all) }, 'Release');
      b.tag('v2.5-r1', { message: 'Release 1' });
      b.commit('main', { 'newer.php': 'x' }, 'Newer');
    });
    return [repo.folder, 'v2.5-r1'];
  },
};

describe('third-party code', () => {
  for (const [name, way] of Object.entries(ways)) {
    it(`comes from ${name} file by file, and takes the place of what was there`, async () => {
      const repo = moodle();
      const { found, effect } = await imported(repo, ...(await way(plugin)));
      const { tip, tree } = effect.expect;
      assert.deepEqual(below(repo, tip, 'mod/ouwiki'), expected(plugin));
      assert.equal(repo.git('show', `${tip}:mod/ouwiki2/own.php`), 'own');
      assert.equal(repo.git('rev-parse', `${tip}^{tree}`), tree);
      assert.equal(
        repo.git('log', '-1', '--format=%P %an %ad %cn', '--date=raw', tip),
        `${repo.id('main')} Rita Release 1385000000 +0100 Rita Release`,
      );
      assert.equal(found.versionFile, version);
      assert.deepEqual(found.submodules, []);
      repo.git('fsck', '--strict');
    });
  }

  it('is the same bytes, whatever it holds and however it comes', async () => {
    const part = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
    const files = fc.uniqueArray(
      fc.record({
        path: fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => `${parts.join('/')}.php`),
        content: fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
        mode: fc.constantFrom(0o100644, 0o100755),
      }),
      { selector: ({ path }) => path, maxLength: 12 },
    );
    const repo = moodle();
    const names = Object.keys(ways).filter((name) => name !== 'a tag of a repository');
    await fc.assert(
      fc.asyncProperty(files, fc.constantFrom(...names), async (drawn, name) => {
        const all = [{ path: 'version.php', content: version }, ...drawn.filter(({ path }) => path !== 'version.php')];
        const { effect } = await imported(repo, ...((await ways[name]?.(all)) ?? ['', null]));
        assert.deepEqual(below(repo, effect.expect.tip, 'mod/ouwiki'), expected(all));
      }),
      { numRuns: 20 },
    );
  });

  it('says what it is by hash or commit, the same for the same', async () => {
    const repo = moodle();
    const zip = file('ouwiki.zip', zipOf(under('ouwiki', plugin)));
    const sum = execFileSync('sha256sum', [zip], { encoding: 'utf8' }).split(' ')[0] ?? '';
    assert.equal((await imported(repo, zip)).found.source.is, `sha256:${sum}`);
    const [one, other] = [write(tempFolder(), plugin), write(tempFolder(), [...plugin].reverse())];
    const first = await imported(repo, one);
    assert.deepEqual((await imported(repo, other)).effect.expect, first.effect.expect);
    assert.equal((await imported(repo, other)).found.source.is, first.found.source.is);
    chmodSync(join(other, 'lib.php'), 0o755);
    assert.notEqual((await imported(repo, other)).found.source.is, first.found.source.is);
  });

  it('leaves out git’s own folder and what macOS packs beside it', async () => {
    const repo = moodle();
    const folder = write(tempFolder(), [
      ...plugin,
      { path: '.git/config', content: 'x' },
      { path: 'sub/.git', content: 'x' },
    ]);
    assert.deepEqual(below(repo, (await imported(repo, folder)).effect.expect.tip, 'mod/ouwiki'), expected(plugin));
    const zip = file('a.zip', zipOf([...under('ouwiki', plugin), { path: '__MACOSX/ouwiki/._lib.php', content: 'x' }]));
    assert.deepEqual(below(repo, (await imported(repo, zip)).effect.expect.tip, 'mod/ouwiki'), expected(plugin));
  });

  it('leaves nothing of what was in the folder, whatever its names are', async () => {
    const repo = moodle();
    const blob = repo.git('rev-parse', 'main:version.php');
    const entry = Buffer.from(`100644 ${blob}\tmod/ouwiki/caf\xe9.php\0`, 'latin1');
    execFileSync('git', ['read-tree', 'main'], { cwd: repo.folder });
    execFileSync('git', ['update-index', '-z', '--index-info'], { cwd: repo.folder, input: entry });
    repo.git('update-ref', 'refs/heads/main', repo.git('commit-tree', '-m', 'x', repo.git('write-tree')));
    const { effect } = await imported(repo, write(tempFolder(), plugin));
    assert.deepEqual(Object.keys(below(repo, effect.expect.tip, 'mod/ouwiki')), plugin.map(({ path }) => path).sort());
  });

  it('comes from a branch, a whole commit id, and from HEAD of an address', async () => {
    const repo = moodle();
    const source = buildRepository((b) => {
      b.commit('main', { 'version.php': version }, 'One');
      b.commit('MOODLE_25', { 'version.php': version, 'a.php': 'a' }, 'Two', { from: 'main' });
    });
    const [main, branch] = [source.id('main'), source.id('MOODLE_25')];
    assert.equal((await imported(repo, source.folder, 'MOODLE_25')).found.source.is, branch);
    assert.equal((await imported(repo, source.folder, branch)).found.source.is, branch);
    assert.equal((await imported(repo, `file://${source.folder}`)).found.source.is, main);
    const { effect } = await imported(repo, source.folder, 'MOODLE_25');
    assert.throws(() => repo.git('cat-file', '-e', branch), 'no commit of theirs has come in');
    assert.equal(repo.git('rev-list', '--count', effect.expect.tip), '2');
  });

  it('names submodules that a repository has, and takes the rest', async () => {
    const source = buildRepository((b) => {
      b.commit('main', { 'version.php': version, 'lib/parser': { mode: '160000', content: '1'.repeat(40) } }, 'One');
    });
    const repo = moodle();
    const { found, effect } = await imported(repo, source.folder, 'main');
    assert.deepEqual(found.submodules, ['lib/parser']);
    assert.deepEqual(Object.keys(below(repo, effect.expect.tip, 'mod/ouwiki')), ['version.php']);
  });

  const top: Packed = { path: 'ouwiki/version.php', content: version };
  const refusedFiles: Record<string, [readonly Packed[], SourceFault['code'], string]> = {
    'a path that leads out': [[top, { path: '../evil.php', content: '' }], 'unsafe-path', '../evil.php'],
    'a path that leads out from inside': [
      [top, { path: 'ouwiki/../../x', content: '' }],
      'unsafe-path',
      'ouwiki/../../x',
    ],
    'a path from the root': [[top, { path: '/etc/passwd', content: '' }], 'unsafe-path', '/etc/passwd'],
    'git’s own folder': [[top, { path: 'ouwiki/.git/config', content: '' }], 'unsafe-path', 'ouwiki/.git/config'],
    'git’s own folder in other letters': [
      [top, { path: 'ouwiki/.GiT/x', content: '' }],
      'unsafe-path',
      'ouwiki/.GiT/x',
    ],
    'git’s own folder, as Windows has it': [
      [top, { path: 'ouwiki/git~1/x', content: '' }],
      'unsafe-path',
      'ouwiki/git~1/x',
    ],
    'git’s own folder, as macOS reads it': [
      [top, { path: 'ouwiki/.g\u200cit/x', content: '' }],
      'unsafe-path',
      'ouwiki/.g\u200cit/x',
    ],
    'a device of Windows, whatever it ends in': [
      [top, { path: 'ouwiki/lang/aux.en.php', content: '' }],
      'unsafe-path',
      'ouwiki/lang/aux.en.php',
    ],
    'a name no file system takes': [
      [top, { path: `ouwiki/${'ü'.repeat(128)}`, content: '' }],
      'unsafe-path',
      `ouwiki/${'ü'.repeat(128)}`,
    ],
    'names that are one on some systems': [
      [top, { path: 'ouwiki/Version.php', content: '' }],
      'twice',
      'ouwiki/Version.php',
    ],
    'folders that are one on some systems': [
      [top, { path: 'ouwiki/db/a.php', content: '' }, { path: 'ouwiki/DB/b.php', content: '' }],
      'twice',
      'ouwiki/DB/b.php',
    ],
    'a file that is a folder too': [
      [top, { path: 'ouwiki/version.php/a', content: '' }],
      'twice',
      'ouwiki/version.php/a',
    ],
    'a link that leads out': [[top, { path: 'ouwiki/a', content: '../../x', mode: 0o120000 }], 'outside-link', 'a'],
    'a link from the root': [[top, { path: 'ouwiki/a', content: '/etc/passwd', mode: 0o120000 }], 'outside-link', 'a'],
    'a link that leads out where the backslash parts folders': [
      [top, { path: 'ouwiki/a', content: '..\\..\\x', mode: 0o120000 }],
      'outside-link',
      'a',
    ],
    'a link to another drive': [[top, { path: 'ouwiki/a', content: 'C:/x', mode: 0o120000 }], 'outside-link', 'a'],
    'a link by way of a link that is spelt otherwise': [
      [
        top,
        { path: 'ouwiki/b/c/D', content: '../..', mode: 0o120000 },
        { path: 'ouwiki/a', content: 'b/c/d/../x', mode: 0o120000 },
      ],
      'outside-link',
      'a',
    ],
    'a link by way of a link': [
      [
        top,
        { path: 'ouwiki/b/c/d', content: '../..', mode: 0o120000 },
        { path: 'ouwiki/a', content: 'b/c/d/../x', mode: 0o120000 },
      ],
      'outside-link',
      'a',
    ],
  };
  for (const [name, [files, code, about]] of Object.entries(refusedFiles)) {
    it(`is refused for ${name}`, async () => {
      assert.deepEqual(await faultOf(file('a.zip', zipOf(files))), [code, about]);
      assert.deepEqual(await faultOf(file('a.tar.gz', gzipSync(await tarOf(files)))), [code, about]);
    });
  }

  it('is refused for a link on the disk that leads out', async () => {
    const folder = write(tempFolder(), [...plugin, { path: 'etc', content: '/etc', mode: 0o120000 }]);
    assert.deepEqual(await faultOf(folder), ['outside-link', 'etc']);
    const repo = buildRepository((b) => {
      b.commit('main', { 'version.php': version, etc: { mode: '120000', content: '../../etc' } }, 'One');
    });
    assert.deepEqual(await faultOf(repo.folder, 'main'), ['outside-link', 'etc']);
  });

  it('is refused for what says it is small and is not, or is too much', async () => {
    const zeros = Buffer.alloc(1024 * 1024);
    const [lie] = await faultOf(file('a.zip', zipOf([top, { path: 'ouwiki/a', content: zeros, size: 10 }])));
    assert.equal(lie, 'bad-archive');
    const many = Array.from({ length: 600 }, (_, n) => ({ path: `ouwiki/a${n}`, content: '', size: 1024 * 1024 }));
    assert.equal(
      (await faultOf(file('b.zip', zipOf([top, { path: 'ouwiki/big', content: '', size: 600_000_000 }, ...many]))))[0],
      'too-large',
    );
    const files = Array.from({ length: 50_001 }, (_, n) => ({ path: `ouwiki/a${n}`, content: '' }));
    assert.equal((await faultOf(file('c.zip', zipOf(files))))[0], 'too-many');
  });

  it('is refused for an archive that is none, or not whole', async () => {
    const whole = zipOf(under('ouwiki', plugin));
    assert.equal((await faultOf(file('a.zip', Buffer.from('<html>not found</html>'))))[0], 'bad-archive');
    assert.equal((await faultOf(file('a.zip', whole.subarray(0, whole.length - 40))))[0], 'bad-archive');
    const tar = gzipSync(await tarOf(plugin));
    assert.equal((await faultOf(file('a.tar.gz', tar.subarray(0, tar.length - 30))))[0], 'bad-archive');
    assert.equal((await faultOf(file('a.tar', (await tarOf(plugin)).subarray(0, 2200))))[0], 'bad-archive');
  });

  it('is refused for what is not there, and for addresses that are not fetched from', async () => {
    const repo = moodle();
    assert.deepEqual(await faultOf('/nowhere/ouwiki.zip'), ['absent', '/nowhere/ouwiki.zip']);
    assert.deepEqual(await faultOf(file('a.zip', zipOf(plugin)), 'v1').then(([code]) => code), 'no-repository');
    for (const from of [
      'http://example.org/a.git',
      'ext::sh -c true',
      '-oProxyCommand=x',
      'ouwiki',
      'https://example.org/a.zip',
      'git://a/b',
    ]) {
      assert.equal((await faultOf(from))[0], 'bad-address', from);
    }
    assert.equal((await faultOf(tempFolder(), 'v1'))[0], 'unreachable');
    for (const at of ['v9', '--upload-pack=x', 'a:b', '+main', 'ma*', '1'.repeat(40)]) {
      assert.equal((await faultOf(repo.folder, at))[0], 'no-such-ref', at);
    }
  });

  it('ends when it is cancelled', async () => {
    const repo = moodle();
    const git = await openForPlans(repo.folder, { runner: testRunner() });
    const given = { from: write(tempFolder(), plugin), at: null };
    await assert.rejects(
      git.importCode(given, 'p', () => null, AbortSignal.abort()),
      (error) => GitError.is(error, 'cancelled'),
    );
  });

  it('ends when it is cancelled while git fetches, and leaves nothing', async () => {
    const repo = moodle();
    const source = buildRepository((b) => {
      b.commit('main', { 'version.php': version }, 'One');
    });
    const before = repo.git('count-objects', '-v');
    const cancelling = new AbortController();
    const places: (string | undefined)[] = [];
    const runner: Runner = {
      run: (command, signal, converse) => {
        if (command.args.includes('fetch')) {
          places.push(command.cwd);
          cancelling.abort();
        }
        return testRunner().run(command, signal, converse);
      },
    };
    const git = await openForPlans(repo.folder, { runner });
    await assert.rejects(
      git.importCode({ from: source.folder, at: 'main' }, 'p', () => null, cancelling.signal),
      (error) => GitError.is(error, 'cancelled'),
    );
    assert.deepEqual(
      places.map((place) => existsSync(place ?? '/')),
      [false],
    );
    assert.equal(repo.git('count-objects', '-v'), before);
  });
});
