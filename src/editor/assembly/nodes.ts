import type {
  AlarmCode,
  Alarm,
  Assessment,
  LooseCommit,
  MergedChange,
  MissingCommit,
  RoleBranch,
  Status,
} from '../../release/types';

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
  | {
      readonly kind: 'role';
      readonly id: string;
      readonly role: RoleBranch;
      readonly children: readonly AssemblyNode[];
    }
  | { readonly kind: 'release'; readonly id: string; readonly role: RoleBranch }
  | { readonly kind: Section; readonly id: string; readonly children: readonly AssemblyNode[] }
  | {
      readonly kind: 'merged';
      readonly id: string;
      readonly merged: MergedChange;
      readonly change: Assessment | undefined;
    }
  | { readonly kind: 'loose'; readonly id: string; readonly commit: LooseCommit }
  | { readonly kind: 'shaped'; readonly id: string; readonly commit: MissingCommit }
  | { readonly kind: 'lacking'; readonly id: string; readonly key: string; readonly change: Assessment | undefined };
export type Section = 'changes' | 'loose-commits' | 'shaped-merges' | 'lacks';

/** The whole tree for a status: alarms first, then each role branch with what it is made of. */
export function assemblyNodes(status: Status): readonly AssemblyNode[] {
  const named = new Map(status.changes.map((change) => [change.key, change]));
  return [...alarmsByCode(status.alarms, named), ...byCustomer(status.roles, named)];
}

type Named = ReadonlyMap<string, Assessment>;

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

/** Customers are a level of their own only when there are several. */
function byCustomer(roles: readonly RoleBranch[], named: Named): readonly AssemblyNode[] {
  const customers = [...new Set(roles.map(({ customer }) => customer))];
  if (customers.length < 2) return roles.map((role) => roleNode(role, named));
  return customers.map((customer) => ({
    kind: 'customer',
    id: `customer/${customer}`,
    customer,
    children: roles.filter((role) => role.customer === customer).map((role) => roleNode(role, named)),
  }));
}

function roleNode(role: RoleBranch, named: Named): AssemblyNode {
  const id = `role/${role.ref}`;
  const section = (kind: Section, children: readonly AssemblyNode[]): readonly AssemblyNode[] =>
    children.length === 0 ? [] : [{ kind, id: `${id}/${kind}`, children }];
  return {
    kind: 'role',
    id,
    role,
    children: [
      ...(role.unreadable ? [] : [{ kind: 'release' as const, id: `${id}/release`, role }]),
      ...section(
        'changes',
        role.changes.map((merged) => ({
          kind: 'merged',
          // A change may have been merged more than once.
          id: `${id}/changes/${merged.key}/${merged.tip}`,
          merged,
          change: named.get(merged.key),
        })),
      ),
      ...section(
        'lacks',
        role.lacks.map((key) => ({ kind: 'lacking', id: `${id}/lacks/${key}`, key, change: named.get(key) })),
      ),
      ...section(
        'loose-commits',
        role.loose.map((commit) => ({ kind: 'loose', id: `${id}/loose/${commit.id}`, commit })),
      ),
      ...section(
        'shaped-merges',
        role.shaped.map((commit) => ({ kind: 'shaped', id: `${id}/shaped/${commit.id}`, commit })),
      ),
    ],
  };
}
