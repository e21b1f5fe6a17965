import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { invalid } from './schema';

/** The program as it ships, in processes of its own. */
describe('the program', () => {
  let folder = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cli-'));
    const build = `import { build } from './esbuild.mjs'; await build({ outdir: ${JSON.stringify(folder)} });`;
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', build]);
  });
  after(() => rm(folder, { recursive: true }));

  function start(argv: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcessWithoutNullStreams {
    const options = { cwd: folder, env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache'), ...env } };
    return spawn(process.execPath, [join(folder, 'cli.js'), ...argv], options);
  }

  async function end(
    child: ChildProcessWithoutNullStreams,
  ): Promise<{ code: unknown; stdout: string; stderr: string }> {
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const code = ((await once(child, 'close')) as unknown[])[0];
    return { code, stdout, stderr };
  }

  it('reads names from a pipe and writes the whole answer to one', async () => {
    const child = start(['names', '--json']);
    const name = 'LUVLE-2.5-hack-mod_resource-singlefiles';
    child.stdin.end(`${name}\n`.repeat(2000));
    const { code, stdout, stderr } = await end(child);
    const parsed: unknown = JSON.parse(stdout);
    assert.deepEqual([code, stderr, Array.isArray(parsed) && parsed.length], [0, '', 2000]);
  });

  it('is quiet when its reader goes away', async () => {
    const child = start(['names']);
    child.stdout.destroy();
    child.stdin.on('error', () => undefined);
    child.stdin.end('LUVLE-2.5-hack-mod_resource-singlefiles\n'.repeat(2000));
    const { code, stderr } = await end(child);
    assert.deepEqual([code, stderr], [0, '']);
  });

  async function run(...argv: readonly string[]): Promise<Awaited<ReturnType<typeof end>>> {
    const child = start(argv);
    child.stdin.end();
    return end(child);
  }

  async function sampleIn(name: string): Promise<string> {
    const made = await run('demo', name, '--json');
    return (JSON.parse(made.stdout) as { readonly repository: string }).repository;
  }

  it('makes the sample and answers about it', async () => {
    const repository = await sampleIn('sample');
    assert.equal((await run('demo', 'sample')).code, 4);
    assert.equal((await run('demo', 'sample', '--yes')).code, 0);
    const status = await run('-C', repository, 'status', '--json');
    assert.deepEqual([status.code, status.stderr], [0, '']);
    assert.deepEqual(invalid('status', JSON.parse(status.stdout)), []);
    const outage = async (from: string, to: string): Promise<unknown> =>
      (await run('-C', repository, 'outage', from, to)).code;
    assert.deepEqual(
      [await outage('v2.5.0', 'v2.5.0'), await outage('v2.5.0', 'v2.6.0'), await outage('v2.5.0', 'nope')],
      [0, 2, 4],
    );
    const aliased = await run('-C', repository, 'names', '--json', 'LUVLE-2.5-test');
    assert.deepEqual(invalid('name', (JSON.parse(aliased.stdout) as readonly unknown[])[0]), []);
    assert.equal((await run('-C', repository, 'status', '9.9')).code, 4);
    assert.equal((await run('-C', repository, 'fetch', 'cis', '--yes')).code, 0);
  });

  it('does not call done what it left undone when its reader went away', async () => {
    const repository = await sampleIn('unread');
    const unread = async (...argv: readonly string[]): Promise<Awaited<ReturnType<typeof end>>> => {
      const child = start(['-C', repository, ...argv]);
      child.stdout.destroy();
      child.stdin.end();
      return end(child);
    };
    const { code, stderr } = await unread('rebase', '--yes');
    assert.equal(code, 130);
    assert.match(stderr, /Cancelled\./);
    assert.deepEqual(await unread('rebase', '--dry-run'), { code: 0, stdout: '', stderr: '' });
    assert.deepEqual(await unread('status'), { code: 0, stdout: '', stderr: '' });
    assert.equal((await run('-C', repository, 'journal')).stdout, 'Nothing was done here yet.\n');
  });

  for (const signal of ['SIGINT', 'SIGHUP'] as const) {
    it(`ends with 130 on ${signal}, and its processes with it`, async () => {
      const place = await mkdtemp(join(folder, 'path-'));
      const git = join(place, 'git');
      const started = join(place, 'started');
      await writeFile(git, `#!/bin/sh\necho $$ > ${started}.part && mv ${started}.part ${started}\nexec sleep 600\n`);
      await chmod(git, 0o755);
      const watcher = watch(place);
      const child = start(['status'], { PATH: `${place}:${process.env['PATH'] ?? ''}` });
      const ended = end(child);
      while (!existsSync(started)) await once(watcher, 'change');
      watcher.close();
      const pid = Number(await readFile(started, 'utf8'));
      child.kill(signal);
      const { code, stderr } = await ended;
      assert.deepEqual([code, stderr], [130, '\nCancelled.\n']);
      assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
    });
  }
});
