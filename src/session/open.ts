import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { diskCache, openRepository } from '../git';
import type { Cache, Commit, Git, ObjectId, OpenOptions, Repository } from '../git';
import { localRunner } from '../process';
import { statusOf } from '../release';
import type { Assessment, RemoteFacts, Status } from '../release';
import { arrangeAll, nameAll } from './arranging';
import type { Named } from './arranging';
import { branchChoices } from './branches';
import { compareWith } from './comparison';
import { ConfigurationReader } from './configuration';
import { SessionError, toSessionError } from './error';
import { gatherFindings } from './findings';
import { answerOutage } from './code';
import { latePlans } from './latePlans';
import type { Reading } from './ground';
import type { SessionPlans } from './plans';
import type { Plans } from './planTypes';
import { SnapshotReader } from './reading';
import { watchAll } from './watching';
import type {
  BranchChoices,
  Comparison,
  ConfigState,
  OutageAnswer,
  Session,
  SessionOptions,
  StatusOptions,
} from './types';

/**
 * Opens the repository a folder is in.
 * @throws SessionError `no-git`, `old-git`, `not-a-repository`, `unsafe-repository`, `cancelled`
 */
export async function openSession(options: SessionOptions, signal?: AbortSignal): Promise<Session> {
  const opening = openOptions(options);
  const git = await orSessionError({ folder: options.folder }, () => openRepository(options.folder, opening, signal));
  return new OpenedSession(git, opening, options);
}

function openOptions({ git, log, cacheFolder: given }: SessionOptions): OpenOptions {
  return {
    runner: localRunner(log ? { log } : {}),
    ...(git === undefined ? {} : { git }),
    cacheFolder: ({ commonDir }) => folderFor(commonDir, given ?? userFolder('cache')),
    ...(log === undefined ? {} : { log }),
  };
}

class OpenedSession implements Session {
  private readonly snapshots: SnapshotReader;
  private readonly configurations: ConfigurationReader;
  private readonly cache: Cache;
  private readonly ended = new AbortController();
  private readonly watches = new Set<{ dispose(): void }>();

  readonly plans: Plans;
  private changing: SessionPlans | undefined;

  constructor(
    private readonly git: Git,
    private readonly opening: OpenOptions,
    private readonly options: SessionOptions,
  ) {
    const { commonDir } = git.repository;
    this.snapshots = new SnapshotReader(git);
    this.cache = diskCache(folderFor(commonDir, options.cacheFolder ?? userFolder('cache')));
    this.configurations = new ConfigurationReader(git, this.cache, options.configFile);
    this.plans = latePlans(() => this.openPlans());
  }

  get repository(): Repository {
    return this.git.repository;
  }

  status(options: StatusOptions = {}, signal?: AbortSignal): Promise<Status> {
    return this.ask(signal, async (until) => {
      const reading = await this.read(options, until);
      if (options.predict !== true) return reading.status;
      const { target, customer } = options;
      const asked = {
        ...(target === undefined ? {} : { onto: target }),
        ...(customer === undefined ? {} : { customer }),
      };
      return (await this.openPlans()).foresee(reading, asked, until);
    });
  }

  configuration(signal?: AbortSignal): Promise<ConfigState> {
    return this.ask(signal, async (until) => (await this.named(until)).settled.state);
  }

  remotes(signal?: AbortSignal): Promise<readonly RemoteFacts[]> {
    return this.ask(signal, async (until) => (await this.named(until)).remotes);
  }

  commits(change: Assessment, signal?: AbortSignal): Promise<readonly Commit[]> {
    return this.ask(signal, async (until) => {
      const arranged = await arrangeAll(this.git, await this.named(until), { customer: change.customer }, until);
      return change.commits.flatMap(({ id }) => arranged.facts.graph.commit(id) ?? []);
    });
  }

  compare(change: Assessment, against: 'base' | 'predecessor', signal?: AbortSignal): Promise<Comparison> {
    return this.ask(signal, (until) => compareWith(this.git, change, against, until));
  }

  outage(from: string, to: string, signal?: AbortSignal): Promise<OutageAnswer> {
    return this.ask(signal, (until) => answerOutage(this.git, from, to, until));
  }

  fileAt(commit: ObjectId, path: string, signal?: AbortSignal): Promise<string | null> {
    return this.ask(signal, async (until) => {
      // git takes these for paths below the folder it runs in.
      if (/^\.\.?(?:\/|$)/.test(path)) return null;
      const found = await this.git.readObjects([`${commit}:${path}`], until);
      const content = found.get(`${commit}:${path}`)?.content;
      return content === undefined || content.includes(0) ? null : content.toString('utf8');
    });
  }

  branchChoices(line: string, signal?: AbortSignal): Promise<BranchChoices> {
    return this.ask(signal, async (until) => branchChoices(this.git, await this.named(until), line, until));
  }

  checkOut(branch: string, signal?: AbortSignal): Promise<void> {
    return this.ask(signal, (until) => this.git.checkOut(branch, until), { name: branch });
  }

  fetch(
    remotes: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly { remote: string; ok: boolean; message: string }[]> {
    return this.ask(signal, async (until) => {
      const done: { remote: string; ok: boolean; message: string }[] = [];
      for (const remote of remotes) done.push(await this.fetchOne(remote, until));
      return done;
    });
  }

  /** One remote that cannot be reached does not keep the others from being fetched. */
  private async fetchOne(
    remote: string,
    signal: AbortSignal,
  ): Promise<{ remote: string; ok: boolean; message: string }> {
    try {
      await this.git.fetch(remote, signal);
      return { remote, ok: true, message: '' };
    } catch (error) {
      const known = toSessionError(error);
      if (!SessionError.is(known, 'failed')) throw known;
      return { remote, ok: false, message: String(known.detail['said']) };
    }
  }

  watch(onChange: () => void): { dispose(): void } {
    if (this.ended.signal.aborted) return { dispose: () => undefined };
    const all = watchAll(this.git.repository, this.options.configFile, onChange);
    const watching = {
      dispose: () => {
        this.watches.delete(watching);
        all.dispose();
      },
    };
    this.watches.add(watching);
    return watching;
  }

  dispose(): void {
    this.ended.abort();
    for (const watching of this.watches) watching.dispose();
  }

  private async openPlans(): Promise<SessionPlans> {
    const { SessionPlans } = await import('./plans');
    const { git, opening, options } = this;
    const stateFolder = folderFor(git.repository.commonDir, options.stateFolder ?? userFolder('state'));
    this.changing ??= new SessionPlans({
      git,
      options: { ...opening, stateFolder },
      ask: (signal, question) => this.ask(signal, question),
      read: (wanted, signal) => this.read(wanted, signal),
    });
    return this.changing;
  }

  private async read(options: StatusOptions, signal: AbortSignal): Promise<Reading> {
    const named = await this.named(signal);
    const arranged = await arrangeAll(this.git, named, options, signal);
    options.onBasic?.(statusOf(arranged, null));
    const findings = await gatherFindings(this.git, this.cache, arranged, signal);
    return { named, arranged, findings, status: statusOf(arranged, findings) };
  }

  private async named(signal: AbortSignal): Promise<Named> {
    const snapshot = await this.snapshots.read(signal);
    return nameAll(snapshot, await this.configurations.read(snapshot, signal));
  }

  /** Asks until the caller or the end of the session cancels it, with failures in this room's words. */
  private ask<T>(
    signal: AbortSignal | undefined,
    question: (signal: AbortSignal) => Promise<T>,
    detail: Readonly<Record<string, string | number>> = {},
  ): Promise<T> {
    const until = signal ? AbortSignal.any([signal, this.ended.signal]) : this.ended.signal;
    return orSessionError(detail, () => question(until));
  }
}

async function orSessionError<T>(detail: Readonly<Record<string, string | number>>, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw toSessionError(error, detail);
  }
}

/** A folder for each repository: cached walks name objects that another repository may not have. */
function folderFor(commonDir: string, folder: string): string {
  return join(folder, createHash('sha256').update(commonDir).digest('hex').slice(0, 16));
}

/** Where a person's caches, or what must outlive them, are kept. */
function userFolder(kind: 'cache' | 'state'): string {
  const { XDG_CACHE_HOME: caches, XDG_STATE_HOME: states, LOCALAPPDATA: windows } = process.env;
  const given = kind === 'cache' ? caches : states;
  if (given) return join(given, 'moodle-release');
  if (process.platform === 'win32' && windows) return join(windows, 'moodle-release', kind);
  if (process.platform === 'darwin') {
    return join(homedir(), 'Library', kind === 'cache' ? 'Caches' : 'Application Support', 'moodle-release');
  }
  return join(homedir(), ...(kind === 'cache' ? ['.cache'] : ['.local', 'state']), 'moodle-release');
}
