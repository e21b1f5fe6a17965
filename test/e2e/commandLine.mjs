// The packaged command line on a sample of its own.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export const cli = join(process.env.E2E_STAGED, 'dist', 'cli.js');

/** Makes a sample in a folder of its own, which `close` removes with all that was done there. */
export function openCommandLine(name) {
  const own = mkdtempSync(join(tmpdir(), `${name}-`));
  const folder = join(own, 'sample');
  const repository = join(folder, 'moodle');
  const env = { ...process.env, XDG_STATE_HOME: join(own, 'state'), XDG_CACHE_HOME: join(own, 'cache') };

  const call = (...args) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, '-C', repository, ...args], {
      encoding: 'utf8',
      env,
    });
    return { code: status, out: stdout, told: stderr };
  };
  const git = (...args) => {
    const { status, stdout, stderr } = spawnSync('git', ['-C', repository, ...args], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return stdout.trim();
  };
  const refs = () => git('for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads', 'refs/tags');

  const made = spawnSync(process.execPath, [cli, 'demo', folder, '--yes'], { encoding: 'utf8', env });
  assert.equal(made.status, 0, made.stderr);
  return {
    own,
    folder,
    repository,
    call,
    git,
    refs,
    /** What a call answers for programs. */
    json: (...args) => {
      const { out, told } = call(...args, '--json');
      assert.notEqual(out, '', told);
      return JSON.parse(out);
    },
    /** A call that has to be done, with what it says. */
    done: (...args) => {
      const { code, out, told } = call(...args);
      assert.equal(code, 0, `${args.join(' ')}\n${out}${told}`);
      return out;
    },
    /** Full ref name → id. */
    tips: () =>
      new Map(
        refs()
          .split('\n')
          .map((line) => line.split(' ')),
      ),
    close: () => rmSync(own, { recursive: true, force: true }),
  };
}

/** Takes one side of every conflict in a file. */
export function takeOurs(path) {
  const text = readFileSync(path, 'utf8');
  assert.match(text, /^<{7} /m);
  writeFileSync(path, text.replace(/^<{7} .*\n[^]*?^={7}\n([^]*?)^>{7} .*\n/gm, '$1'));
}

/** Names of the journals of a repository's plans that have not come to rest. */
export function openJournals(repository) {
  const journals = journalsOf(repository);
  return existsSync(journals) ? readdirSync(journals).filter((name) => name.endsWith('.open.jsonl')) : [];
}

/** Locks, keeps and work trees of a repository that nobody holds any more. */
export function leftovers(repository) {
  const files = readdirSync(join(repository, '.git'), { recursive: true, encoding: 'utf8' });
  const { stdout } = spawnSync('git', ['-C', repository, 'worktree', 'list', '--porcelain'], { encoding: 'utf8' });
  return [...files.filter((path) => /\.(?:lock|keep)$/.test(path)), ...stdout.trim().split('\n\n').slice(1)];
}

/** Runs the command line, and kills it with all its gits once the journal of its plan has so many lines. */
export async function killedAfter(lines, { repository, env, args }) {
  const child = spawn(process.execPath, [cli, '-C', repository, ...args], { env, stdio: 'ignore', detached: true });
  let ended = false;
  const end = new Promise((resolve) => {
    child.once('exit', () => {
      ended = true;
      resolve();
    });
  });
  while (!ended && linesWritten(repository) < lines) await wait(1);
  // Its gits with it: all of them are of its process group.
  if (!ended) process.kill(-child.pid, 'SIGKILL');
  await end;
}

function journalsOf(repository) {
  return join(repository, '.git', 'moodle-release', 'journal');
}

function linesWritten(repository) {
  const [name] = openJournals(repository);
  return name === undefined ? 0 : readFileSync(join(journalsOf(repository), name), 'utf8').split('\n').length - 1;
}
