import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { shellWord, terminal } from '../present';
import { agree } from './agree';
import type { Verb } from './verb';
import { printJson } from './verb';

export const demo: Verb = {
  name: 'demo',
  operands: '[FOLDER]',
  about: 'make the sample repository, by default in moodle-release-demo',
  least: 0,
  most: 1,
  options: ['dry-run'],
  async run(call) {
    const { io, options, rooms, sessionOptions } = call;
    const folder = resolve(call.folder, call.words[0] ?? 'moodle-release-demo');
    const shown = terminal(folder);
    const replaced = await hasEntries(folder);
    if (replaced || options.has('dry-run')) {
      const refusal = await agree(call, [
        replaced ? `Remove the demo in ${shown} and make it again.` : `Make the demo in ${shown}.`,
      ]);
      if (refusal !== null) return refusal;
    }
    const { log = () => undefined } = sessionOptions;
    const { repository } = await rooms.makeDemo({ folder, log, signal: io.signal });
    if (options.has('json')) printJson(io, { schema: 1, folder, repository });
    else
      io.stdout.write(
        `The demo is in ${shown}\nSee it with: moodle-release -C ${shellWord(terminal(repository))} status\n`,
      );
    return 0;
  },
};

async function hasEntries(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch {
    // Not there, or not readable: making the demo says which.
    return false;
  }
}
