// Everything that reads a repository. The editor opens it at the first need, the command line at once.
import type { ExitCode, Io } from './cli';
import type * as configurationEditing from './configurationEditing';
import { localRunner } from './process';
import { openSession, parseNames } from './session';

export { parseConfig } from './config';
export { samePlan } from './plan';
export { releaseNews } from './release';
export { formatBranchName, parseBranchName, schemeOf } from './scheme';
export { openSession } from './session';

/** What completes and writes the configuration, which looking does without. */
export function openConfigurationEditing(): Promise<typeof configurationEditing> {
  return import('./configurationEditing');
}

/** The command line, which an editor does not load, on the rooms it stands on. Answers the exit code; never throws. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  const { run } = await import('./cli');
  return run(argv, io, {
    openSession,
    parseNames,
    demoAt: async (folder) => (await import('./demo')).demoAt(folder),
    makeDemo: async ({ log, ...options }) => {
      const { makeDemo } = await import('./demo');
      return makeDemo({ ...options, runner: localRunner({ log }) });
    },
  });
}
