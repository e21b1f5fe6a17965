import type { TagRequest } from '../session';
import { UsageError } from './arguments';
import { carryOut } from './carryOut';
import type { Call, Verb } from './verb';
import { withSession } from './verb';

export const tag: Verb = {
  name: 'tag',
  operands: '--line L',
  about: 'tag the next local release of a line with what it is made of, and share it',
  least: 0,
  most: 0,
  takes: 'takes no names: the tag gets the next one',
  options: ['line', 'of', 'dry-run'],
  ignores: [],
  run(call) {
    const request = requestOf(call);
    return withSession(call, async (session) =>
      carryOut(call, session, await session.plans.tag(request, call.io.signal)),
    );
  },
};

function requestOf({ options }: Call): TagRequest {
  const [line, customer, of = 'deployment'] = [options.get('line'), options.get('customer'), options.get('of')];
  if (line === undefined) throw new UsageError('A local release is of a line.', 'Say of which with --line L.');
  if (of !== 'deployment' && of !== 'packaging') {
    throw new UsageError(`${of} is not what is released.`, 'Write --of deployment or --of packaging.');
  }
  return { line, of, ...(customer === undefined ? {} : { customer }) };
}
