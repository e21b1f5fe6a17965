import type { MergeRequest } from '../session';
import { carryOut } from './carryOut';
import type { Verb } from './verb';
import { withSession } from './verb';

export const merge: Verb = {
  name: 'merge',
  operands: '[SOURCE…]',
  about: 'merge changes, role branches or tags into a role branch, or all that is missing on a line',
  least: 0,
  most: Infinity,
  takes: 'takes changes, role branches and tags',
  options: ['into', 'line', 'dry-run'],
  ignores: [],
  run(call) {
    const { io, words, options } = call;
    const [into, line, customer] = [options.get('into'), options.get('line'), options.get('customer')];
    const request: MergeRequest = {
      ...(words.length === 0 ? {} : { sources: words }),
      ...(into === undefined ? {} : { into }),
      ...(line === undefined ? {} : { line }),
      ...(customer === undefined ? {} : { customer }),
    };
    return withSession(call, async (session) => carryOut(call, session, await session.plans.merge(request, io.signal)));
  },
};
