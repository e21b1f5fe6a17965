import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Resolution } from './learnTypes';
import { pathText } from '../pathText';
import { readerIn } from '../quarantine';
import { unknownOf, withWorkTree } from '../quarantineWorkTree';
import type { WorkTreeGround } from '../quarantineWorkTree';
import type { ObjectId, Signature } from '../types';

/** No commit is made. */
const NOBODY: Signature = { name: 'nobody', email: '', date: '0 +0000' };

/**
 * Lets git's own rerere learn how a merge settled conflicts: the merge is made again in a work tree of the quarantine, the
 * files are put there as the merge has them, and git records them. Four processes.
 * @returns what it recorded of these files, sorted by path; nothing where git cannot make the merge.
 */
export async function learnInWorkTree(
  ground: WorkTreeGround,
  merge: ObjectId,
  [ours, theirs]: readonly [ObjectId, ObjectId],
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<readonly Resolution[]> {
  try {
    return await withWorkTree(ground, NOBODY, async (input) => {
      const git = readerIn({ input }, ground.git);
      const recording = ['-c', 'rerere.enabled=true'];
      await git.read(['checkout', '--quiet', '--force', '--detach', ours], {}, signal);
      const args = [...recording, 'merge', '--quiet', '--no-ff', '--no-commit', '--no-stat', theirs];
      await git.read(args, { answers: [1] }, signal);
      const gitDir = input.env['GIT_DIR'] ?? '';
      const record = await readFile(join(gitDir, 'MERGE_RR'), 'latin1').catch(() => '');
      const met = record.split('\0').flatMap((entry) => {
        const [, id, path] = /^([0-9a-f]+)(?:\.\d+)?\t(.*)$/s.exec(entry) ?? [];
        return id === undefined || path === undefined ? [] : [{ id, bytes: path, path: pathText(path) }];
      });
      const wanted = met.filter(({ path }) => paths.includes(path));
      if (wanted.length === 0) return [];
      const stdin = Buffer.from(wanted.map(({ bytes }) => `${bytes}\0`).join(''), 'latin1');
      const from = ['--pathspec-from-file=-', '--pathspec-file-nul'];
      const checkout = ['--literal-pathspecs', 'checkout', '--ignore-skip-worktree-bits', merge, ...from];
      await git.read(checkout, { stdin }, signal);
      await git.read([...recording, 'rerere'], {}, signal);
      const learnt = await Promise.all(
        wanted.map(async ({ id, path }): Promise<readonly Resolution[]> => {
          const folder = join(gitDir, 'rr-cache', id);
          const [preimage, postimage] = await Promise.all(
            ['preimage', 'postimage'].map((name) => readFile(join(folder, name)).catch(() => null)),
          );
          return preimage && postimage ? [{ path, id, preimage, postimage }] : [];
        }),
      );
      return learnt.flat().sort((one, other) => (one.path < other.path ? -1 : 1));
    });
  } catch (error) {
    unknownOf(error);
    return [];
  }
}
