import { alignedLines, nameReason, nameWarning, suggestionText, terminal } from '../present';
import type { ParsedName } from '../scheme';
import { readAll } from './io';
import type { Call, Verb } from './verb';
import { printJson } from './verb';

/** Standard input that is longer is no list of names. */
const longestInput = 10_000_000;

export const names: Verb = {
  name: 'names',
  operands: 'NAME…|-',
  about: 'parse branch and tag names; - reads them from standard input, one a line',
  least: 0,
  most: Infinity,
  takes: 'takes names',
  options: [],
  ignores: ['customer', 'yes'],
  async run(call) {
    const { io, options } = call;
    const parsed = await call.rooms.parseNames(await wanted(call), call.sessionOptions, io.signal);
    if (options.has('json')) printJson(io, parsed.map(withText));
    else for (const line of alignedLines(parsed.map(cells), null)) io.stdout.write(`${line}\n`);
    return parsed.every((name) => name.ok) ? 0 : 1;
  },
};

async function wanted({ io, words }: Call): Promise<string[]> {
  if (words.length > 0 && !words.includes('-')) return [...words];
  const lines = (await readAll(io, longestInput)).split(/\r?\n/).filter((line) => line !== '');
  return words.length === 0 ? lines : words.flatMap((word) => (word === '-' ? lines : [word]));
}

/** The object of `names --json`: the parsed name, its reason with the sentence. */
function withText(name: ParsedName): object {
  return name.reason === null ? name : { ...name, reason: { ...name.reason, text: nameReason(name.reason) } };
}

function cells(name: ParsedName): string[] {
  const remarks = name.warnings.map(nameWarning);
  if (name.reason !== null) remarks.unshift(nameReason(name.reason));
  if (name.suggestion !== null) remarks.push(suggestionText(name.suggestion));
  return [name.ok ? 'ok' : 'no', terminal(name.name), terminal(meaning(name)), remarks.join(' ')];
}

/** `change LUVLE/hack/mod_resource/singlefiles on 2.5`. */
function meaning(name: ParsedName): string {
  const line = name.line === null ? '' : ` on ${name.line}`;
  switch (name.kind) {
    case null:
      return name.ignored ? 'ignored' : '';
    case 'change':
      return `change ${name.key ?? ''}${line}`;
    case 'role':
      return `${name.role ?? ''} of ${name.customer ?? ''}${line}`;
    case 'local-release':
      return `local release ${String(name.local ?? '')} of ${name.customer ?? ''}, Moodle ${name.version ?? ''}`;
    case 'upstream':
      return name.version === null ? `upstream${line}` : `upstream release ${name.version}`;
    case 'tracker':
      return `issue ${name.issue ?? ''}${line}`;
  }
}
