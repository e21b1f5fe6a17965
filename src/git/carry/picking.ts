import type { Recipe } from './carryTypes';
import { cited } from './citing';
import type { GitReader, ReadInput } from '../reader';
import type { ObjectId } from '../types';

/** How git picks a commit. */
export function picking(commit: ObjectId, picked: Recipe['picked']): readonly string[] {
  const how = picked === undefined ? ['--ff'] : picked === 'plain' ? [] : ['-x', '--cleanup=whitespace'];
  return ['cherry-pick', ...how, '--allow-empty', '--allow-empty-message', commit];
}

/** Commits what is staged as the commit that CHERRY_PICK_HEAD names, whose author git then takes, and cites it. */
export async function citing(git: GitReader, commit: ObjectId, input: ReadInput, signal?: AbortSignal): Promise<void> {
  const log = ['log', '-1', '--no-walk', '--encoding=UTF-8', '--format=%B', commit, '--'];
  const { stdout } = await git.read(log, input, signal);
  const message = cited(stdout.toString('latin1').replace(/^(?:[ \t\r]*\n)*/, ''), commit);
  const commits = ['commit', '--quiet', '--no-verify', '--cleanup=verbatim', '-F', '-'];
  await git.read(commits, { ...input, stdin: Buffer.from(message, 'latin1') }, signal);
}
