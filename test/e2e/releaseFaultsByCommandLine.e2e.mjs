// What goes wrong while the packaged command line releases the sample: killed in the middle of a point release, two
// machines that cut the same number, a tag of Moodle's that was moved, a list that names what is not there. Nothing may be
// lost, and nothing left behind.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { cli, killedAfter, leftovers, openJournals } from './commandLine.mjs';

const own = mkdtempSync(join(tmpdir(), 'release-faults-'));
const made = join(own, 'made');
const [here, there] = ['here', 'there'].map((name) => join(own, name, 'moodle'));
const luvle = ['--customer', 'LUVLE'];
const minor = ['minor', 'v2.5.5', '--line', '2.5', ...luvle];

/** What one machine's person has of it. */
const envOf = (repository) => {
  const home = join(repository, '..');
  const folders = { TMPDIR: 'tmp', XDG_STATE_HOME: 'state', XDG_CACHE_HOME: 'cache' };
  return {
    ...process.env,
    ...Object.fromEntries(Object.entries(folders).map(([key, name]) => [key, join(home, name)])),
  };
};

function call(repository, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, '-C', repository, ...args], {
    encoding: 'utf8',
    env: envOf(repository),
  });
  return { code: status, out: stdout, told: stderr };
}

function done(repository, ...args) {
  const { code, out, told } = call(repository, ...args);
  assert.equal(code, 0, `${args.join(' ')}\n${out}${told}`);
  return out;
}

function git(repository, ...args) {
  const { status, stdout, stderr } = spawnSync('git', ['-C', repository, ...args], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

const refs = (repository) =>
  git(repository, 'for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads', 'refs/tags');
const onRemote = (ref) => git(here, 'ls-remote', 'cis', ref).split('\t')[0];

before(() => {
  const { status, stderr } = spawnSync(process.execPath, [cli, 'demo', made, '--yes'], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const repository = join(made, 'moodle');
  git(repository, 'fetch', '-q', 'origin');
  git(repository, 'switch', '-q', 'master');
  cpSync(join(made, 'ciggit.lancs.example'), join(own, 'cis'), { recursive: true });
});
beforeEach(() => {
  rmSync(join(made, 'ciggit.lancs.example'), { recursive: true });
  cpSync(join(own, 'cis'), join(made, 'ciggit.lancs.example'), { recursive: true });
  for (const repository of [here, there]) {
    rmSync(join(repository, '..'), { recursive: true, force: true });
    cpSync(join(made, 'moodle'), repository, { recursive: true });
    mkdirSync(join(repository, '..', 'tmp'));
  }
});
after(() => rmSync(own, { recursive: true, force: true }));

// Nothing is shared where there is no internal remote, so that all of it can be taken back. The last number of lines is
// never reached: the plan has come to rest by then.
for (const lines of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100]) {
  test(`a point release that is killed with ${lines} lines in its journal is taken back or gone on with`, async () => {
    git(here, 'remote', 'remove', 'cis');
    const atFirst = refs(here);
    await killedAfter(lines, { repository: here, env: envOf(here), args: [...minor, '--yes'] });
    const [, id = ''] = openJournals(here)[0]?.split('.') ?? [];
    if (id === '') {
      const { plans } = JSON.parse(done(here, 'journal', '--json'));
      assert.equal(plans[0].verb, 'minor');
      done(here, 'undo', plans[0].id, '--yes');
    } else if (lines % 2 === 0) {
      done(here, 'resume', id);
      assert.match(git(here, 'show', 'LUVLE-2.5-deployment:version.php'), /2\.5\.5/);
      assert.equal(git(here, 'rev-parse', 'lu-moodle-lu_v2.5.5-0^{}'), git(here, 'rev-parse', 'LUVLE-2.5-deployment'));
      done(here, 'undo', id, '--yes');
    } else {
      done(here, 'resume', id, '--back', '--yes');
    }
    assert.equal(refs(here), atFirst);
    assert.deepEqual(openJournals(here), []);
    assert.deepEqual(leftovers(here), []);
  });
}

test('two machines that cut the same number: the second is told, and has tagged nothing', () => {
  const tag = ['tag', '--line', '2.5', ...luvle];
  const file = join(own, 'tag.json');
  writeFileSync(file, done(there, ...tag, '--dry-run', '--json'));
  done(here, ...tag, '--yes');
  const first = onRemote('refs/tags/lu-moodle-lu_v2.5.1-4');
  assert.equal(first, git(here, 'rev-parse', 'lu-moodle-lu_v2.5.1-4'));
  const atFirst = refs(there);
  const { code, told } = call(there, 'run', file, '--yes');
  assert.equal(code, 4);
  assert.match(told, /Make the plan again/);
  assert.equal(refs(there), atFirst);
  // What the remote says counts, though nothing was fetched: one commit is one release.
  const again = call(there, ...tag, '--yes');
  assert.equal(again.code, 1);
  assert.match(again.out, /is tagged already on cis, as lu-moodle-lu_v2\.5\.1-4/);
  assert.equal(refs(there), atFirst);
});

test('a tag of Moodle’s that was moved is not merged', () => {
  const moved = git(here, 'rev-parse', 'v2.5.4^{}');
  git(here, 'tag', '-f', 'v2.5.5', moved);
  const atFirst = refs(here);
  const { code, out } = call(here, ...minor, '--yes');
  assert.equal(code, 1);
  assert.match(out, /v2\.5\.5/);
  assert.match(out, new RegExp(moved.slice(0, 8)));
  assert.equal(refs(here), atFirst);
});

test('a list that names what is not there is not followed', () => {
  done(here, 'adopt', 'testing', '--line', '2.6', ...luvle, '--yes');
  const place = join(own, 'here', 'team');
  git(here, 'worktree', 'add', '-q', place, 'moodle-release');
  const list = 'schema: 1\nmerges:\n  - LUVLE/feature/mod_coursewrok\n  - LUVLE/feature/mod_journal\n';
  writeFileSync(join(place, 'lists', 'LUVLE', '2.6', 'testing.yaml'), list);
  git(place, 'commit', '-qam', 'Mistype');
  git(here, 'worktree', 'remove', place);
  const atFirst = refs(here);
  const { code, out } = call(here, 'assemble', 'testing', '--line', '2.6', ...luvle, '--yes');
  assert.equal(code, 1);
  assert.match(out, /LUVLE\/feature\/mod_coursewrok.*Did you mean LUVLE\/feature\/mod_coursework\?/);
  assert.equal(refs(here), atFirst);
});
