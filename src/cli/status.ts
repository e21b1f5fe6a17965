import { limitsText, nameReason, reasonText } from '../present';
import type { StatusOptions } from '../session/types';
import type { Status } from '../release/types';
import { diagnosticJson } from './diagnosticJson';
import { configurationFaults } from './configurationFaults';
import type { Io } from './io';
import { statusTable } from './statusTable';
import type { Verb } from './verb';
import { printJson, withSession } from './verb';

export const status: Verb = {
  name: 'status',
  operands: '[LINE|TAG]',
  about: 'every change and where it stands; 0 whatever it finds',
  least: 0,
  most: 1,
  takes: 'takes one line or tag',
  options: ['predict'],
  ignores: ['yes'],
  async run(call) {
    const { io, options } = call;
    const [target] = call.words;
    const customer = options.get('customer');
    const wanted: StatusOptions = {
      ...(target === undefined ? {} : { target }),
      ...(customer === undefined ? {} : { customer }),
      ...(options.has('predict') ? { predict: true } : {}),
    };
    return withSession(call, async (session) => {
      const found = await session.status(wanted, io.signal);
      for (const { place, text } of configurationFaults(found.configuration)) io.stderr.write(`${place}: ${text}\n`);
      for (const limit of limitsText(found)) io.stderr.write(`note: ${limit}\n`);
      if (options.has('json')) printJson(io, statusJson(found));
      else io.stdout.write(statusTable(found, lookOf(io)));
      return 0;
    });
  },
};

/** The value of `status --json`: the status, every reason with its sentence. */
function statusJson(found: Status): object {
  const { source, stale, diagnostics } = found.configuration;
  return {
    ...found,
    configuration: {
      source: source.kind,
      path: source.path,
      stale,
      diagnostics: diagnostics.map(diagnosticJson),
    },
    changes: found.changes.map((change) => ({
      ...change,
      reason: { ...change.reason, text: reasonText(change.reason) },
    })),
    unparsed: found.unparsed.map((name) => ({
      ...name,
      reason: { ...name.reason, text: nameReason(name.reason) },
    })),
  };
}

function lookOf(io: Io): { columns: number | null; colour: boolean; now: number } {
  const plain = (io.env['NO_COLOR'] ?? '') !== '' || io.env['TERM'] === 'dumb';
  return { columns: io.isTTY.stdout ? io.columns : null, colour: io.isTTY.stdout && !plain, now: Date.now() };
}
