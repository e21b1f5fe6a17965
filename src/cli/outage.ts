import { outageText } from '../present';
import type { Verb } from './verb';
import { printJson, withSession } from './verb';

export const outage: Verb = {
  name: 'outage',
  operands: 'FROM TO',
  about: '0 nothing to upgrade · 3 upgrade without outage · 2 outage needed or unknown, and why',
  least: 2,
  most: 2,
  takes: 'needs FROM and TO',
  options: [],
  ignores: ['config', 'customer', 'yes'],
  async run(call) {
    const { io, options } = call;
    const [from = '', to = ''] = call.words;
    return withSession(call, async (session) => {
      const { code, certain, because } = await session.outage(from, to, io.signal);
      if (options.has('json')) printJson(io, { schema: 1, from, to, code, certain, because });
      else io.stdout.write(`${outageText({ code, certain, because }, from, to, options.has('verbose')).join('\n')}\n`);
      return code;
    });
  },
};
