import { carryOut } from './carryOut';
import type { Verb } from './verb';
import { withSession } from './verb';

/** Makes you the owner of changes. */
export const take = ownerVerb('take', 'say that these changes are yours to look after');
/** Makes changes nobody's. */
export const release = ownerVerb('release', "make these changes nobody's again");

function ownerVerb(name: 'take' | 'release', about: string): Verb {
  return {
    name,
    operands: 'CHANGE…',
    about,
    least: 1,
    most: Infinity,
    takes: 'needs changes',
    options: ['dry-run'],
    ignores: ['customer'],
    run: (call) =>
      withSession(call, async (session) =>
        carryOut(call, session, await session.plans[name](call.words, call.io.signal)),
      ),
  };
}
