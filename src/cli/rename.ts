import { carryOut } from './carryOut';
import type { Verb } from './verb';
import { withSession } from './verb';

export const rename: Verb = {
  name: 'rename',
  operands: 'BRANCH NAME',
  about: 'give a branch another name, here and on the internal remote',
  least: 2,
  most: 2,
  takes: 'needs BRANCH and NAME',
  options: ['dry-run'],
  ignores: ['customer'],
  run(call) {
    const [branch = '', name = ''] = call.words;
    return withSession(call, async (session) =>
      carryOut(call, session, await session.plans.rename(branch, name, call.io.signal)),
    );
  },
};
