/** The command line: arguments in, words and an exit code out. */
export { run } from './main';
export type { Io, Out } from './io';
export type { ExitCode, Rooms } from './verb';
