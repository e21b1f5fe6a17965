import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { version } from '../../../package.json';
import type { RemoteFacts, Status } from '../../../src/release/types';
import type { Rooms } from '../../../src/cli';
import { SessionError } from '../../../src/session';
import { change, id, role, status } from '../present/samples';
import { moodleRelease } from './world';

const remotes: readonly RemoteFacts[] = [
  { name: 'origin', role: 'upstream', fetchedAt: null, note: null },
  { name: 'cis', role: 'internal', fetchedAt: null, note: null },
  { name: 'old', role: 'ignored', fetchedAt: null, note: null },
];
const empty = status([]);

describe('the command line', () => {
  const mistakes: readonly (readonly [string, readonly string[], string])[] = [
    ['an unknown verb', ['frobnicate'], 'There is no verb frobnicate.\nSee moodle-release --help.'],
    ['a mistyped verb', ['staus'], 'There is no verb staus.\nDid you mean status?'],
    ['another', ['fecth'], 'There is no verb fecth.\nDid you mean fetch?'],
    ['an unknown option', ['status', '--predicted'], 'There is no option --predicted.\nSee moodle-release --help.'],
    ['an unknown letter', ['status', '-x'], 'There is no option -x.\nSee moodle-release --help.'],
    [
      'an option of another verb',
      ['status', '--upstream'],
      'status has no option --upstream.\nUsage: moodle-release status [LINE|TAG] [--predict]',
    ],
    ['a missing value', ['status', '--config'], '--config needs a value.\nWrite --config FILE.'],
    ['a value too much', ['status', '--json=1'], '--json takes no value.\nWrite --json alone.'],
    ['too few operands', ['outage', 'v2.5.0'], 'outage needs FROM and TO.\nUsage: moodle-release outage FROM TO'],
    [
      'too many operands',
      ['status', '2.5', '2.6'],
      'status takes one line or tag.\nUsage: moodle-release status [LINE|TAG] [--predict]',
    ],
    [
      'a folder that is not there',
      ['-C', '/nonexistent', 'status'],
      'The folder /nonexistent does not exist.\nName one that does after -C.',
    ],
    [
      'a configuration that cannot be read',
      ['--config', '/nonexistent.yaml', 'status', '--json'],
      'The configuration /nonexistent.yaml cannot be read.\nName a file after --config.',
    ],
    [
      'a folder for a configuration',
      ['--config', '/', 'status'],
      'The configuration / cannot be read.\nName a file after --config.',
    ],
    ['a hostile verb', ['\u001b[31m\u202e'], 'There is no verb \\x1b[31m\\u{202e}.\nSee moodle-release --help.'],
  ];
  for (const [what, argv, said] of mistakes) {
    it(`answers ${what} with a sentence and 4`, async () => {
      const ran = await moodleRelease(argv);
      assert.deepEqual([ran.code, ran.stdout, ran.stderr], [4, '', `moodle-release: ${said}\n`]);
    });
  }

  it('prints help and version', async () => {
    assert.equal((await moodleRelease(['--version'])).stdout, `${version}\n`);
    const help = await moodleRelease(['--help']);
    assert.equal(help.code, 0);
    assert.match(help.stdout, /^Usage: moodle-release/);
    assert.match(
      (await moodleRelease(['fetch', '-h'])).stdout,
      /^Usage: moodle-release fetch \[REMOTE…\] \[--upstream\] \[--dry-run\]/,
    );
    assert.match((await moodleRelease(['tag', '-h'])).stdout, /^Usage: moodle-release tag --line L \[--of ROLE\]/);
    assert.equal((await moodleRelease(['help'])).stdout, help.stdout);
    assert.equal((await moodleRelease(['help', 'fetch'])).stdout, (await moodleRelease(['fetch', '--help'])).stdout);
    assert.match((await moodleRelease(['help', 'fecth'])).stderr, /Did you mean fetch/);
    for (const [verb, option] of [
      ['demo', '--customer'],
      ['demo', '--config'],
      ['names', '--yes'],
    ] as const) {
      const { stdout } = await moodleRelease([verb, '--help']);
      assert.ok(!stdout.includes(option) && stdout.includes('--json'), `${verb} ${option}`);
    }
    const nothing = await moodleRelease([]);
    assert.deepEqual([nothing.code, nothing.stdout, nothing.stderr], [4, '', help.stdout]);
  });

  it('takes options anywhere, and paths relative to -C', async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'cli-'));
    try {
      const folder = join(cwd, 'moodle');
      await mkdir(folder);
      await writeFile(join(folder, 'a.yaml'), '');
      for (const argv of [
        ['-C', 'moodle', '--config', 'a.yaml', 'status'],
        ['status', '-Cmoodle', '--config=a.yaml'],
      ]) {
        const ran = await moodleRelease(argv, { status: empty, cwd });
        assert.deepEqual(ran.opened, { folder, configFile: join(folder, 'a.yaml') });
      }
    } finally {
      await rm(cwd, { recursive: true });
    }
  });

  it('says every failure of a session with the next action', async () => {
    const ran = await moodleRelease(['status'], { status: new SessionError('unknown-target', { given: '9.9' }) });
    assert.deepEqual(
      [ran.code, ran.stderr, ran.closed],
      [
        4,
        'moodle-release: There is no line or release 9.9 here.\nChoose a line such as 2.6 or a tag such as v2.6.0; fetch if it is new.\n',
        true,
      ],
    );
    const unexpected = await moodleRelease(['status']);
    assert.match(unexpected.stderr, /It did not work: the test gives no answer to this\nRun it again with --verbose/);
  });

  it('ends with 130 when it is cancelled', async () => {
    const { code, stderr } = await moodleRelease(['status'], { status: new SessionError('cancelled') });
    assert.deepEqual([code, stderr], [130, '\nCancelled.\n']);
    assert.equal((await moodleRelease(['status'], { status: empty, signal: AbortSignal.abort() })).code, 130);
  });

  it('ends with 130 when it is cancelled while it waits for input', async () => {
    const abort = new AbortController();
    const running = moodleRelease(['names'], { endless: true, signal: abort.signal });
    abort.abort();
    assert.equal((await running).code, 130);
    const asked = { endless: true, remotes, terminal: { columns: 80 }, signal: abort.signal };
    const { code, stderr } = await moodleRelease(['fetch'], asked);
    assert.deepEqual([code, stderr.split('\n').slice(-2)], [130, ['Nothing was done.', '']]);
  });

  it('logs processes with -v only', async () => {
    assert.equal((await moodleRelease(['status'], { status: empty })).opened?.log, undefined);
    const ran = await moodleRelease(['names', '-v', 'main'], {
      rooms: {
        parseNames(_names, { log }) {
          log?.({ program: 'git', args: ['version', '\u001b'], cwd: '/x', end: 0, milliseconds: 2.6, stdoutBytes: 19 });
          return Promise.resolve([]);
        },
      },
    });
    assert.equal(ran.stderr, 'git version \\x1b → 0, 3 ms, 19 bytes\n');
  });
});

describe('names', () => {
  it('is 1 when a name is invalid', async () => {
    const good = await moodleRelease(['names', 'LUVLE-2.5-hack-mod_resource-singlefiles']);
    assert.deepEqual(
      [good.code, good.stdout],
      [0, 'ok  LUVLE-2.5-hack-mod_resource-singlefiles  change LUVLE/hack/mod_resource/singlefiles on 2.5\n'],
    );
    const bad = await moodleRelease(['names', 'MOODLE_25_STABLE', 'LUVLE-2.5-feture-mod_ouwiki', '--', '-x\u001b']);
    assert.equal(bad.code, 1);
    assert.match(bad.stdout, /^no {2}LUVLE-2\.5-feture-mod_ouwiki .*Did you mean LUVLE-2\.5-feature-mod_ouwiki\?$/m);
    assert.ok(!bad.stdout.includes('\u001b'));
  });

  it('reads standard input, and prints an array for a single name', async () => {
    for (const argv of [
      ['names', '--json', '-'],
      ['names', '--json'],
    ]) {
      const ran = await moodleRelease(argv, { stdin: 'LUVLE-2.5-test\r\n\nwïp\n' });
      const parsed: unknown = JSON.parse(ran.stdout);
      assert.ok(Array.isArray(parsed));
      assert.equal(parsed.length, 2);
      assert.equal(ran.code, 1);
    }
    assert.match((await moodleRelease(['names', '--json', 'main'])).stdout, /^\[\{"name":"main"/);
  });
});

describe('fetch', () => {
  const fetched: (readonly string[])[] = [];
  const session = {
    fetch: (names: readonly string[]) => {
      fetched.push(names);
      return Promise.resolve(
        names.map((remote) => ({ remote, ok: remote !== 'cis', message: remote === 'cis' ? 'no route' : '' })),
      );
    },
    status: () => Promise.reject(new SessionError('no-releases')),
  };

  it('does nothing without a terminal or --yes', async () => {
    const ran = await moodleRelease(['fetch'], { remotes, session });
    assert.equal(ran.code, 4);
    assert.equal(
      ran.stdout,
      'Fetch branches and tags from:\n  origin  upstream  never fetched\n  cis     internal  never fetched\n',
    );
    assert.match(ran.stderr, /Nothing was done.*\nAdd --yes/);
    assert.equal((await moodleRelease(['fetch', '--dry-run', '--yes'], { remotes, session })).code, 0);
    assert.deepEqual(fetched, []);
  });

  it('asks on a terminal', async () => {
    const terminal = { columns: 80 };
    const no = await moodleRelease(['fetch'], { remotes, session, terminal, stdin: 'n\n' });
    assert.deepEqual([no.code, no.stderr], [130, 'Go on? [y/N] Nothing was done.\n']);
    assert.deepEqual(fetched, []);
    const yes = await moodleRelease(['fetch', 'origin'], { remotes, session, terminal, stdin: 'y\n' });
    assert.deepEqual([yes.code, fetched.splice(0)], [0, [['origin']]]);
  });

  it('fetches what was named, upstream, or all that is not ignored', async () => {
    const all = await moodleRelease(['fetch', '--yes'], { remotes, session });
    assert.deepEqual([all.code, all.stderr], [4, 'cis: failed: no route\n']);
    await moodleRelease(['fetch', '--yes', '--upstream'], { remotes, session });
    const json = await moodleRelease(['fetch', '-y', '--json', 'origin'], { remotes, session });
    const answer = { schema: 1, remotes: [{ remote: 'origin', ok: true, message: '' }], releases: [] };
    assert.deepEqual(JSON.parse(json.stdout), answer);
    assert.deepEqual(fetched.splice(0), [['origin', 'cis'], ['origin'], ['origin']]);
    const unknown = await moodleRelease(['fetch', '-y', 'nope'], { remotes, session });
    assert.equal(unknown.stderr, 'moodle-release: There is no remote nope.\nThere is: origin, cis, old.\n');
    const none = await moodleRelease(['fetch', '-y', '--upstream'], { session });
    assert.match(none.stderr, /No remote is known to be upstream/);
  });

  it('tells of a release that came, and how to bring it in; not of one that was here', async () => {
    const news = async (before: string): Promise<string> => {
      const answers = [before, 'v2.5.2'].map((newest) => status([], { roles: [role({ contains: 'v2.5.0', newest })] }));
      const asked = (): Promise<Status> => Promise.resolve(answers.shift() ?? empty);
      return (await moodleRelease(['fetch', '-y', 'origin'], { remotes, session: { ...session, status: asked } }))
        .stdout;
    };
    const fetched = 'Fetch branches and tags from:\n  origin  upstream  never fetched\norigin: fetched\n';
    assert.equal(
      await news('v2.5.1'),
      `${fetched}v2.5.2 is out: LUVLE 2.5 has v2.5.0\n  moodle-release minor v2.5.2 --line 2.5 --customer LUVLE\n`,
    );
    assert.equal(await news('v2.5.2'), fetched);
  });
});

describe('outage', () => {
  const answers = [
    { code: 0, certain: true, because: [] },
    { code: 3, certain: true, because: [{ kind: 'version-changed', subject: 'mod_forum', from: '2013', to: '2014' }] },
    { code: 2, certain: false, because: [{ kind: 'submodule', subject: 'local/x\u001b', from: null, to: id('a') }] },
  ] as const;
  for (const answer of answers) {
    it(`answers ${String(answer.code)} as exit code, in words and as JSON`, async () => {
      const session = { outage: () => Promise.resolve(answer) };
      const words = await moodleRelease(['outage', 'v2.5.0', 'v2.6.0'], { session });
      assert.equal(words.code, answer.code);
      assert.equal(words.stdout.split('\n').length, answer.because.length + 2);
      assert.ok(!words.stdout.includes('\u001b'));
      const json = await moodleRelease(['outage', 'v2.5.0', 'v2.6.0', '--json'], { session });
      assert.deepEqual(JSON.parse(json.stdout), { schema: 1, from: 'v2.5.0', to: 'v2.6.0', ...answer });
    });
  }

  it('is 4, and never 2, when it cannot be answered', async () => {
    const session = { outage: () => Promise.reject(new SessionError('unknown-target', { given: 'v9' })) };
    assert.equal((await moodleRelease(['outage', 'v2.5.0', 'v9'], { session })).code, 4);
  });
});

describe('demo', () => {
  it('is made in a new folder at once, and again only when that is wanted', async () => {
    const made: string[] = [];
    const rooms = (there: 'nothing' | 'sample' | 'other'): Partial<Rooms> => ({
      demoAt: () => Promise.resolve(there),
      makeDemo: (options) => {
        made.push(options.folder);
        return Promise.resolve({ repository: join(options.folder, 'moodle') });
      },
    });
    const fresh = await moodleRelease(['demo', '/x'], { rooms: rooms('nothing') });
    assert.deepEqual([fresh.code, made.splice(0)], [0, ['/x']]);
    assert.match(fresh.stdout, /See it with: moodle-release -C \/x\/moodle status\n$/);
    const again = await moodleRelease(['demo', '/x'], { rooms: rooms('sample') });
    assert.deepEqual([again.code, made.splice(0)], [4, []]);
    assert.equal(again.stdout, 'Remove the demo in /x and make it again.\n');
    const yes = await moodleRelease(['demo', '/x', '--yes', '--json'], { rooms: rooms('sample') });
    assert.deepEqual([yes.code, made.splice(0)], [0, ['/x']]);
    assert.deepEqual(JSON.parse(yes.stdout), { schema: 1, folder: '/x', repository: '/x/moodle' });
    const other = await moodleRelease(['demo', '/x', '--yes'], { rooms: rooms('other') });
    assert.deepEqual([other.code, other.stdout, made.splice(0)], [4, '', []]);
    assert.match(other.stderr, /^moodle-release: \/x is not empty and holds no sample .*\nChoose another folder\.\n$/);
    await moodleRelease(['demo'], { rooms: rooms('nothing') });
    assert.deepEqual(made, ['/srv/moodle-release-demo']);
  });
});

describe('status', () => {
  it('warns of a broken configuration on standard error', async () => {
    const range = { start: { line: 2, character: 4 }, end: { line: 2, character: 5 } };
    const path = 'decisions/LUVLE/2.6/LUVLE~hack~core.yaml';
    const diagnostics = [
      { severity: 'error', code: 'x', message: 'a list is expected', range },
      { severity: 'info', code: 'y', message: 'not known yet', range },
      { severity: 'error', code: 'z', message: 'a reason is expected', range, path },
    ] as const;
    const source = { kind: 'file', path: '/r/moodle-release.yaml' } as const;
    const world = {
      status: status([change({ base: { tag: null, commit: id('12') } })], {
        configuration: { source, diagnostics, stale: true },
        repository: { shallow: true, partial: false },
      }),
    };
    const ran = await moodleRelease(['status', '--json'], world);
    assert.equal(ran.code, 0);
    assert.deepEqual(ran.stderr.trimEnd().split('\n'), [
      '/r/moodle-release.yaml:3:5: error: a list is expected',
      `moodle-release:${path}:3:5: error: a reason is expected`,
      'note: the clone is shallow: what depends on the history behind its end is unknown',
    ]);
    assert.ok(ran.closed);
    assert.equal(ran.stdout.trimEnd().split('\n').length, 1);
    assert.deepEqual((await moodleRelease(['status'], world)).stdout.trimEnd().split('\n').slice(-4), [
      'Configuration',
      '  /r/moodle-release.yaml:3:5: error: a list is expected',
      `  moodle-release:${path}:3:5: error: a reason is expected`,
      '  The configuration is broken: this answer is by the last good one.',
    ]);
  });
});
