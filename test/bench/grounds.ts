import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Recipe } from '../../src/git';
import { pickOrder } from '../../src/git';
import { seededRandom } from '../../src/demo';

/** Fresh repositories over the objects of a generated one, and what is carried in them. */

export const NEW = 'v2.6.0';
const OLD = 'v2.5.0';

/** Fixed, so that git's own rebase comes to the same ids. */
export const COMMITTER = { name: 'Rita Release', email: 'rita@vle.invalid', date: '1417392000 +0000' };

export const environment = {
  ...process.env,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_COMMITTER_NAME: COMMITTER.name,
  GIT_COMMITTER_EMAIL: COMMITTER.email,
  GIT_COMMITTER_DATE: `@${COMMITTER.date}`,
  GIT_AUTHOR_NAME: COMMITTER.name,
  GIT_AUTHOR_EMAIL: COMMITTER.email,
  GIT_AUTHOR_DATE: `@${COMMITTER.date}`,
};

export function git(cwd: string, ...args: readonly string[]): string {
  const options = { cwd, env: environment, encoding: 'utf8', maxBuffer: 1 << 28 } as const;
  return execFileSync('git', args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/** Makes an empty repository that borrows the objects of `source` and knows the two releases. */
export function makeGround(folder: string, source: string): string {
  mkdirSync(folder, { recursive: true });
  git(folder, 'init', '--quiet', '--template=', '--initial-branch=none');
  const info = join(folder, '.git', 'objects', 'info');
  mkdirSync(info, { recursive: true });
  // Both, for git follows a relative path only from the repository itself.
  const stores = [join(source, '.git'), join(dirname(source), 'base.git')].map((each) => join(each, 'objects'));
  writeFileSync(join(info, 'alternates'), `${stores.join('\n')}\n`);
  for (const tag of [OLD, NEW]) git(folder, 'update-ref', `refs/tags/${tag}`, git(source, 'rev-parse', tag));
  return folder;
}

/** A change branch of the old line, onto the new release. */
export interface Carrying extends Recipe {
  readonly onto: string;
  readonly old: string;
  readonly tip: string;
}

/** All change branches of the old line, in an order drawn once for ever. A stacked one takes along what it lies on. */
export function carryings(source: string): readonly Carrying[] {
  const [old = '', onto = ''] = git(source, 'rev-parse', `${OLD}^{commit}`, `${NEW}^{commit}`).split('\n');
  const tips = new Map<string, string>();
  for (const row of git(source, 'for-each-ref', '--format=%(objectname) %(refname)').split('\n')) {
    const [, id = '', name = ''] =
      /^(\w+) refs\/(?:heads|remotes\/\w+)\/(LUVLE-2\.5-(?:feature|hack)-.*)$/.exec(row) ?? [];
    // Local branches are listed first.
    if (name !== '' && !tips.has(name)) tips.set(name, id);
  }
  const rows = git(source, 'rev-list', '--parents', ...new Set(tips.values()), `^${old}`).split('\n');
  const commits = new Map(
    rows.map((row) => {
      const [id = '', ...parents] = row.split(' ');
      return [id, { parents }];
    }),
  );
  const random = seededRandom(11);
  const left = [...tips];
  return Array.from(tips, () => left.splice(random(left.length), 1))
    .flat()
    .map(([branch, tip]) => {
      return { branch, tip, old, onto, commits: pickOrder(commits, tip).picks, drop: [], committer: COMMITTER };
    });
}
