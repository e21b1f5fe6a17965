import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { PlanError } from '../../../src/session';
import type { AnyPlan, Conflict, JournalEntry, Plans } from '../../../src/session';
import { decidePlan, preview, rebasePlan, rebaseRecord, recordOf, undoRecord } from '../present/planSamples';
import { change, id, status } from '../present/samples';
import { invalid } from './schema';
import { moodleRelease } from './world';
import type { World } from './world';

const rebase = rebasePlan();
const waiting = rebaseRecord();
const done = recordOf(decidePlan(), {
  'record-step': { state: 'done', at: '', outcome: { tip: id('71') } },
  'share-step': { state: 'done', at: '', outcome: {} },
});

function conflict(differs: Partial<Conflict['scratch']> = {}): Conflict {
  return {
    plan: rebase.id,
    section: 'core',
    step: 'core-step',
    change: 'LUVLE/hack/core',
    newBranch: 'LUVLE-2.6-hack-core',
    number: 1,
    of: 2,
    scratch: {
      plan: rebase.id,
      step: 'core-step',
      does: 'pick',
      folder: null,
      state: 'not-begun',
      commit: null,
      number: 1,
      of: 1,
      files: [],
      skipped: [],
      ...differs,
    },
  };
}

const open = conflict({
  folder: '/state/wt/1',
  state: 'conflict',
  commit: { id: id('a1'), subject: 'Our login page' },
  files: [
    { path: 'lib/moodlelib.php', kind: 'both-modified', resolved: false },
    { path: 'login/index.php', kind: 'deleted-by-us', resolved: true },
  ],
});

/** A session whose plans answer what a test says, and write down what they were asked. */
function world(plans: Partial<Plans>, differs: Partial<World> = {}): World & { asked: unknown[][] } {
  const asked: unknown[][] = [];
  const told = Object.fromEntries(
    Object.entries(plans).map(([name, act]) => [
      name,
      (...given: unknown[]) => {
        asked.push([name, ...given.filter((one) => !isPlumbing(one))]);
        return (act as (...all: unknown[]) => unknown)(...given);
      },
    ]),
  );
  return { session: { plans: told as unknown as Plans }, asked, ...differs };
}

/** Signals and the options of a run differ from call to call. */
function isPlumbing(value: unknown): boolean {
  return value instanceof AbortSignal || (typeof value === 'object' && value !== null && 'signal' in value);
}

const answer =
  <T>(value: T) =>
  () =>
    Promise.resolve(value);
const names = ({ asked }: { asked: unknown[][] }): unknown[] => asked.map(([name]) => name);

describe('a verb that makes a plan', () => {
  it('asks for what the command line says', async () => {
    const requests: readonly (readonly [string, readonly string[], unknown[]])[] = [
      ['rebase', ['rebase'], [{}]],
      [
        'rebase',
        ['rebase', 'a', 'b', '--onto', '2.6', '--customer', 'LUVLE'],
        [{ changes: ['a', 'b'], onto: '2.6', customer: 'LUVLE' }],
      ],
      [
        'decide',
        ['decide', 'a', 'b', 'left-out', '--because', 'no use', '--commit', 'c1', '--commit=c2', '--ticket', 'T-1'],
        [{ changes: ['a', 'b'], decision: 'left-out', because: 'no use', commits: ['c1', 'c2'], ticket: 'T-1' }],
      ],
      [
        'decide',
        ['decide', 'a', 'exception-base', '--because=x', '--base', 'v2.6.1', '--onto', '2.6'],
        [{ changes: ['a'], decision: 'exception-base', because: 'x', base: 'v2.6.1', onto: '2.6' }],
      ],
      ['decide', ['decide', 'a', 'published'], [{ changes: ['a'], decision: 'published', because: '' }]],
      ['take', ['take', 'a'], [['a']]],
      ['release', ['release', 'a', 'b'], [['a', 'b']]],
      ['push', ['push', '--remote', 'cis'], [{ remote: 'cis' }]],
      ['push', ['push', 'a'], [{ refs: ['a'] }]],
      ['rename', ['rename', 'a', 'b'], ['a', 'b']],
      ['merge', ['merge'], [{}]],
      ['merge', ['merge', 'a', 'b', '--into', 'testing'], [{ sources: ['a', 'b'], into: 'testing' }]],
      ['merge', ['merge', '--line', '2.5', '--customer', 'LUVLE'], [{ line: '2.5', customer: 'LUVLE' }]],
      ['minor', ['minor', 'v2.5.1'], [{ release: 'v2.5.1' }]],
      ['minor', ['minor', 'v2.5.1', '--line', '2.5'], [{ release: 'v2.5.1', line: '2.5' }]],
      ['undo', ['undo', 'x-1'], ['x-1', undefined]],
      ['undo', ['undo', 'x-1', '--section', 's', '--section', 't'], ['x-1', ['s', 't']]],
    ];
    for (const [name, argv, given] of requests) {
      const fake = world({ [name]: answer(decidePlan()) });
      const ran = await moodleRelease([...argv, '--dry-run'], fake);
      assert.deepEqual([ran.code, ran.closed, ran.stderr], [0, true, '']);
      assert.deepEqual(fake.asked, [[name, ...given]]);
    }
  });

  it('says what a decision lacks', async () => {
    const bad = await moodleRelease(['decide', 'a', 'drop', '--because', 'x']);
    assert.match(bad.stderr, /drop is no decision\.\nThe last word is one of: dropped, external, /);
    const mute = await moodleRelease(['decide', 'a', 'dropped', '--because', ' ']);
    assert.match(mute.stderr, /A decision needs a reason\.\nGive it with --because TEXT\./);
    assert.deepEqual([bad.code, mute.code], [4, 4]);
  });

  it('prints its plan, and does nothing that is not agreed to', async () => {
    const plans = { rebase: answer(rebase) };
    const quiet = await moodleRelease(['rebase'], world(plans));
    assert.equal(quiet.code, 4);
    assert.match(quiet.stdout, /^Rebase 4 changes onto v2\.6\.0\n/);
    assert.match(quiet.stderr, /Nothing was done: there is no terminal/);
    const no = await moodleRelease(['rebase'], world(plans, { terminal: { columns: 80 }, stdin: 'n\n' }));
    assert.equal(no.code, 130);
    for (const argv of [
      ['rebase', '--json'],
      ['rebase', '--json', '--dry-run'],
    ]) {
      const ran = await moodleRelease(argv, world(plans));
      assert.deepEqual(JSON.parse(ran.stdout), JSON.parse(JSON.stringify(rebase)));
      assert.equal(ran.stdout.split('\n').length, 2);
      assert.deepEqual(invalid('plan', JSON.parse(ran.stdout)), []);
    }
  });

  it('is 1 when the plan says that it must not run', async () => {
    const plan = rebasePlan({ sections: [], refusal: { code: 'nothing-to-move', text: 'Nothing is to move.' } });
    const fake = world({ rebase: answer(plan) });
    const ran = await moodleRelease(['rebase', '--yes'], fake);
    assert.deepEqual([ran.code, names(fake)], [1, ['rebase']]);
    assert.match(ran.stdout, /It is not run: Nothing is to move\./);
    const json = await moodleRelease(['rebase', '--yes', '--json'], fake);
    assert.deepEqual([json.code, invalid('plan', JSON.parse(json.stdout))], [1, []]);
  });

  it('runs it, and says what waits and how to go on', async () => {
    const fake = world({ rebase: answer(rebase), run: answer(waiting), conflicts: answer([conflict()]) });
    const ran = await moodleRelease(['rebase', '--yes'], fake);
    assert.equal(ran.code, 1);
    assert.deepEqual(names(fake), ['rebase', 'run', 'conflicts']);
    assert.equal(
      ran.stdout.slice(ran.stdout.lastIndexOf('Rebase 4 changes')),
      [
        'Rebase 4 changes onto v2.6.0: waits for you: 1 of 2',
        '  done           Carry 2 branches',
        '  waits for you  LUVLE-2.6-hack-core',
        '  not begun      LUVLE-2.6-hack-core-emails',
        '',
        'Branch 1 of 2 waits for you: LUVLE-2.6-hack-core',
        'Open its conflict with:     moodle-release resume 20140117-230640-rebase-9f3a',
        'Leave the branch out with:  moodle-release resume 20140117-230640-rebase-9f3a --leave-out --section core',
        '',
      ].join('\n'),
    );
    const json = await moodleRelease(['rebase', '--yes', '--json'], fake);
    const value: unknown = JSON.parse(json.stdout);
    assert.deepEqual(invalid('record', value), []);
    assert.equal(json.code, 1);
  });

  it('is 0 when all is done, and says how to take it back', async () => {
    const fake = world({ take: answer(decidePlan()), run: answer(done) });
    const ran = await moodleRelease(['take', 'a', '-y'], fake);
    assert.equal(ran.code, 0);
    const elsewhere = await moodleRelease(['-C', '/', 'take', 'a', '-y'], fake);
    assert.match(elsewhere.stdout, /\nUndo it with: moodle-release -C \/ undo /);
    assert.match(ran.stdout, /\nUndo it with: moodle-release undo 20140118-000000-decide-77aa\n$/);
  });

  it('is 4 when a step failed, with the cause and the next action', async () => {
    const failed = recordOf(decidePlan(), {
      'record-step': { state: 'failed', at: '', reason: 'locked', why: 'refs/heads/moodle-release' },
    });
    const ran = await moodleRelease(['take', 'a', '-y'], world({ take: answer(decidePlan()), run: answer(failed) }));
    assert.equal(ran.code, 4);
    assert.match(
      ran.stderr,
      /^moodle-release: Write the decision: Another git is at work here and holds .*\nTry again/,
    );
  });

  it('says how to push what was moved, where there is a remote for it', async () => {
    const moved = recordOf(rebasePlan(), {
      'clean-step': { state: 'done', at: '', outcome: { refs: [] } },
      'core-step': { state: 'done', at: '', outcome: { ref: 'x', old: null, tip: null, skipped: [] } },
      'emails-step': { state: 'done', at: '', outcome: { ref: 'x', old: null, tip: null, skipped: [] } },
    });
    const remote = (name: string) => ({ name, role: 'internal', fetchedAt: null, note: null }) as const;
    const fake = world({ rebase: answer(rebasePlan()), run: answer(moved) });
    const ran = (names: readonly string[]) => moodleRelease(['rebase', '-y'], { ...fake, remotes: names.map(remote) });
    const branches = 'LUVLE-2.6-hack-mod_resource-singlefiles LUVLE-2.6-feature-mod_ouwiki';
    assert.ok((await ran(['cis'])).stdout.endsWith(`\nPush it with: moodle-release push ${branches}\n`));
    for (const names of [[], ['cis', 'other']]) assert.doesNotMatch((await ran(names)).stdout, /Push it/);
  });

  it('is 4 when the remote was not to be reached, and says how to push what is done here', async () => {
    const failed = recordOf(decidePlan(), {
      'record-step': { state: 'done', at: '', outcome: { tip: 'f'.repeat(40) } },
      'share-step': { state: 'failed', at: '', reason: 'unreachable', why: 'cis' },
    });
    const ran = await moodleRelease(['take', 'a', '-y'], world({ take: answer(decidePlan()), run: answer(failed) }));
    assert.equal(ran.code, 4);
    assert.match(
      ran.stdout,
      /\nThis plan has ended\. Push it later with: moodle-release push moodle-release --remote cis\nUndo it with: /,
    );
  });

  it('is 4 when the remote was quicker, and says to fetch', async () => {
    const plan = { ...decidePlan(), sections: decidePlan().sections.slice(1) };
    const failed = recordOf(plan, {
      'share-step': { state: 'failed', at: '', reason: 'moved', why: 'LUVLE-2.6-hack-core' },
    });
    const ran = await moodleRelease(['push', '-y'], world({ push: answer(plan), run: answer(failed) }));
    assert.equal(ran.code, 4);
    assert.match(ran.stderr, /when the plan was made: LUVLE-2\.6-hack-core\.\nFetch cis, then do the same again\.\n$/);
    assert.doesNotMatch(ran.stdout, /undo/i);
  });

  it('shows its steps on a terminal', async () => {
    const run: Plans['run'] = (plan, options) => {
      const of = { plan: plan.id, section: 'record', step: 'record-step', title: 'Write it\u001b', number: 1, of: 2 };
      options?.onProgress?.({ ...of, state: 'begins' });
      options?.onProgress?.({ ...of, state: 'failed' });
      return Promise.resolve(done);
    };
    const plans = { take: answer(decidePlan()), run };
    const seen = await moodleRelease(['take', 'a', '-y'], world(plans, { terminal: { columns: 80 } }));
    assert.equal(seen.stderr, '1/2 Write it\\x1b\n1/2 Write it\\x1b: failed\n');
    assert.equal((await moodleRelease(['take', 'a', '-y'], world(plans))).stderr, '');
  });

  it('says after Ctrl-C what is done and how to go on', async () => {
    const abort = new AbortController();
    const run = (): Promise<never> => {
      abort.abort();
      return Promise.reject(new PlanError('cancelled'));
    };
    const cut = recordOf(decidePlan(), {}, { state: 'interrupted', endedAt: null });
    const plans = { take: answer(decidePlan()), run, read: answer(cut) };
    const ran = await moodleRelease(['take', 'a', '-y'], world(plans, { signal: abort.signal }));
    assert.equal(ran.code, 130);
    assert.match(ran.stderr, /Cancelled\. Drop LUVLE.*: interrupted\n/);
    assert.match(ran.stderr, /moodle-release resume 20140118-000000-decide-77aa --back\n$/);
    const nothing = { ...plans, read: () => Promise.reject(new PlanError('no-such-plan')) };
    assert.match(
      (await moodleRelease(['take', 'a', '-y'], world(nothing))).stderr,
      /Cancelled\. Nothing was done\.\n$/,
    );
  });
});

describe('run', () => {
  const saved = JSON.stringify(rebase);
  const plans = (now: AnyPlan): Partial<Plans> => ({
    parse: (value) => Promise.resolve(value as AnyPlan),
    again: answer(now),
    run: answer(done),
    read: () => Promise.reject(new PlanError('no-such-plan')),
  });

  it('runs what a file or standard input holds, when it comes out equal', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'cli-'));
    try {
      await writeFile(join(cwd, 'plan.json'), saved);
      for (const [argv, stdin] of [
        [['run', 'plan.json', '-y'], ''],
        [['run', '-', '-y'], saved],
      ] as const) {
        const fake = world(plans(rebase), { cwd, stdin });
        assert.equal((await moodleRelease(argv, fake)).code, 0);
        assert.deepEqual(names(fake), ['parse', 'again', 'run']);
      }
    } finally {
      await rm(cwd, { recursive: true });
    }
  });

  it('names what keeps it from being run', async () => {
    const facts = [{ type: 'identity', of: 'refs', resource: 'refs/tags/v2.6.0', id: id('27') }] as const;
    for (const [now, said] of [
      [rebasePlan({ facts }), 'v2.6.0: 26262626 → 27272727'],
      [rebasePlan({ title: 'Another' }), 'hand-edited, or written by another version'],
      [
        rebasePlan({ facts: [], refusal: { code: 'checked-out', text: 'a is checked out in /b. Check out another.' } }),
        'now: a is checked out in /b. Check out another.\n',
      ],
    ] as const) {
      const fake = world(plans(now), { stdin: saved });
      const ran = await moodleRelease(['run', '-', '-y'], fake);
      assert.deepEqual([ran.code, names(fake)], [4, ['parse', 'again', 'read']]);
      assert.ok(ran.stderr.includes(said), ran.stderr);
    }
    const twice = world({ ...plans(rebasePlan({ title: 'Another' })), read: answer(waiting) }, { stdin: saved });
    const second = await moodleRelease(['run', '-', '-y'], twice);
    assert.equal(second.code, 4);
    assert.match(second.stderr, /This plan was run already, as 20140117-230640-rebase-9f3a\.\n/);
    assert.match((await moodleRelease(['run', '-'], { stdin: '{' })).stderr, /The plan is no JSON/);
    assert.match((await moodleRelease(['run', '/nonexistent'])).stderr, /cannot be read as a plan/);
  });
});

describe('resume', () => {
  const read = answer(waiting);

  it('opens the first conflict, and says where it is', async () => {
    const stages = [[conflict()], [open]];
    const fake = world({
      read,
      conflicts: () => Promise.resolve(stages.shift() ?? [open]),
      settle: answer(open),
    });
    const ran = await moodleRelease(['resume', rebase.id], fake);
    assert.equal(ran.code, 1);
    assert.deepEqual(fake.asked[2], ['settle', conflict(), 'begin']);
    assert.equal(
      ran.stdout.slice(ran.stdout.indexOf('Branch 1')),
      [
        'Branch 1 of 2 waits for you: LUVLE-2.6-hack-core',
        '  commit 1 of 1 does not apply: a1a1a1a1 Our login page',
        '  in /state/wt/1',
        '    lib/moodlelib.php  changed on both sides',
        '    login/index.php    resolved',
        'Edit these files there, then go on with:  moodle-release resume 20140117-230640-rebase-9f3a',
        'Leave the commit out with:                moodle-release resume 20140117-230640-rebase-9f3a --skip',
        'Leave the branch out with:                moodle-release resume 20140117-230640-rebase-9f3a --leave-out --section core',
        '',
      ].join('\n'),
    );
  });

  it('says of a merge which branch it is, and how to go on without it', async () => {
    const merge = conflict({
      does: 'merge',
      folder: '/state/wt/1',
      state: 'conflict',
      commit: { id: id('a1'), subject: 'LUVLE-2.6-hack-core' },
      number: 3,
      of: 80,
      files: [{ path: 'lib/a.php', kind: 'deleted-by-us', resolved: false }],
    });
    const ran = await moodleRelease(
      ['resume', rebase.id],
      world({ read, conflicts: answer([merge]), settle: answer(merge) }),
    );
    assert.deepEqual(ran.stdout.slice(ran.stdout.indexOf('Branch 1')).split('\n').slice(1, 6), [
      '  merge 3 of 80 conflicts: a1a1a1a1 LUVLE-2.6-hack-core',
      '  in /state/wt/1',
      '    lib/a.php  not there, changed by the branch',
      'Edit these files there, then go on with:  moodle-release resume 20140117-230640-rebase-9f3a',
      'Go on without it with:                    moodle-release resume 20140117-230640-rebase-9f3a --skip',
    ]);
  });

  it('says which files still have markers', async () => {
    const fake = world({ read, conflicts: answer([open]), settle: answer(open) });
    const ran = await moodleRelease(['resume', rebase.id], fake);
    assert.deepEqual([ran.code, ran.stderr], [1, 'Not resolved yet: lib/moodlelib.php\n']);
    assert.deepEqual(fake.asked[2], ['settle', open, 'continue']);
  });

  it('goes on to the next branch when one is finished', async () => {
    const next = { ...conflict(), section: 'emails', number: 2 };
    const stages = [[open], [next], [next]];
    const fake = world({
      read,
      conflicts: () => Promise.resolve(stages.shift() ?? []),
      settle: (one) => Promise.resolve(one === open ? null : one),
    });
    await moodleRelease(['resume', rebase.id], fake);
    assert.deepEqual(
      fake.asked.filter(([name]) => name === 'settle').map(([, , verb]) => verb),
      ['continue', 'begin'],
    );
  });

  it('leaves out a commit, a branch, all that waits, or takes all back', async () => {
    const ended = recordOf(rebase, { 'clean-step': { state: 'undone', at: '' } }, { direction: 'back' });
    const ways: readonly (readonly [readonly string[], unknown[]])[] = [
      [['--skip'], ['settle', open, 'skip']],
      [
        ['--leave-out', '--section', 'core'],
        ['settle', open, 'leave-out'],
      ],
      [
        ['--abort', '-y'],
        ['abort', rebase.id],
      ],
      [
        ['--back', '-y'],
        ['resume', rebase.id, 'back'],
      ],
    ];
    for (const [argv, call] of ways) {
      const fake = world({
        read,
        conflicts: answer([open]),
        settle: answer(open),
        abort: answer(ended),
        resume: answer(ended),
      });
      const ran = await moodleRelease(['resume', rebase.id, ...argv], fake);
      assert.ok(
        fake.asked.some((one) => JSON.stringify(one) === JSON.stringify(call)),
        JSON.stringify(fake.asked),
      );
      assert.equal(ran.code, argv.includes('-y') ? 0 : 1);
    }
  });

  it('asks before it takes back or leaves out for good', async () => {
    for (const way of ['--back', '--abort']) {
      const fake = world({ read });
      const ran = await moodleRelease(['resume', rebase.id, way], fake);
      assert.deepEqual([ran.code, names(fake)], [4, ['read']]);
    }
  });

  it('brings to an end what was cut off', async () => {
    const cut = recordOf(rebase, {}, { state: 'interrupted', endedAt: null });
    const fake = world({ read: answer(cut), resume: answer(done) });
    assert.equal((await moodleRelease(['resume', rebase.id], fake)).code, 0);
    assert.deepEqual(fake.asked[1], ['resume', rebase.id, 'forward']);
  });

  it('is 0 when all that was cut off is taken back', async () => {
    const cut = recordOf(rebase, {}, { state: 'interrupted', endedAt: null });
    const failed = { state: 'failed', at: '', reason: 'interrupted', why: '' } as const;
    const back = recordOf(rebase, { 'clean-step': failed }, { direction: 'back' });
    const ran = await moodleRelease(
      ['resume', rebase.id, '--back', '-y'],
      world({ read: answer(cut), resume: answer(back) }),
    );
    assert.deepEqual([ran.code, ran.stderr], [0, '']);
  });

  it('says once what has failed, and in the journal as long as others wait', async () => {
    const steps = {
      'clean-step': { state: 'failed', at: '', reason: 'locked', why: 'refs/heads/x' },
      'core-step': { state: 'waits', at: '', for: 'a conflict' },
    } as const;
    const record = recordOf(rebase, steps);
    const first = world({ rebase: answer(rebase), run: answer(record), conflicts: answer([open]) });
    const ran = await moodleRelease(['rebase', '-y'], first);
    assert.equal(ran.code, 4);
    assert.match(ran.stdout, /failed 2, waits for you: 1 of 2/);
    const later = world({ read: answer(record), conflicts: answer([open]), settle: answer(null) });
    const again = await moodleRelease(['resume', rebase.id, '--leave-out', '--section', 'core'], later);
    assert.deepEqual([again.code, again.stderr], [1, '']);
  });

  it('has nothing to do with a plan that has ended', async () => {
    const fake = world({ read: answer(done) });
    const ran = await moodleRelease(['resume', done.plan.id, '--back', '-y'], fake);
    assert.deepEqual([ran.code, names(fake)], [0, ['read']]);
    assert.equal(ran.stderr, 'This plan has ended: nothing of it waits.\n');
  });

  it('says what does not fit', async () => {
    const both = await moodleRelease(['resume', 'x', '--skip', '--back']);
    assert.match(both.stderr, /--skip and --back do not go together/);
    const fake = world({ read, conflicts: answer([open]) });
    const none = await moodleRelease(['resume', rebase.id, '--section', 'x'], fake);
    assert.match(none.stderr, /No section x waits in this plan\.\nThere is: core\.\n/);
  });
});

describe('journal', () => {
  const entries: readonly JournalEntry[] = [
    { id: 'broken-1', open: true, record: null, problem: 'damaged' },
    { id: waiting.plan.id, open: true, record: waiting, problem: null },
    { id: 'undo-1', open: false, record: undoRecord(decidePlan(), ['record', 'share']), problem: null },
    { id: done.plan.id, open: false, record: done, problem: null },
  ];

  it('lists what was done, newest first', async () => {
    const fake = world({ journal: answer(entries) });
    const ran = await moodleRelease(['journal'], fake);
    assert.deepEqual([ran.code, fake.asked], [0, [['journal', 20]]]);
    assert.deepEqual(
      ran.stdout.split('\n').map((line) => line.split(/ {2,}/).slice(-2)[0]),
      ['damaged', 'waits for you: 1 of 2', 'done', 'undone', ''],
    );
    const json = await moodleRelease(['journal', '--json', '--limit', '3'], fake);
    assert.deepEqual([invalid('journal', JSON.parse(json.stdout)), fake.asked[1]], [[], ['journal', 3]]);
    assert.match((await moodleRelease(['journal'], world({ journal: answer([]) }))).stdout, /^Nothing was done here/);
    assert.match((await moodleRelease(['journal', '--limit', 'x'], fake)).stderr, /x is no number of plans/);
  });

  it('shows one, with refs before and after, and backups', async () => {
    const fake = world({ read: answer(waiting), conflicts: answer([open]) });
    const { stdout, code } = await moodleRelease(['journal', waiting.plan.id], fake);
    assert.equal(code, 0);
    assert.match(stdout, /^20140117-230640-rebase-9f3a, 2014-01-17T23:06:40\.000Z, ann\n/);
    assert.match(stdout, /\n {2}LUVLE-2\.6-feature-mod_ouwiki {13}(d1){20} {2}→ {2}(5f){20}\n/);
    assert.match(stdout, /old values below refs\/moodle-release\/backup\//);
    assert.match(stdout, /in \/state\/wt\/1/);
    const json = await moodleRelease(['journal', waiting.plan.id, '--json'], fake);
    assert.deepEqual(invalid('record', JSON.parse(json.stdout)), []);
    const none = world({ read: () => Promise.reject(new PlanError('no-such-plan', { id: 'x' })) });
    assert.match((await moodleRelease(['journal', 'x'], none)).stderr, /There is no plan x in the journal\./);
  });
});

describe('status --predict', () => {
  it('shows what moving each change would come to', async () => {
    const asked: unknown[] = [];
    const found = status([
      change({ prediction: preview({ result: 'conflict', conflicts: [] }) }),
      change({ shortname: 'other', state: 'carried' }),
    ]);
    const session = {
      status: (options: unknown) => {
        asked.push(options);
        return Promise.resolve(found);
      },
    };
    const ran = await moodleRelease(['status', '--predict'], { session });
    assert.match(ran.stdout, / 2 commits {2}1 conflict {2}/);
    assert.deepEqual(asked, [{ predict: true }]);
  });

  it('is what the schema says', async () => {
    const { result, reason, dropped, conflicts, lints, exact } = preview({ reason: { code: 'x', text: 'y' } });
    const prediction = { result, reason, dropped, conflicts, lints, exact };
    const session = { status: answer(status([change({ prediction })])) };
    const ran = await moodleRelease(['status', '--predict', '--json'], { session });
    assert.deepEqual(invalid('status', JSON.parse(ran.stdout)), []);
  });
});
