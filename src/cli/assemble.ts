import { carryOut } from './carryOut';
import { roleRequestOf } from './roleRequest';
import type { Verb } from './verb';
import { withSession } from './verb';

export const assemble: Verb = {
  name: 'assemble',
  operands: 'ROLE',
  about: 'put a role branch together by its list: what it lacks, or all of it anew',
  least: 1,
  most: 1,
  takes: 'needs a role, or the name of a role branch',
  options: ['line', 'rebuild', 'dry-run'],
  ignores: [],
  run(call) {
    const how = call.options.has('rebuild') ? 'rebuild' : 'continue';
    const request = { ...roleRequestOf(call), how } as const;
    return withSession(call, async (session) =>
      carryOut(call, session, await session.plans.assemble(request, call.io.signal)),
    );
  },
};
