import type { Conversation, Outcome, Runner } from '../process';
import { toGitError } from './error';

/** Runs git commands that only read. Throws `GitError`. */
export interface GitReader {
  read(args: readonly string[], input: ReadInput, signal?: AbortSignal): Promise<Outcome>;
}

export interface ReadInput {
  readonly stdin?: string | Uint8Array;
  /** Exit codes that are answers; 0 always is. */
  readonly answers?: readonly number[];
  /** Milliseconds; two minutes when absent. */
  readonly timeout?: number;
  /** Bytes. */
  readonly maxOutput?: number;
  /** Run in another folder or with a changed environment, for scratch repositories. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Speaks with git while it runs; what it throws is thrown. */
  readonly converse?: (program: Conversation) => Promise<void>;
}

const TIMEOUT = 120_000;
/** Enough for the log of every Moodle commit with its paths. */
const MAX_OUTPUT = 512 * 1024 * 1024;

/** Nothing a repository configures may start a program, and nothing a user configures may change an answer. */
const PINNED = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'log.showSignature=false',
  'i18n.logOutputEncoding=UTF-8',
  'color.ui=false',
  'gc.auto=0',
  'maintenance.auto=false',
].flatMap((setting) => ['-c', setting]);

/** Variables that point git at another repository or another way of working; VS Code's own git and hooks set some. */
const POINTING_ELSEWHERE = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_ATTR_SOURCE',
  'GIT_COMMON_DIR',
  'GIT_DIFF_OPTS',
  'GIT_DIR',
  'GIT_EXTERNAL_DIFF',
  'GIT_GLOB_PATHSPECS',
  'GIT_GRAFT_FILE',
  'GIT_ICASE_PATHSPECS',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_INTERNAL_SUPER_PREFIX',
  'GIT_LITERAL_PATHSPECS',
  'GIT_NAMESPACE',
  'GIT_NOGLOB_PATHSPECS',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_QUARANTINE_PATH',
  'GIT_REPLACE_REF_BASE',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
];

const ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  ...Object.fromEntries(POINTING_ELSEWHERE.map((name) => [name, undefined])),
  LC_ALL: 'C',
  LANGUAGE: undefined,
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  // A partial clone fetches each missing object on sight; git before 2.39.4 does not know the first, but has no
  // transport left to fetch with.
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  // Answers are kept by object id, so an object must be what its id says.
  GIT_NO_REPLACE_OBJECTS: '1',
};

/** A reader for one folder, with git's answers pinned. */
export function gitReader(options: { runner: Runner; git: string; folder: string }): GitReader {
  return {
    read: async (args, input, signal) => {
      const { stdin, answers } = input;
      const command = {
        program: options.git,
        args: [...PINNED, ...args],
        cwd: input.cwd ?? options.folder,
        env: { ...ENVIRONMENT, ...input.env },
        timeout: input.timeout ?? TIMEOUT,
        maxOutput: input.maxOutput ?? MAX_OUTPUT,
        ...(stdin === undefined ? {} : { stdin }),
        ...(answers === undefined ? {} : { answers }),
      };
      try {
        return await options.runner.run(command, signal, input.converse);
      } catch (error) {
        throw toGitError(error);
      }
    },
  };
}

/** One id a line, as `--stdin` wants them. */
export function lines(ids: Iterable<string>): string {
  let text = '';
  for (const id of ids) text += `${id}\n`;
  return text;
}
