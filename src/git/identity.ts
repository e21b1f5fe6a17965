import { GitError } from './error';
import type { GitReader } from './reader';

/** Who commits. */
export interface Identity {
  readonly name: string;
  readonly email: string;
  /** Time zone as git writes it, `+0100`. */
  readonly zone: string;
}

/** Who git would name as committer here, heeding its variables and configuration; null where it would refuse to guess. */
export async function readIdentity(git: GitReader, signal?: AbortSignal): Promise<Identity | null> {
  try {
    const { stdout } = await git.read(['var', 'GIT_COMMITTER_IDENT'], {}, signal);
    const [, name, email, zone] = /^(.*) <(.*)> \d+ ([+-]\d{4})$/.exec(stdout.toString('utf8').trimEnd()) ?? [];
    return name === undefined || email === undefined || zone === undefined ? null : { name, email, zone };
  } catch (error) {
    if (GitError.is(error, 'failed')) return null;
    throw error;
  }
}
