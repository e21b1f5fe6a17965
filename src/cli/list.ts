import type { ListEdit } from '../config';
import { assemblyLines } from '../present';
import type { AssemblyState, RoleRequest, Session } from '../session';
import { UsageError } from './arguments';
import type { GivenOption } from './arguments';
import { carryOut } from './carryOut';
import { diagnosticJson } from './diagnosticJson';
import { roleRequestOf } from './roleRequest';
import type { Call, ExitCode, Verb } from './verb';
import { printJson, withSession } from './verb';

export const list: Verb = {
  name: 'list',
  operands: 'ROLE',
  about: 'print the list of a role branch with what clashes on it, or edit it',
  least: 1,
  most: 1,
  takes: 'needs a role, or the name of a role branch',
  options: [
    'line',
    ...(['like', 'all'] as const),
    ...(['add', 'remove', 'up', 'down', 'pin', 'commit', 'unpin'] as const),
    ...(['hold', 'exclude', 'because', 'clear', 'decline', 'upstream'] as const),
    'dry-run',
  ],
  ignores: [],
  run(call) {
    const request = roleRequestOf(call);
    const wanted = editsIn(call);
    return withSession(call, async (session) => {
      const like = call.options.get('like');
      const all = call.options.has('all');
      if (wanted.length === 0 && like === undefined && !all) return print(call, session, request);
      const edits: ListEdit[] = [];
      for (const one of wanted) edits.push('pinAt' in one ? await pinned(one.pinAt, call, session, request) : one);
      return carryOut(
        call,
        session,
        await session.plans.editList(
          { ...request, edits, ...(all && { all }), ...(like !== undefined && { like }) },
          call.io.signal,
        ),
      );
    });
  },
};

/** A pin without a commit is one at what would be merged now. */
type Wanted = ListEdit | { readonly pinAt: string };

/** The edits a command line asks for, in its order. */
function editsIn({ given, options }: Call): readonly Wanted[] {
  // One reason is for all of them; of several each is for the edit it follows.
  const isOne = given.filter(({ name }) => name === 'because').length < 2;
  const because = isOne ? (options.get('because')?.trim() ?? '') : '';
  const commits = given.flatMap(({ name, value }) => (name === 'commit' ? [value] : []));
  const edits = given.flatMap((option, at) => editOf(option, given[at + 1], because));
  const pins = edits.filter((edit) => 'edit' in edit && edit.edit === 'pin' && edit.commit !== null);
  if (commits.length > pins.length) {
    throw new UsageError('--commit says where a change is pinned.', 'Give it right after --pin CHANGE.');
  }
  return edits;
}

function editOf({ name, value }: GivenOption, next: GivenOption | undefined, because: string): readonly Wanted[] {
  switch (name) {
    case 'add':
    case 'remove':
      return [{ edit: name, change: value }];
    case 'up':
    case 'down':
      return [{ edit: 'move', change: value, to: name }];
    case 'pin':
      return [next?.name === 'commit' ? { edit: 'pin', change: value, commit: next.value } : { pinAt: value }];
    case 'unpin':
      return [{ edit: 'pin', change: value, commit: null }];
    case 'hold':
    case 'exclude':
      return [{ edit: name, change: value, because: reasonFor(name, next, because) }];
    case 'clear':
      return [
        { edit: 'hold', change: value, because: null },
        { edit: 'exclude', change: value, because: null },
      ];
    case 'decline':
      return [{ edit: 'decline', commit: value }];
    case 'upstream':
      return [{ edit: 'upstream', release: value }];
    default:
      return [];
  }
}

function reasonFor(name: string, next: GivenOption | undefined, forAll: string): string {
  const reason = next?.name === 'because' ? next.value.trim() : forAll;
  if (reason !== '') return reason;
  throw new UsageError(
    `--${name} needs a reason.`,
    'Give it with --because TEXT; of several, each right after its edit.',
  );
}

async function pinned(change: string, call: Call, session: Session, request: RoleRequest): Promise<ListEdit> {
  const states = await session.plans.assemblies(request, call.io.signal);
  const entries = states.flatMap((state) => state.entries);
  const entry = entries.find((one) => [one.change, one.branch].includes(change) || one.change.endsWith(`/${change}`));
  if (entry === undefined || entry.tip === null) {
    throw new UsageError(`${change} is not merged by this list.`, 'Say where it is pinned with --commit ID.');
  }
  return { edit: 'pin', change: entry.change, commit: entry.tip };
}

async function print(call: Call, session: Session, request: RoleRequest): Promise<ExitCode> {
  const { io, options } = call;
  const states = await session.plans.assemblies(request, io.signal);
  if (request.role === 'packaging') {
    throw new UsageError('packaging has no list: it follows deployment.', 'Name testing or deployment.');
  }
  if (states.length === 0) {
    const ofCustomer = request.customer === undefined ? {} : { customer: request.customer };
    const known = (await session.plans.assemblies(ofCustomer, io.signal)).map(nameOf).join(', ');
    const next =
      known === '' ? 'There is none yet: list ROLE --line L --add CHANGE begins one.' : `There are: ${known}.`;
    throw new UsageError(`There is no role branch ${request.role}, and no list of one.`, next);
  }
  if (options.has('json')) printJson(io, { schema: 1, lists: states.map(assemblyJson) });
  else io.stdout.write(`${states.map((state) => assemblyLines(state).join('\n')).join('\n\n')}\n`);
  return 0;
}

function assemblyJson({ list, problems, ...state }: AssemblyState): object {
  return {
    ...state,
    adopted: list !== null,
    upstream: list?.upstream ?? null,
    declined: list?.declined ?? [],
    problems: problems.map(diagnosticJson),
  };
}

function nameOf({ branch, customer, line, role, suffix }: AssemblyState): string {
  return branch ?? [customer, line, role, ...(suffix === null ? [] : [suffix])].join('-');
}
