import type { DecideRequest } from '../session';
import { UsageError } from './arguments';
import { carryOut } from './carryOut';
import type { Call, Verb } from './verb';
import { withSession } from './verb';

type Decision = DecideRequest['decision'];

const decisions: readonly Decision[] = [
  ...(['dropped', 'external', 'exception-base', 'squashed', 'left-out'] as const),
  ...(['embargoed', 'published'] as const),
];

export const decide: Verb = {
  name: 'decide',
  operands: `CHANGE… ${decisions.join('|')}`,
  about: 'write down for the team what is decided of changes',
  least: 2,
  most: Infinity,
  takes: 'needs changes and a decision',
  options: ['because', 'onto', 'commit', 'base', 'ticket', 'dry-run'],
  ignores: ['customer'],
  run(call) {
    const request = requestOf(call);
    return withSession(call, async (session) =>
      carryOut(call, session, await session.plans.decide(request, call.io.signal)),
    );
  },
};

function requestOf({ words, options }: Call): DecideRequest {
  const given = words.at(-1) ?? '';
  const decision = decisions.find((one) => one === given);
  if (decision === undefined) {
    throw new UsageError(`${given} is no decision.`, `The last word is one of: ${decisions.join(', ')}.`);
  }
  const because = (options.get('because') ?? '').trim();
  if (because === '' && decision !== 'published')
    throw new UsageError('A decision needs a reason.', 'Give it with --because TEXT.');
  const [onto, base, ticket] = [options.get('onto'), options.get('base'), options.get('ticket')];
  const commits = options.get('commit')?.split(',');
  return {
    changes: words.slice(0, -1),
    decision,
    because,
    ...(onto === undefined ? {} : { onto }),
    ...(commits === undefined ? {} : { commits }),
    ...(base === undefined ? {} : { base }),
    ...(ticket === undefined ? {} : { ticket }),
  };
}
