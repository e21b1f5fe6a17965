import type { Alarm, Assessment, RoleBranch } from './types';

/** What was brought to the target; the rest has to move before a push is due. */
const MOVED: ReadonlySet<string> = new Set(['carried', 'partial']);

const SETTLED: ReadonlySet<string> = new Set(['dropped', 'adopted', 'external']);

/**
 * What must not go unnoticed: a change of the last release that is on no list now, one that was tested but not
 * deployed, one that was moved but never pushed. What cannot be read is no list: it would miss every change.
 */
export function findAlarms(changes: readonly Assessment[], roles: readonly RoleBranch[]): Alarm[] {
  return [...changes.flatMap((change) => changeAlarms(change, roles)), ...roles.flatMap(notDeployed)];
}

function changeAlarms(change: Assessment, roles: readonly RoleBranch[]): Alarm[] {
  const { customer, key, target, predecessor } = change;
  const alarms: Alarm[] = [];
  const lists = (line: string): RoleBranch[] =>
    roles.filter((r) => r.customer === customer && r.line === line && r.role !== 'packaging' && !r.unreadable);
  const isListed = (line: string): boolean => lists(line).some((r) => r.changes.some((c) => c.key === key));
  if (change.shipped && predecessor && !SETTLED.has(change.state)) {
    const { line } = predecessor;
    const forgotten = lists(line).length > 0 && !isListed(line) && !isListed(target);
    // Once the target's deployment branch is assembled, what was in the last release and is not in it was dropped.
    const deployed = lists(target).filter((r) => r.role === 'deployment');
    const skipped = deployed.length > 0 && !isListed(target);
    if ((predecessor.branch === null && change.branch === null) || forgotten || skipped) {
      alarms.push({ code: 'dropped-out', customer, line: target, change: key, detail: { before: line } });
    }
  }
  if (change.branch !== null && MOVED.has(change.state) && change.also.includes('not-pushed')) {
    alarms.push({
      code: 'not-pushed',
      customer,
      line: target,
      change: key,
      detail: { branch: change.branch, where: change.where ?? '' },
    });
  }
  return alarms;
}

function notDeployed(role: RoleBranch): Alarm[] {
  return role.lacks.map((change) => ({
    code: 'not-in-deployment',
    customer: role.customer,
    line: role.line,
    change,
    detail: { deployment: role.name },
  }));
}
