// What a summer begins with: the sample's changes moved to 2.6 as far as they are clean, and two that clash there.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';

export const [few, many] = ['few', 'many'].map((name) => `LUVLE-2.6-hack-mod_label-${name}`);

/** The packaged command line on the sample of a window, which remembers what the window's extension does. */
export function commandLineOf({ folder }) {
  const own = dirname(dirname(folder));
  const env = { ...process.env, XDG_STATE_HOME: join(own, 'state'), XDG_CACHE_HOME: join(own, 'cache') };
  const cli = [join(process.env.E2E_STAGED, 'dist', 'cli.js'), '-C', folder];
  return (...args) => execFileSync(process.execPath, [...cli, ...args], { encoding: 'utf8', env, stdio: 'pipe' });
}

/** Does what a plan can do of itself, and leaves out what waits for a person. */
export function leavingOut(call, ...args) {
  assert.throws(() => call(...args, '--yes'), { status: 1 }, 'some wait for a person');
  const { plans } = JSON.parse(call('journal', '--json'));
  call('resume', plans.find(({ verb }) => verb === args[0]).id, '--abort', '--yes');
}

export function beginSummer(sample) {
  leavingOut(commandLineOf(sample), 'rebase', '--customer', 'LUVLE');
  makeClash(sample);
}

/** Two changes that want the same line otherwise. */
function makeClash({ folder }) {
  const git = (input, ...args) =>
    execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', input, stdio: 'pipe' });
  const path = 'mod/label/lib.php';
  const text = git('', 'show', `v2.6.0:${path}`);
  const commit = (branch, limit) => {
    const [changed, subject] = [text.replace("'posts', 20", `'posts', ${limit}`), `label: Show ${limit} posts`];
    assert.notEqual(changed, text);
    return [
      `commit refs/heads/${branch}`,
      'committer Demo Engineer <demo@example.org> 1380000000 +0000',
      `data ${subject.length}\n${subject}`,
      `from refs/tags/v2.6.0^0\nM 100644 inline ${path}`,
      `data ${Buffer.byteLength(changed)}\n${changed}\n`,
    ].join('\n');
  };
  git(commit(few, 10) + commit(many, 50), 'fast-import', '--quiet');
}
