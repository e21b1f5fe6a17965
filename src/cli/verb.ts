import { shellWord, terminal } from '../present';
import type { ProcessLine } from '../process/types';
import type { Session, SessionOptions } from '../session/types';
import type { GivenOption, OptionName } from './arguments';
import type { Io } from './io';
import type { ParsedName } from '../scheme';

/** What the command line needs of the rooms below it. */
export interface Rooms {
  /** Throws SessionError. */
  openSession(options: SessionOptions, signal: AbortSignal): Promise<Session>;
  /** Reads names by the configuration of the folder's repository, by the default scheme where there is none. */
  parseNames(names: readonly string[], options: SessionOptions, signal: AbortSignal): Promise<readonly ParsedName[]>;
  /** What is in a folder: a sample would be made anew, anything else is refused. */
  demoAt(folder: string): Promise<'nothing' | 'sample' | 'other'>;
  /** Makes the sample; `repository` is the absolute path of its work tree. Throws DemoError for a folder that is not its own. */
  makeDemo(options: {
    readonly folder: string;
    readonly log: (line: ProcessLine) => void;
    readonly signal: AbortSignal;
  }): Promise<{ readonly repository: string }>;
}

/** 0 done · 1 the answer is no · 2 and 3 are answers of `outage` alone · 4 could not run · 130 cancelled. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130;

/** One call of a verb. */
export interface Call {
  readonly io: Io;
  readonly rooms: Rooms;
  /** What follows the verb. */
  readonly words: readonly string[];
  readonly options: ReadonlyMap<OptionName, string>;
  /** The options as they were given, in order. */
  readonly given: readonly GivenOption[];
  /** Absolute folder to work in. */
  readonly folder: string;
  /** How a session for this call is opened, log and configuration file included. */
  readonly sessionOptions: SessionOptions;
}

export interface Verb {
  readonly name: string;
  /** What follows the name, for people: `[LINE|TAG]`. */
  readonly operands: string;
  readonly about: string;
  /** How many operands there may be. */
  readonly least: number;
  readonly most: number;
  /** What is said when there are fewer or more: `takes one line or tag`. */
  readonly takes: string;
  /** Options beyond the global ones. */
  readonly options: readonly OptionName[];
  /** Global options that change nothing here: taken, but not offered. */
  readonly ignores: readonly OptionName[];
  run(call: Call): Promise<ExitCode>;
}

/** Opens the repository of a call, hands it over, and closes it whatever happens. */
export async function withSession(call: Call, use: (session: Session) => Promise<ExitCode>): Promise<ExitCode> {
  const session = await call.rooms.openSession(call.sessionOptions, call.io.signal);
  try {
    return await use(session);
  } finally {
    session.dispose();
  }
}

/** How a person calls this program again for the same folder: `moodle-release -C DIR`. */
export function programOf({ options }: Call): string {
  const folder = options.get('directory');
  return folder === undefined ? 'moodle-release' : `moodle-release -C ${shellWord(terminal(folder))}`;
}

/** One JSON value on standard output. */
export function printJson(io: Io, value: unknown): void {
  io.stdout.write(`${JSON.stringify(value)}\n`);
}
