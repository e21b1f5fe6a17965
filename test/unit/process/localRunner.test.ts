import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { describe, it } from 'node:test';
import { localRunner, ProcessError } from '../../../src/process';
import type { Command, ProcessLine, ProcessReason } from '../../../src/process';

/** A command that runs `script` in node. */
function script(source: string, more: Partial<Command> = {}): Command {
  return { program: process.execPath, args: ['-e', source], timeout: 20_000, ...more };
}

async function reasonOf(promise: Promise<unknown>): Promise<ProcessReason> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(ProcessError.is(error), String(error));
  return error.reason;
}

/** A program whose child ignores SIGTERM, and the child's own word that it started and that it is gone. */
async function stubbornTree(): Promise<{ command: Command; started: Promise<void>; gone: Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const socket = once(server, 'connection').then(([connection]) => connection as Socket);
  // A dead process cannot keep its end of a socket open, a zombie neither.
  const gone = socket.then(async (connection) => {
    connection.resume().on('error', () => undefined);
    await once(connection, 'close');
    server.close();
  });
  const child = `process.on('SIGTERM', () => {}); require('node:net').connect(${address.port}, '127.0.0.1')`;
  const command = script(
    `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' }); setInterval(() => {}, 1000)`,
  );
  return { command, started: socket.then(() => undefined), gone };
}

describe('localRunner', () => {
  it('gives code, output and input through', async () => {
    const lines: ProcessLine[] = [];
    const runner = localRunner({ log: (line) => lines.push(line) });
    const outcome = await runner.run(
      script('process.stdin.pipe(process.stdout); process.stderr.write("said"); process.exitCode = 3', {
        stdin: 'caf\u00e9',
        answers: [3],
      }),
    );
    assert.equal(outcome.code, 3);
    assert.equal(outcome.stdout.toString(), 'café');
    assert.equal(outcome.stderr, 'said');
    assert.equal(lines.length, 1);
    assert.equal(lines[0]?.end, 3);
    assert.equal(lines[0].stdoutBytes, 5);
  });

  it('calls an exit code that is no answer failed, with what the program said, redacted', async () => {
    const run = localRunner().run(script('console.error("at https://u:p@h/"); process.exit(2)'));
    await assert.rejects(run, (error: unknown) => {
      assert.ok(ProcessError.is(error, 'failed'));
      assert.equal(error.code, 2);
      assert.equal(error.stderr, 'at https://***@h/\n');
      return true;
    });
  });

  it('knows a missing program from a missing folder', async () => {
    const runner = localRunner();
    const missing = { program: 'no-such-program', args: [], timeout: 1000 };
    assert.equal(await reasonOf(runner.run({ ...missing, cwd: tmpdir() })), 'not-found');
    assert.equal(await reasonOf(runner.run({ ...missing, cwd: '/no/such/folder' })), 'failed');
    assert.equal(await reasonOf(runner.run({ ...missing, program: process.execPath, args: ['a\0b'] })), 'failed');
  });

  it('ends the whole tree on timeout, also a child that ignores SIGTERM', async () => {
    const tree = await stubbornTree();
    assert.equal(await reasonOf(localRunner().run({ ...tree.command, timeout: 1500 })), 'timeout');
    await tree.gone;
  });

  it('ends the whole tree on cancel', async () => {
    const tree = await stubbornTree();
    const controller = new AbortController();
    const reason = reasonOf(localRunner().run(tree.command, controller.signal));
    await tree.started;
    controller.abort();
    assert.equal(await reason, 'cancelled');
    await tree.gone;
  });

  it('starts nothing when already cancelled', async () => {
    let started = 0;
    const runner = localRunner({ onSpawn: () => (started += 1) });
    assert.equal(await reasonOf(runner.run(script(''), AbortSignal.abort())), 'cancelled');
    assert.equal(started, 0);
  });

  it('ends a program that says too much', async () => {
    const endless = script('const b = Buffer.alloc(65536); (function go() { process.stdout.write(b, go) })()', {
      maxOutput: 1_000_000,
    });
    assert.equal(await reasonOf(localRunner().run(endless)), 'too-much-output');
  });

  it('survives a program that does not read its input', async () => {
    const outcome = await localRunner().run(script('process.exit(0)', { stdin: Buffer.alloc(8_000_000) }));
    assert.equal(outcome.code, 0);
  });

  it('does not wait for a daemon that keeps the pipes open', async () => {
    const daemon = `const c = require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 8000)'],
      { detached: true, stdio: 'inherit' }); c.unref(); console.log(c.pid)`;
    const outcome = await localRunner().run(script(daemon));
    assert.ok(outcome.milliseconds < 6000);
    process.kill(Number(outcome.stdout.toString()), 'SIGKILL');
  });

  it('adds to the environment and removes from it', async () => {
    const runner = localRunner({ env: { ...process.env, KEPT: 'a', GONE: 'b' } });
    const outcome = await runner.run(
      script('process.stdout.write([process.env.KEPT, process.env.GONE, process.env.NEW].join())', {
        env: { GONE: undefined, NEW: 'c' },
      }),
    );
    assert.equal(outcome.stdout.toString(), 'a,,c');
  });

  describe('in conversation', () => {
    const echo = `process.stdin.on('data', (d) => process.stdout.write(d)).on('end', () => console.log('end'))`;

    it('hears each answer before the next word, and closes the input at the end', async () => {
      const heard: (string | null)[] = [];
      const outcome = await localRunner().run(script(echo, { stdin: 'zero\n' }), undefined, async (program) => {
        heard.push(await program.line());
        for (const word of ['one', 'two\nthree']) {
          program.send(`${word}\n`);
          heard.push(await program.line());
        }
        assert.ok(program.pid > 0);
      });
      assert.deepEqual(heard, ['zero', 'one', 'two']);
      assert.equal(outcome.stdout.toString(), 'zero\none\ntwo\nthree\nend\n');
    });

    it('throws what the conversation throws, after the program has ended by itself', async () => {
      const lines: ProcessLine[] = [];
      const runner = localRunner({ log: (line) => lines.push(line) });
      const run = runner.run(script(echo), undefined, () => Promise.reject(new Error('enough')));
      await assert.rejects(run, /^Error: enough$/);
      assert.equal(lines[0]?.end, 0);
    });

    it('hears null once the program has ended, whoever ended it', async () => {
      const stop = new AbortController();
      let last: string | null | undefined;
      const run = localRunner().run(script(echo), stop.signal, async (program) => {
        stop.abort();
        last = await program.line();
      });
      assert.equal(await reasonOf(run), 'cancelled');
      assert.equal(last, null);
    });
  });
});
