// The packaged command line on a sample of its own.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const cli = join(process.env.E2E_STAGED, 'dist', 'cli.js');

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
