import type { RebaseRequest } from '../session';
import { carryOut } from './carryOut';
import type { Verb } from './verb';
import { withSession } from './verb';

export const rebase: Verb = {
  name: 'rebase',
  operands: '[CHANGE…]',
  about: 'carry changes, or all that are to move, onto a line or release',
  least: 0,
  most: Infinity,
  takes: 'takes changes',
  options: ['onto', 'dry-run'],
  ignores: [],
  run(call) {
    const { io, words, options } = call;
    const onto = options.get('onto');
    const customer = options.get('customer');
    const request: RebaseRequest = {
      ...(words.length === 0 ? {} : { changes: words }),
      ...(onto === undefined ? {} : { onto }),
      ...(customer === undefined ? {} : { customer }),
    };
    return withSession(call, async (session) =>
      carryOut(call, session, await session.plans.rebase(request, io.signal)),
    );
  },
};
