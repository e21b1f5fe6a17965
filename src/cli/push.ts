import type { PushRequest } from '../session';
import { carryOut } from './carryOut';
import type { Verb } from './verb';
import { withSession } from './verb';

export const push: Verb = {
  name: 'push',
  operands: '[REF…]',
  about: 'push these branches, or all change and role branches that are not pushed',
  least: 0,
  most: Infinity,
  takes: 'takes branches or changes',
  options: ['remote', 'dry-run'],
  ignores: [],
  run(call) {
    const { io, words, options } = call;
    const remote = options.get('remote');
    const customer = options.get('customer');
    const request: PushRequest = {
      ...(words.length === 0 ? {} : { refs: words }),
      ...(remote === undefined ? {} : { remote }),
      ...(customer === undefined ? {} : { customer }),
    };
    return withSession(call, async (session) => carryOut(call, session, await session.plans.push(request, io.signal)));
  },
};
