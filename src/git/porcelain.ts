import { simpleGit } from 'simple-git';
import { redact, redactArguments } from '../process';
import type { ProcessLine } from '../process';
import { GitError, reasonIn } from './error';
import type { GitReader } from './reader';
import { expectId } from './trees';
import type { ObjectId, Repository } from './types';

/** What commands that change the repository or talk to a remote are run with. */
interface Porcelain {
  readonly git: string;
  readonly repository: Repository;
  readonly log?: (line: ProcessLine) => void;
}

/** Milliseconds without a sign of life after which a fetch is ended. */
const SILENCE = 120_000;

/**
 * The person's own ways to reach a remote. simple-git refuses every variable of git's unless it is named; a name here is
 * needed to log in through a proxy, an agent or a smart card, or to know a certificate authority of the house.
 */
const ENVIRONMENT = [
  'GIT_ASKPASS',
  'SSH_ASKPASS',
  'GIT_SSH',
  'GIT_SSH_COMMAND',
  'GIT_SSH_VARIANT',
  'GIT_PROXY_COMMAND',
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH',
  'GIT_SSL_CERT',
  'GIT_SSL_KEY',
];
const CONFIGURATION = ['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM', 'GIT_TERMINAL_PROMPT'];

/** Fetches one remote as it is configured, without pruning and without starting maintenance. */
export async function fetchRemote(porcelain: Porcelain, remote: string, signal?: AbortSignal): Promise<void> {
  if (remote === '' || remote.startsWith('-')) throw new GitError('bad-name', remote);
  await run(porcelain, ['fetch', '--no-prune', '--no-auto-maintenance', '--no-recurse-submodules', remote], signal);
}

/** Checks a local branch out in the work tree, without hooks; git refuses where it would lose something. */
export async function checkOut(porcelain: Porcelain, branch: string, signal?: AbortSignal): Promise<void> {
  if (branch === '' || branch.startsWith('-')) throw new GitError('bad-name', branch);
  await run(porcelain, ['checkout', '--no-guess', '--no-recurse-submodules', branch, '--'], signal);
}

/** Makes a local branch; the empty old value makes git refuse one that exists. */
export async function createBranch(git: GitReader, name: string, at: ObjectId, signal?: AbortSignal): Promise<void> {
  const ref = `refs/heads/${name}`;
  if (name.startsWith('-')) throw new GitError('bad-name', name);
  const none = '0'.repeat(expectId(at).length);
  await git.read(['check-ref-format', ref], {}, signal).catch((error: unknown) => {
    throw GitError.is(error, 'failed') ? new GitError('bad-name', name, { cause: error }) : error;
  });
  await git.read(['update-ref', '--create-reflog', '-m', 'branch: Created', ref, at, none], {}, signal);
}

/** This process's variables, less those simple-git would refuse the whole command for. */
function environment(): NodeJS.ProcessEnv {
  const named = new Set([...ENVIRONMENT, ...CONFIGURATION]);
  const guarded = /^(?:GIT_.*|EDITOR|VISUAL|PAGER|SSH_ASKPASS)$/i;
  const kept = Object.entries(process.env).filter(([name]) => named.has(name) || !guarded.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' };
}

async function run(porcelain: Porcelain, args: string[], signal?: AbortSignal): Promise<void> {
  const { git, repository, log } = porcelain;
  const cwd = repository.root ?? repository.gitDir;
  const started = performance.now();
  const config = ['core.fsmonitor=false', 'core.hooksPath=/dev/null'];
  let end: ProcessLine['end'] = 0;
  try {
    signal?.throwIfAborted();
    await simpleGit({
      baseDir: cwd,
      binary: git,
      config,
      timeout: { block: SILENCE },
      allowEnvironment: [...ENVIRONMENT, ...CONFIGURATION],
      unsafe: {
        allowUnsafeHooksPath: true,
        allowUnsafeFsMonitor: true,
        allowUnsafeAskPass: true,
        allowUnsafeSshCommand: true,
        allowUnsafeGitProxy: true,
        allowUnsafeConfigPaths: true,
      },
      ...(signal === undefined ? {} : { abort: signal }),
    })
      .env(environment())
      .raw(args);
  } catch (error) {
    const said = redact(error instanceof Error ? error.message : String(error)).trim();
    const reason =
      signal?.aborted === true ? 'cancelled' : /block timeout reached/.test(said) ? 'timeout' : reasonIn(said);
    end = reason === 'cancelled' || reason === 'timeout' ? reason : 'failed';
    throw new GitError(reason, said, { cause: error });
  } finally {
    const shown = [...config.flatMap((setting) => ['-c', setting]), ...args];
    const milliseconds = performance.now() - started;
    log?.({ program: git, args: redactArguments(shown), cwd, end, milliseconds, stdoutBytes: 0 });
  }
}
