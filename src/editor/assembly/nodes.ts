import type { Alarm, AlarmCode, Assessment, RoleBranch, Status } from '../../release/types';
import type { AssemblyState } from '../../session/assemblyTypes';
import { listNodes, roleSections } from './sections';
import type { Named, SectionNode } from './sections';
import { isSamePlace, placeOf } from './places';
import type { RolePlace } from './places';

/** One item of the Assembly view. A `change` is there when the change is one of the status, so that it can be explained. */
export type AssemblyNode =
  | {
      readonly kind: 'alarms';
      readonly id: string;
      readonly code: AlarmCode;
      readonly children: readonly AssemblyNode[];
    }
  | { readonly kind: 'alarm'; readonly id: string; readonly alarm: Alarm; readonly change: Assessment | undefined }
  | {
      readonly kind: 'customer';
      readonly id: string;
      readonly customer: string;
      readonly children: readonly AssemblyNode[];
    }
  | RoleNode
  | UnmadeNode
  | SectionNode;
export interface RoleNode {
  readonly kind: 'role';
  readonly id: string;
  readonly place: RolePlace;
  readonly role: RoleBranch;
  /** Undefined until lists were read, and for a branch that has none to have. */
  readonly state: AssemblyState | undefined;
  readonly children: readonly SectionNode[];
}
/** A role branch that is only a list so far. */
export interface UnmadeNode {
  readonly kind: 'unmade';
  readonly id: string;
  readonly place: RolePlace;
  readonly state: AssemblyState;
  readonly children: readonly SectionNode[];
}

/** The whole tree for a status and what is known of its lists: alarms first, then each role branch. */
export function assemblyNodes(status: Status, states: readonly AssemblyState[] = []): readonly AssemblyNode[] {
  const named = new Map(status.changes.map((change) => [change.key, change]));
  const alarms = status.alarms.filter((alarm) => !isKnown(alarm, states));
  return [...alarmsByCode(alarms, named), ...byCustomer(roleNodes(status, states, named))];
}

/** What a list names was not forgotten, and what deployment's leaves out has a reason there. */
function isKnown({ code, customer, line, change }: Alarm, states: readonly AssemblyState[]): boolean {
  if (code === 'not-pushed') return false;
  return states
    .filter((state) => state.customer === customer && state.line === line)
    .flatMap(({ role, entries }) => (code === 'dropped-out' || role === 'deployment' ? entries : []))
    .some((entry) => entry.change === change && (code === 'dropped-out' || entry.left !== null));
}

/** The gravest first; in one group each, since what is to be done about them is the same. */
const gravity: Readonly<Record<AlarmCode, number>> = { 'dropped-out': 0, 'not-in-deployment': 1, 'not-pushed': 2 };

function alarmsByCode(alarms: readonly Alarm[], named: Named): readonly AssemblyNode[] {
  const codes = [...new Set(alarms.map(({ code }) => code))].sort((a, b) => gravity[a] - gravity[b]);
  return codes.map((code) => ({
    kind: 'alarms',
    id: `alarms/${code}`,
    code,
    children: alarms
      .filter((alarm) => alarm.code === code)
      .map((alarm) => {
        const id = `alarm/${code}/${alarm.line}/${alarm.change}`;
        return { kind: 'alarm', id, alarm, change: named.get(alarm.change) };
      }),
  }));
}

/** Customers are a level of their own only when there are several. One that has no branch yet does not come before others. */
function byCustomer(nodes: readonly (RoleNode | UnmadeNode)[]): readonly AssemblyNode[] {
  const made = nodes.filter(({ kind }) => kind === 'role');
  const customers = [...new Set([...made, ...nodes].map(({ place }) => place.customer))];
  if (customers.length < 2) return nodes;
  return customers.map((customer) => ({
    kind: 'customer',
    id: `customer/${customer}`,
    customer,
    children: nodes.filter(({ place }) => place.customer === customer),
  }));
}

function roleNodes(
  { roles }: Status,
  states: readonly AssemblyState[],
  named: Named,
): readonly (RoleNode | UnmadeNode)[] {
  const made = roles.map((role): RoleNode => {
    const id = `role/${role.ref}`;
    const state = states.find((one) => isSamePlace(one, role));
    const place = placeOf(role);
    return { kind: 'role', id, place, role, state, children: roleSections(id, { place, role, state, named }) };
  });
  // One that came since the lists were read is no list without a branch.
  const unmade = states.filter((state) => state.branch === null && !roles.some((role) => isSamePlace(role, state)));
  return [...unmade.map((state) => unmadeNode(state, named)), ...made];
}

function unmadeNode(state: AssemblyState, named: Named): UnmadeNode {
  const id = `unmade/${state.path}`;
  const place = placeOf(state);
  return { kind: 'unmade', id, place, state, children: listNodes(id, { place, role: undefined, state, named }) };
}
