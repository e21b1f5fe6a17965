import { ProcessError } from '../process';

export type GitReason =
  | 'no-git'
  | 'old-git'
  | 'not-a-repository'
  | 'unsafe-repository'
  | 'corrupt-object'
  | 'too-large'
  | 'bad-name'
  | 'exists'
  | 'would-overwrite'
  | 'checked-out'
  | 'moved'
  /** Somebody holds a lock; the detail is its path. */
  | 'locked'
  | 'symbolic'
  /** A commit was to be signed and could not be. */
  | 'unsigned'
  /** The disk is full, or the repository is not ours to write to. */
  | 'unwritable'
  /** A remote did not take a push, or no longer has what the push says it has. */
  | 'rejected'
  | 'no-remote'
  /** A remote is pushed to at several addresses, so nothing can be pushed or compared as a whole. */
  | 'several-addresses'
  | 'unreachable'
  | 'cancelled'
  | 'timeout'
  | 'failed';

/** What git could not do, and why. `detail` is git's own words, redacted, for the output channel and the curious. */
export class GitError extends Error {
  readonly reason: GitReason;
  readonly detail: string;

  constructor(reason: GitReason, detail: string, options?: ErrorOptions) {
    super(`git: ${reason}${detail === '' ? '' : `: ${detail}`}`, options);
    this.name = 'GitError';
    this.reason = reason;
    this.detail = detail;
  }

  static is(error: unknown, reason?: GitReason): error is GitError {
    return error instanceof GitError && (reason === undefined || error.reason === reason);
  }
}

/** How git says that somebody holds a lock (lockfile.c). */
const LOCK_FILE = /Unable to create '([^'\n]{1,4096}\.lock)': File exists/;

/**
 * git ends with 128 whatever the cause and has no other sign than its words; they are read here and nowhere else, in
 * the C locale, in the spelling of git 2.39 to 2.5x. A server may put any length of text among them, so nothing is looked
 * for without a bound.
 */
const WORDS: readonly (readonly [RegExp, GitReason])[] = [
  // First: a server says why in any words. A line like this is git's own (git-push, --porcelain).
  [/^!\t.{0,4096}\[(?:remote )?(?:rejected|failure)\]|does not support --atomic push/m, 'rejected'],
  [/detected dubious ownership/, 'unsafe-repository'],
  [/not a git repository|must be run in a work tree/, 'not-a-repository'],
  [
    /bad object [0-9a-f]{40}|missing object|loose object .{0,4096} is corrupt|object file .{0,4096} is empty|bad tree object|not a tree object|revision walk setup failed|Failed to traverse parents/,
    'corrupt-object',
  ],
  [
    /(?:could not (?:read|parse|fetch)|unable to (?:read|parse|find)|failed to (?:read|parse))[\w :]{0,100} [0-9a-f]{40}/i,
    'corrupt-object',
  ],
  [LOCK_FILE, 'locked'],
  [
    /No space left on device|Disk quota exceeded|File too large|Read-only file system|insufficient permission for adding an object|(?:unable to|cannot|could not) (?:create|open|write|lock)[^\n]{0,4096}: Permission denied|couldn't (?:write|close) '[^'\n]{0,4096}\.lock'/i,
    'unwritable',
  ],
  [/overwritten by (?:checkout|cherry-pick|merge)/, 'would-overwrite'],
  [/already exists|exists; cannot create/, 'exists'],
  [/not a valid branch name|invalid ref format|bad name/, 'bad-name'],
  [/already (?:checked out|used by worktree) at/, 'checked-out'],
  [
    /Could not read from remote repository|unable to access '|unable to connect to|could not resolve host|hung up unexpectedly|Authentication failed for/i,
    'unreachable',
  ],
];

/** The reason in what git wrote to standard error. */
export function reasonIn(stderr: string): GitReason {
  return WORDS.find(([words]) => words.test(stderr))?.[1] ?? 'failed';
}

/** What git's words are about: the lock that is held, else all of them. */
export function subjectIn(stderr: string, reason: GitReason): string {
  return reason === 'locked' ? (LOCK_FILE.exec(stderr)?.[1] ?? stderr) : stderr;
}

/** errno(3): what a disk says that takes nothing more from us. */
const REFUSES_WRITING = new Set(['EACCES', 'EDQUOT', 'EFBIG', 'ENOSPC', 'EPERM', 'EROFS']);

/** Turns a failed process, or what a disk says, into what it means for git; other errors are handed through. */
export function toGitError(error: unknown): unknown {
  if (error instanceof Error && 'syscall' in error && 'code' in error) {
    const reason = REFUSES_WRITING.has(String(error.code)) ? 'unwritable' : 'failed';
    return new GitError(reason, error.message, { cause: error });
  }
  if (!ProcessError.is(error)) return error;
  const detail = error.stderr.trim();
  switch (error.reason) {
    case 'not-found':
      return new GitError('no-git', detail, { cause: error });
    case 'too-much-output':
      return new GitError('too-large', detail, { cause: error });
    case 'cancelled':
    case 'timeout':
      return new GitError(error.reason, detail, { cause: error });
    case 'failed': {
      const reason = reasonIn(detail);
      return new GitError(reason, subjectIn(detail, reason), { cause: error });
    }
  }
}

/** Whether there was no such file. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
