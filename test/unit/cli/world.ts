import type { Io, Rooms } from '../../../src/cli';
import { run } from '../../../src/cli';
import type { RemoteFacts, Status } from '../../../src/release/types';
import type { ParsedName } from '../../../src/scheme';
import { defaultScheme, parseBranchName } from '../../../src/scheme';
import type { Session, SessionOptions } from '../../../src/session';
import { SessionError } from '../../../src/session';
import { emptyConfig } from '../../../src/config';

/** What the rooms below the command line answer; a verb that asks for more than a test gives fails. */
export interface World {
  readonly status?: Status | SessionError;
  readonly remotes?: readonly RemoteFacts[];
  readonly session?: Partial<Session>;
  readonly rooms?: Partial<Rooms>;
  readonly stdin?: string;
  /** Standard input never ends. */
  readonly endless?: boolean;
  readonly terminal?: { readonly columns: number };
  readonly env?: Io['env'];
  readonly signal?: AbortSignal;
  readonly cwd?: string;
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What the session was opened with; null when it was not. */
  readonly opened: SessionOptions | null;
  /** Every session that was opened is closed again. */
  readonly closed: boolean;
}

/** Runs a command line in this process. */
export async function moodleRelease(argv: readonly string[], world: World = {}): Promise<Ran> {
  const out = { stdout: '', stderr: '' };
  let opened: SessionOptions | null = null;
  let open = 0;
  const absent = (): never => {
    throw new Error('the test gives no answer to this');
  };
  const rooms: Rooms = {
    openSession(options) {
      opened = options;
      open += 1;
      const session: Session = {
        get plans() {
          return absent();
        },
        repository: {
          root: '/r',
          commonDir: '/r/.git',
          gitDir: '/r/.git',
          objectFormat: 'sha1',
          shallow: false,
          partial: false,
        },
        status: () => {
          if (world.status === undefined) return absent();
          return world.status instanceof SessionError ? Promise.reject(world.status) : Promise.resolve(world.status);
        },
        configuration: () =>
          Promise.resolve({
            source: { kind: 'none', path: null },
            text: null,
            config: emptyConfig,
            diagnostics: [],
            stale: false,
          }),
        remotes: () => Promise.resolve(world.remotes ?? []),
        watch: absent,
        fetch: absent,
        outage: absent,
        commits: absent,
        compare: absent,
        fileAt: absent,
        branchChoices: absent,
        checkOut: absent,
        ...world.session,
        dispose: () => {
          open -= 1;
        },
      };
      return Promise.resolve(session);
    },
    parseNames: (names) => Promise.resolve(names.map(defaultName)),
    demoAt: () => Promise.resolve('nothing'),
    makeDemo: absent,
    ...world.rooms,
  };
  const terminal = world.terminal !== undefined;
  const io: Io = {
    stdout: { write: (text) => (out.stdout += text) },
    stderr: { write: (text) => (out.stderr += text) },
    stdin: world.endless === true ? endless() : chunks(world.stdin ?? ''),
    isTTY: { stdin: terminal, stdout: terminal, stderr: terminal },
    columns: world.terminal?.columns ?? null,
    env: world.env ?? {},
    cwd: world.cwd ?? '/srv',
    signal: world.signal ?? new AbortController().signal,
    unread: new AbortController().signal,
  };
  const code = await run(argv, io, rooms);
  return { code, ...out, opened, closed: open === 0 };
}

function defaultName(name: string): ParsedName {
  return parseBranchName(name, defaultScheme());
}

/** Text in small pieces, as a pipe may hand it over. */
async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += 7) yield await Promise.resolve(bytes.subarray(at, at + 7));
}

async function* endless(): AsyncGenerator<Uint8Array> {
  yield await new Promise<Uint8Array>(() => undefined);
}
