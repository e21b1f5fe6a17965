import { changeName } from '../../present';
import type { Assessment } from '../../release/types';

/** The tree items among what VS Code hands a command: the one it was called on, and all selected ones if it is among them. */
export function itemsOf([item, selected]: readonly unknown[]): readonly object[] {
  return (Array.isArray(selected) ? selected : [item]).filter(isObject);
}

function isSame(one: unknown, change: Assessment): boolean {
  return isObject(one) && 'key' in one && one.key === change.key && 'target' in one && one.target === change.target;
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Whether something a command was called with says which changes are meant: a change, a group of them, or their names. */
export function namesChanges(item: object): boolean {
  return 'change' in item || 'group' in item || ('changes' in item && Array.isArray(item.changes));
}

/** Whether it says so of this one. */
export function isMeant(item: object, change: Assessment): boolean {
  if ('change' in item) return isSame(item.change, change);
  if ('group' in item) return isObject(item.group) && isIn(item.group, change);
  if (!('changes' in item) || !Array.isArray(item.changes)) return false;
  return item.changes.includes(change.key) || item.changes.includes(changeName(change));
}

/** A group has changes, or groups that have. */
function isIn(group: object, change: Assessment): boolean {
  const changes: readonly unknown[] = 'changes' in group && Array.isArray(group.changes) ? group.changes : [];
  const groups: readonly unknown[] = 'groups' in group && Array.isArray(group.groups) ? group.groups : [];
  return changes.some((one) => isSame(one, change)) || groups.some((one) => isObject(one) && isIn(one, change));
}
