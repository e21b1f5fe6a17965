import { alignedLines, fixLines } from '../present';
import type { FixRequest, FoundFix, PickRequest, Session } from '../session';
import { UsageError } from './arguments';
import type { OptionName } from './arguments';
import { carryOut } from './carryOut';
import type { Call, ExitCode, Verb } from './verb';
import { printJson, withSession } from './verb';

export const pick: Verb = {
  name: 'pick',
  operands: '[COMMIT|MDL-n…]',
  about: 'pick fixes of upstream to changes; without --to and --new, look for them',
  least: 0,
  most: Infinity,
  takes: 'takes commits and issues',
  options: ['to', 'new', 'cite', 'line', 'text', 'path', 'author', 'from', 'until', 'dry-run'],
  ignores: [],
  run(call) {
    const isSearch = !call.options.has('to') && !call.options.has('new');
    const requests = isSearch ? searchesOf(call) : null;
    const request = isSearch ? null : requestOf(call);
    return withSession(call, async (session) => {
      if (request !== null) return carryOut(call, session, await session.plans.pick(request, call.io.signal));
      return look(call, session, requests ?? []);
    });
  },
};

const SEARCHED: readonly OptionName[] = ['text', 'path', 'author', 'from', 'until'];

function requestOf({ words, options }: Call): PickRequest {
  const search = SEARCHED.find((name) => options.has(name));
  if (search !== undefined) throw new UsageError(`--${search} only looks for fixes.`, 'Name what is picked.');
  if (words.length === 0)
    throw new UsageError('Nothing is named to pick.', 'Name commits, or issues such as MDL-12345.');
  const [to, toNew] = [options.get('to'), options.get('new')];
  if (to !== undefined && toNew !== undefined) {
    throw new UsageError('--to and --new exclude each other.', 'Pick to what is there, or to a new branch.');
  }
  return {
    what: words,
    ...(to === undefined ? {} : { to: to.split(',') }),
    ...(toNew === undefined ? {} : { toNew }),
    ...(options.has('cite') ? { cite: true } : {}),
    ...placeIn(options),
  };
}

/** One search for each word; without any the one that the options say. */
function searchesOf({ words, options }: Call): readonly FixRequest[] {
  if (options.has('cite')) throw new UsageError('--cite is for picking.', 'Say to what with --to or --new.');
  const said: { -readonly [K in keyof FixRequest]: FixRequest[K] } = placeIn(options);
  for (const name of ['text', 'path', 'author', 'from'] as const) {
    const value = options.get(name);
    if (value !== undefined) said[name] = value;
  }
  const until = options.get('until');
  if (until !== undefined) said.to = until;
  if (words.length === 0 && SEARCHED.every((name) => !options.has(name))) {
    throw new UsageError('Nothing is looked for.', 'Give an issue, --text, --path, --author, --from or --until.');
  }
  if (words.length === 0) return [said];
  // A commit is what it brings on top of its parent.
  return words.map((word) =>
    /^MDL-\d+$/i.test(word) ? { ...said, issue: word } : { ...said, from: `${word}^`, to: word },
  );
}

function placeIn(options: Call['options']): Pick<FixRequest, 'line' | 'customer'> {
  const [line, customer] = [options.get('line'), options.get('customer')];
  return { ...(line === undefined ? {} : { line }), ...(customer === undefined ? {} : { customer }) };
}

/** 1 when nothing was found. */
async function look({ io, options }: Call, session: Session, requests: readonly FixRequest[]): Promise<ExitCode> {
  const fixes: FoundFix[] = [];
  for (const request of requests) fixes.push(...(await session.plans.fixes(request, io.signal)));
  if (options.has('json')) printJson(io, { schema: 1, fixes });
  else if (fixes.length === 0) io.stdout.write(`${nothingFits(session)}\n`);
  else for (const line of alignedLines(fixes.flatMap(fixLines), io.columns)) io.stdout.write(`${line}\n`);
  return fixes.length === 0 ? 1 : 0;
}

function nothingFits({ repository }: Session): string {
  const text = 'No fix of upstream fits';
  if (!repository.shallow) return `${text}.`;
  return `${text} in what is here: this clone is shallow.\nFetch all of its history with: git fetch --unshallow --tags`;
}
