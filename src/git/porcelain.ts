import { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { simpleGit } from 'simple-git';
import { redact, redactArguments } from '../process';
import type { ProcessLine } from '../process';
import { GitError, reasonIn, subjectIn } from './error';
import type { ObjectId, Repository } from './types';

/** What commands that change the repository or talk to a remote are run with. */
export interface Porcelain {
  readonly git: string;
  readonly repository: Repository;
  readonly log?: (line: ProcessLine) => void;
}

/** Milliseconds without a sign of life after which a command is ended. */
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

/**
 * What `ls-remote` answers about some refs.
 * @param remote a name or an address from the configuration.
 */
export function listRemote(
  porcelain: Porcelain,
  remote: string,
  refs: readonly string[],
  signal?: AbortSignal,
  { peeled = false }: { readonly peeled?: boolean } = {},
): Promise<string> {
  return run(porcelain, ['ls-remote', ...(peeled ? [] : ['--refs']), '--', remote, ...refs], signal);
}

/** A ref of a remote to move; null is a ref that is not there. */
export interface RemoteUpdate {
  readonly ref: string;
  readonly old: ObjectId | null;
  readonly new: ObjectId | null;
}

/**
 * Pushes all of the refs or none, each from the value the remote has to have: git's own lease, without a value, would be
 * whatever the last fetch brought.
 * @param started called with git's process as soon as there is one.
 */
export async function pushRefs(
  porcelain: Porcelain,
  remote: string,
  updates: readonly RemoteUpdate[],
  started: (pid: number) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const leases = updates.map(({ ref, old }) => `--force-with-lease=${ref}:${old ?? ''}`);
  const refspecs = updates.map(({ ref, new: to }) => `${to ?? ''}:${ref}`);
  const options = ['--porcelain', '--atomic', '--no-verify', '--no-follow-tags', '--recurse-submodules=no'];
  await run(porcelain, ['push', ...options, ...leases, remote, ...refspecs], signal, started);
}

/** Checks a local branch out in the work tree, without hooks; git refuses where it would lose something. */
export async function checkOut(porcelain: Porcelain, branch: string, signal?: AbortSignal): Promise<void> {
  if (branch === '' || branch.startsWith('-')) throw new GitError('bad-name', branch);
  await run(porcelain, ['checkout', '--no-guess', '--no-recurse-submodules', branch, '--'], signal);
}

/** This process's variables, less those simple-git would refuse the whole command for. */
function environment(): NodeJS.ProcessEnv {
  const named = new Set([...ENVIRONMENT, ...CONFIGURATION]);
  const guarded = /^(?:GIT_.*|EDITOR|VISUAL|PAGER|SSH_ASKPASS)$/i;
  const kept = Object.entries(process.env).filter(([name]) => named.has(name) || !guarded.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' };
}

/** @returns standard output */
async function run(
  porcelain: Porcelain,
  args: string[],
  signal?: AbortSignal,
  started?: (pid: number) => Promise<void>,
): Promise<string> {
  const { git, repository, log } = porcelain;
  const cwd = repository.root ?? repository.gitDir;
  const began = performance.now();
  const config = ['core.fsmonitor=false', 'core.hooksPath=/dev/null'];
  const naming = started && nameProcess(args, started);
  const until = [signal, naming?.signal].filter((one) => one !== undefined);
  let end: ProcessLine['end'] = 0;
  let stdout = '';
  try {
    signal?.throwIfAborted();
    stdout = await simpleGit({
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
      ...(until.length === 0 ? {} : { abort: AbortSignal.any(until) }),
    })
      .env(environment())
      .raw(args);
    return stdout;
  } catch (error) {
    const said = redact(error instanceof Error ? error.message : String(error)).trim();
    const cancelled = until.some(({ aborted }) => aborted);
    const reason = cancelled ? 'cancelled' : /block timeout reached/.test(said) ? 'timeout' : reasonIn(said);
    end = reason === 'cancelled' || reason === 'timeout' ? reason : 'failed';
    throw new GitError(reason, subjectIn(said, reason), { cause: error });
  } finally {
    const shown = [...config.flatMap((setting) => ['-c', setting]), ...args];
    const milliseconds = performance.now() - began;
    const stdoutBytes = Buffer.byteLength(stdout);
    log?.({ program: git, args: redactArguments(shown), cwd, end, milliseconds, stdoutBytes });
    // A process that could not be named has been ended; why is what the caller hears.
    await naming?.done();
  }
}

const STARTS = 'child_process';

/**
 * Tells `started` of the process that simple-git starts for a command, which it keeps to itself: Node announces every
 * process (diagnostics_channel). When `started` fails, `signal` is aborted and `done` throws what it threw.
 */
function nameProcess(
  args: readonly string[],
  started: (pid: number) => Promise<void>,
): { readonly signal: AbortSignal; readonly done: () => Promise<void> } {
  const stop = new AbortController();
  let named = Promise.resolve();
  const heard = (message: unknown): void => {
    if (typeof message !== 'object' || message === null || !('process' in message)) return;
    const child = message.process;
    if (!(child instanceof ChildProcess)) return;
    child.once('spawn', () => {
      if (child.pid === undefined || child.spawnargs.slice(-args.length).join('\0') !== args.join('\0')) return;
      named = started(child.pid);
      named.catch(() => {
        stop.abort();
      });
    });
  };
  subscribe(STARTS, heard);
  const done = async (): Promise<void> => {
    unsubscribe(STARTS, heard);
    await named;
  };
  return { signal: stop.signal, done };
}
