// What goes wrong while the packaged command line moves the sample: killed, edited, twice at once, and a repository that
// names programs of its own. Nothing may be lost, and nothing left behind.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { cli, killedAfter, leftovers, openJournals } from './commandLine.mjs';

const own = mkdtempSync(join(tmpdir(), 'faults-'));
const made = join(own, 'made');
const repository = join(own, 'moodle');
const env = {
  ...process.env,
  TMPDIR: join(own, 'tmp'),
  XDG_STATE_HOME: join(own, 'state'),
  XDG_CACHE_HOME: join(own, 'cache'),
};
const bulk = ['rebase', '--customer', 'LUVLE', '--yes'];

function call(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, '-C', repository, ...args], {
    encoding: 'utf8',
    env,
  });
  return { code: status, out: stdout, told: stderr };
}

function git(...args) {
  const { status, stdout, stderr } = spawnSync('git', ['-C', repository, ...args], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout.trim();
}
const refs = () => git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads');
before(() => {
  const { status, stderr } = spawnSync(process.execPath, [cli, 'demo', made, '--yes'], { encoding: 'utf8', env });
  assert.equal(status, 0, stderr);
});
beforeEach(() => {
  for (const folder of [repository, join(own, 'state'), join(own, 'tmp')]) {
    rmSync(folder, { recursive: true, force: true });
  }
  mkdirSync(join(own, 'tmp'));
  cpSync(join(made, 'moodle'), repository, { recursive: true });
});
after(() => rmSync(own, { recursive: true, force: true }));

// The last one is never reached: the plan has come to rest by then.
for (const lines of [1, 2, 3, 4, 5, 6, 100]) {
  test(`killed with ${lines} lines in its journal, it is taken back or gone on with`, async () => {
    const atFirst = refs();
    await killedAfter(lines, { repository, env, args: bulk });
    const [, id = ''] = openJournals(repository)[0]?.split('.') ?? [];
    if (lines % 2 === 0) {
      const forward = call('resume', id);
      assert.equal(forward.code, 1, `${forward.out}${forward.told}`);
      assert.equal(call('resume', id, '--abort', '--yes').code, 0);
      assert.notEqual(refs(), atFirst);
      assert.equal(call('undo', id, '--yes').code, 0);
    } else {
      call('resume', id, '--back', '--yes');
    }
    assert.equal(refs(), atFirst);
    assert.deepEqual(openJournals(repository), []);
    assert.deepEqual(leftovers(repository), []);
  });
}

test('two at once: one does it, the other says why it does not', async () => {
  const ends = await Promise.all([runBulk(), runBulk()]);
  const [did, didNot] = ends.sort((one, other) => Number(isDone(other)) - Number(isDone(one)));
  assert.ok(isDone(did) && !isDone(didNot), JSON.stringify(ends));
  // Which of these depends on who was how far.
  assert.match(didNot.said, /Process \d+ is changing this repository|moved since|moved meanwhile|waits for you in/i);
  assert.equal(openJournals(repository).length, 1);
});

const isDone = ({ said }) => /^  done +19 branches/m.test(said);

/** Runs the whole move beside this process. */
async function runBulk() {
  const child = spawn(process.execPath, [cli, '-C', repository, ...bulk], { env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said += text;
    });
  }
  await once(child, 'close');
  return { said };
}

const edits = {
  'the title': (plan) => ({ ...plan, title: 'Nothing to see' }),
  'what is planned from': (plan) => ({ ...plan, inputs: { ...plan.inputs, customer: 'EXT' } }),
  'who commits': (plan) => replaced(plan, '"name":"Demo Engineer"', '"name":"Mallory"'),
  'a result that is expected': (plan) => {
    const { tip } = plan.branches.find(({ result }) => result === 'clean');
    return replaced(plan, tip, '1'.repeat(tip.length));
  },
  'a branch that is made': (plan) => replaced(plan, 'LUVLE-2.6-hack-mod_quiz-timing', 'LUVLE-2.6-packaging'),
  'a ref that leads elsewhere': (plan) =>
    replaced(plan, 'refs/heads/LUVLE-2.6-hack-mod_quiz-timing', 'refs/heads/../x'),
  'facts that are left out': (plan) => ({ ...plan, facts: [] }),
  'warnings that are left out': (plan) => ({ ...plan, warnings: [] }),
  'the table of branches': (plan) => ({ ...plan, branches: plan.branches.slice(1) }),
  'a key nobody knows': (plan) => ({ ...plan, more: true }),
  'an id that leads elsewhere': (plan) => ({ ...plan, id: '../../../x' }),
  'a kind of effect nobody has': (plan) => replaced(plan, '"kind":"carry"', '"kind":"shell"'),
};

function replaced(plan, what, by) {
  const text = JSON.stringify(plan);
  assert.ok(text.includes(what), what);
  return JSON.parse(text.replaceAll(what, by));
}

test('a saved plan that was edited anywhere is refused with what to do', () => {
  const atFirst = refs();
  const plan = JSON.parse(call('rebase', '--customer', 'LUVLE', '--dry-run', '--json').out);
  const file = join(own, 'plan.json');
  for (const [what, edit] of Object.entries(edits)) {
    writeFileSync(file, JSON.stringify(edit(plan)));
    const { code, told } = call('run', file, '--yes');
    assert.equal(code, 4, what);
    assert.match(told, /Make the plan again/, what);
    assert.equal(refs(), atFirst, what);
  }
  assert.deepEqual(openJournals(repository), []);
});

test('no program the repository names is run by preview, run, conflict, undo', () => {
  const canary = join(own, 'tmp', 'canary');
  const hooks = join(repository, '.git', 'hooks');
  mkdirSync(hooks, { recursive: true });
  const all = 'applypatch-msg commit-msg fsmonitor post-checkout post-commit post-index-change post-merge post-rewrite';
  for (const name of `${all} pre-auto-gc pre-commit pre-push pre-rebase prepare-commit-msg reference-transaction`.split(
    ' ',
  )) {
    writeFileSync(join(hooks, name), `#!/bin/sh\ntouch '${canary}'\n`);
    chmodSync(join(hooks, name), 0o755);
  }
  git('config', 'core.fsmonitor', join(hooks, 'fsmonitor'));
  git('config', 'core.hooksPath', hooks);
  for (const key of [
    'merge.own.driver',
    'filter.own.clean',
    'filter.own.smudge',
    'diff.own.textconv',
    'diff.external',
  ]) {
    git('config', key, `touch '${canary}'; cat`);
  }
  mkdirSync(join(repository, '.git', 'info'), { recursive: true });
  const attributes = join(repository, '.git', 'info', 'attributes');
  writeFileSync(attributes, '* merge=own filter=own diff=own\n');
  const preview = call('rebase', '--customer', 'LUVLE', '--dry-run');
  assert.equal(preview.code, 0, preview.told);
  assert.match(preview.out, /A merge driver of this repository would have to be run/);
  assert.match(preview.out, /A rebase by hand would run these hooks, a plan runs none: .*pre-rebase/);
  writeFileSync(attributes, '* filter=own diff=own\n');
  assert.equal(call(...bulk).code, 1);
  const [, id = ''] = openJournals(repository)[0].split('.');
  assert.equal(call('resume', id).code, 1);
  assert.equal(call('resume', id, '--abort', '--yes').code, 0);
  assert.equal(call('undo', id, '--yes').code, 0);
  assert.ok(!existsSync(canary));
});
