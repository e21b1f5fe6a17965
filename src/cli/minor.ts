import { carryOut } from './carryOut';
import type { Verb } from './verb';
import { withSession } from './verb';

export const minor: Verb = {
  name: 'minor',
  operands: 'TAG',
  about: 'bring a point release of Moodle into the role branches of its line, and tag the local release',
  least: 1,
  most: 1,
  takes: 'needs the tag of a release',
  options: ['line', 'dry-run'],
  ignores: [],
  run(call) {
    const { io, words, options } = call;
    const [release = ''] = words;
    const [line, customer] = [options.get('line'), options.get('customer')];
    const request = {
      release,
      ...(line === undefined ? {} : { line }),
      ...(customer === undefined ? {} : { customer }),
    };
    return withSession(call, async (session) => carryOut(call, session, await session.plans.minor(request, io.signal)));
  },
};
