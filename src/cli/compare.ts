import { releaseComparisonText } from '../present';
import type { Verb } from './verb';
import { printJson, withSession } from './verb';

export const compare: Verb = {
  name: 'compare',
  operands: 'FROM TO',
  about: 'what lies between two local releases, or what role branches would be released as',
  least: 2,
  most: 2,
  takes: 'needs FROM and TO',
  options: [],
  ignores: ['customer', 'yes'],
  async run(call) {
    const { io, options } = call;
    const [from = '', to = ''] = call.words;
    return withSession(call, async (session) => {
      const comparison = await session.plans.compareReleases(from, to, io.signal);
      if (options.has('json')) printJson(io, { schema: 1, ...comparison });
      else io.stdout.write(`${releaseComparisonText(comparison, options.has('verbose')).join('\n')}\n`);
      return 0;
    });
  },
};
