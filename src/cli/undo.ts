import { carryOut } from './carryOut';
import type { Verb } from './verb';
import { withSession } from './verb';

export const undo: Verb = {
  name: 'undo',
  operands: 'ID',
  about: 'take back a plan, or some of its sections; of an undo: do it again',
  least: 1,
  most: 1,
  takes: 'needs the ID of a plan',
  options: ['section', 'dry-run'],
  ignores: ['customer'],
  run(call) {
    const { io, options } = call;
    const [id = ''] = call.words;
    const sections = options.get('section')?.split(',');
    return withSession(call, async (session) =>
      carryOut(call, session, await session.plans.undo(id, sections, io.signal)),
    );
  },
};
