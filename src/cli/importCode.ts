import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ImportRequest } from '../session';
import { UsageError } from './arguments';
import { carryOut } from './carryOut';
import type { Call, Verb } from './verb';
import { withSession } from './verb';

export const importCode: Verb = {
  name: 'import',
  operands: 'COMPONENT',
  about: "bring a plugin's new release in as a change, with what is ours on the old one",
  least: 1,
  most: 1,
  takes: 'takes one component',
  options: ['from', 'at', 'line', 'type', 'shortname', 'decline', 'dry-run'],
  ignores: [],
  run(call) {
    const request = requestOf(call);
    return withSession(call, async (session) =>
      carryOut(call, session, await session.plans.importCode(request, call.io.signal)),
    );
  },
};

function requestOf({ words, options, folder }: Call): ImportRequest {
  const [component = ''] = words;
  const from = options.get('from');
  if (from === undefined || from === '') {
    throw new UsageError(
      'An import needs a source.',
      'Name an archive, a folder, or the path or address of a repository with --from.',
    );
  }
  const [at, line, customer] = [options.get('at'), options.get('line'), options.get('customer')];
  const [type, shortname] = [options.get('type'), options.get('shortname')];
  const decline = options.get('decline')?.split(',');
  return {
    component,
    from: placeOf(folder, from),
    ...(at === undefined ? {} : { at }),
    ...(line === undefined ? {} : { line }),
    ...(customer === undefined ? {} : { customer }),
    ...(type === undefined ? {} : { type }),
    ...(shortname === undefined ? {} : { shortname }),
    ...(decline === undefined ? {} : { decline }),
  };
}

/** An address stays what it is; anything else is a path, as git takes `a:b` for an address unless there is such a file. */
function placeOf(folder: string, from: string): string {
  const path = resolve(folder, from);
  return from.includes(':') && !existsSync(path) ? from : path;
}
