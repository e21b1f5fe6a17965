import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { version } from '../../package.json';
import { failureOf, terminal } from '../present';
import type { ProcessLine } from '../process/types';
import { SessionError } from '../session';
import type { SessionOptions } from '../session/types';
import { adopt } from './adopt';
import type { Arguments } from './arguments';
import { UsageError, globalOptions, optionUsage, parseArguments } from './arguments';
import { assemble } from './assemble';
import { compare } from './compare';
import { decide } from './decide';
import { demo } from './demo';
import { fetch } from './fetch';
import { helpText, usage } from './help';
import { importCode } from './importCode';
import type { Io } from './io';
import { journal } from './journal';
import { list } from './list';
import { merge } from './merge';
import { minor } from './minor';
import { names } from './names';
import { outage } from './outage';
import { release, take } from './owners';
import { pick } from './pick';
import { push } from './push';
import { rebase } from './rebase';
import { rename } from './rename';
import { resume } from './resume';
import { runSaved } from './runSaved';
import { status } from './status';
import { tag } from './tag';
import { undo } from './undo';
import type { Call, ExitCode, Rooms, Verb } from './verb';

export const verbs: readonly Verb[] = [
  ...[names, status, outage, fetch],
  ...[rebase, decide, take, release, push, rename],
  pick,
  ...[adopt, list, assemble],
  importCode,
  ...[merge, minor, tag, compare],
  ...[journal, undo, resume, runSaved],
  demo,
];

/**
 * Runs one command line (without the program's own name) and returns its exit code: 0 done · 1 the answer is no ·
 * 2 and 3 are answers of `outage` alone · 4 could not run · 130 cancelled. Never throws: what went wrong is one
 * sentence and the next action on standard error.
 */
export async function run(argv: readonly string[], io: Io, rooms: Rooms): Promise<ExitCode> {
  try {
    return await dispatch(parseArguments(argv), io, rooms);
  } catch (error) {
    return explainFailure(error, io);
  }
}

async function dispatch({ words, options, given }: Arguments, io: Io, rooms: Rooms): Promise<ExitCode> {
  if (options.has('version')) return say(io, `${version}\n`);
  const [first, ...rest] = words;
  const asksHelp = first === 'help' || options.has('help');
  const [name, ...operands] = first === 'help' ? rest : words;
  if (name === undefined) {
    if (asksHelp) return say(io, helpText(verbs, null));
    io.stderr.write(helpText(verbs, null));
    return 4;
  }
  const verb = findVerb(name);
  if (asksHelp) return say(io, helpText(verbs, verb));
  for (const option of options.keys()) {
    if (![...globalOptions, ...verb.options].includes(option)) {
      throw new UsageError(`${name} has no option ${optionUsage(option)}.`, `Usage: ${usage(verb)}`);
    }
  }
  if (operands.length < verb.least || operands.length > verb.most) {
    throw new UsageError(`${name} ${verb.takes}.`, `Usage: ${usage(verb)}`);
  }
  const folder = await folderOf(options, io);
  const call: Call = {
    io,
    rooms,
    words: operands,
    options,
    given,
    folder,
    sessionOptions: await sessionOptions(folder, options, io),
  };
  const code = await verb.run(call).catch((error: unknown): ExitCode => {
    if (hasAnswered(call, verb)) return 0;
    throw error;
  });
  if (!io.signal.aborted) return code;
  return hasAnswered(call, verb) ? 0 : 130;
}

/** Of a verb that only answers, a reader that goes away has had enough. */
function hasAnswered({ io, options }: Call, { ignores }: Verb): boolean {
  return io.unread.aborted && (ignores.includes('yes') || options.has('dry-run'));
}

async function folderOf(options: Arguments['options'], io: Io): Promise<string> {
  const given = options.get('directory');
  if (given === undefined) return io.cwd;
  const folder = resolve(io.cwd, given);
  const found = await stat(folder).catch(() => null);
  if (found === null) throw new UsageError(`The folder ${folder} does not exist.`, 'Name one that does after -C.');
  if (!found.isDirectory()) throw new UsageError(`${folder} is no folder.`, 'Name one after -C.');
  return folder;
}

/** An answer by another configuration than the one asked for would be wrong, and would not look it. */
async function configFileOf(folder: string, options: Arguments['options']): Promise<string | null> {
  const given = options.get('config');
  if (given === undefined) return null;
  const path = resolve(folder, given);
  const isReadable = await access(path, constants.R_OK).then(
    async () => !(await stat(path)).isDirectory(),
    () => false,
  );
  if (!isReadable) throw new UsageError(`The configuration ${path} cannot be read.`, 'Name a file after --config.');
  return path;
}

async function sessionOptions(folder: string, options: Arguments['options'], io: Io): Promise<SessionOptions> {
  const configFile = await configFileOf(folder, options);
  return {
    folder,
    ...(configFile === null ? {} : { configFile }),
    ...(options.has('verbose') ? { log: (line: ProcessLine) => io.stderr.write(`${processLine(line)}\n`) } : {}),
  };
}

function findVerb(name: string): Verb {
  const verb = verbs.find((one) => one.name === name);
  if (verb !== undefined) return verb;
  const near = verbs.find((one) => isNear(name, one.name));
  throw new UsageError(
    `There is no verb ${name}.`,
    near === undefined ? 'See moodle-release --help.' : `Did you mean ${near.name}?`,
  );
}

/** Nearly the same letters in any order: enough to tell a few verbs apart. */
function isNear(word: string, verb: string): boolean {
  const left = Array.from(word.toLowerCase());
  const absent = Array.from(verb).filter((letter) => {
    const at = left.indexOf(letter);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return absent.length + left.length <= 2;
}

function explainFailure(error: unknown, io: Io): ExitCode {
  if (io.signal.aborted || SessionError.is(error, 'cancelled')) {
    io.stderr.write('\nCancelled.\n');
    return 130;
  }
  const { message, next } = wordsFor(error);
  io.stderr.write(`moodle-release: ${terminal(message)}\n${next === '' ? '' : `${terminal(next)}\n`}`);
  return 4;
}

function wordsFor(error: unknown): { message: string; next: string } {
  if (error instanceof UsageError) return { message: error.message, next: error.next };
  const { message, next, actions } = failureOf(error);
  // There is no log to open here.
  const asksForLog = actions.length > 0 && actions[0]?.id === 'show-log';
  return { message, next: asksForLog ? 'Run it again with --verbose to see every process.' : next };
}

/** One finished process: `git for-each-ref --format=… → 0, 12 ms, 4096 bytes`. */
function processLine({ program, args, end, milliseconds, stdoutBytes }: ProcessLine): string {
  const command = [program, ...args].map((word) => terminal(word)).join(' ');
  return `${command} → ${String(end)}, ${milliseconds.toFixed(0)} ms, ${String(stdoutBytes)} bytes`;
}

function say(io: Io, text: string): ExitCode {
  io.stdout.write(text);
  return 0;
}
