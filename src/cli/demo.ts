import { resolve } from 'node:path';
import { shellWord, terminal } from '../present';
import { agree } from './agree';
import { UsageError } from './arguments';
import type { Verb } from './verb';
import { printJson } from './verb';

export const demo: Verb = {
  name: 'demo',
  operands: '[FOLDER]',
  about: 'make the sample repository, by default in moodle-release-demo',
  least: 0,
  most: 1,
  takes: 'takes one folder',
  options: ['dry-run'],
  ignores: ['config', 'customer'],
  async run(call) {
    const { io, options, rooms, sessionOptions } = call;
    const folder = resolve(call.folder, call.words[0] ?? 'moodle-release-demo');
    const shown = terminal(folder);
    const there = await rooms.demoAt(folder);
    if (there === 'other') {
      throw new UsageError(
        `${folder} is not empty and holds no sample made by this command.`,
        'Choose another folder.',
      );
    }
    const replaced = there === 'sample';
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
