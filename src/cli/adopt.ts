import { carryOut } from './carryOut';
import { roleRequestOf } from './roleRequest';
import type { Verb } from './verb';
import { withSession } from './verb';

export const adopt: Verb = {
  name: 'adopt',
  operands: 'ROLE',
  about: 'write the list of a role branch that was merged by hand, and try whether it rebuilds the branch',
  least: 1,
  most: 1,
  takes: 'needs a role, or the name of a role branch',
  options: ['line', 'dry-run'],
  ignores: [],
  run(call) {
    const request = roleRequestOf(call);
    return withSession(call, async (session) =>
      carryOut(call, session, await session.plans.adopt(request, call.io.signal)),
    );
  },
};
