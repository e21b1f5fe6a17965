import type { AssemblyList } from '../../config';
import type { Remark } from '../../plan';
import type { RoleBranch } from '../types';
import { callOf } from './mergeSources';
import type { MergeSource } from './mergeSources';
import type { MergingFacts } from './mergeTypes';

/** What comes in though no list says so: a rebuild would not make such a merge again. */
export function besideList(source: MergeSource, role: RoleBranch, { lists }: MergingFacts): readonly Remark[] {
  const known = lists.get(role.name);
  const list = known === undefined || 'code' in known ? null : known;
  if (source.is === 'change') return list === null ? [] : remarksOn(source.change.key, list, role);
  if (source.is === 'tag') return [];
  const has = new Set(role.changes.map(({ key }) => key));
  const brought = source.role.changes.map(({ key }) => key).filter((key) => !has.has(key));
  if (list !== null) return brought.flatMap((key) => remarksOn(key, list, role));
  return brought.map((key) => ({ code: 'brings-along', text: `It comes along with ${source.role.name}.`, about: key }));
}

function remarksOn(key: string, list: AssemblyList, role: RoleBranch): readonly Remark[] {
  const entry = list.merges.find(({ change }) => change === key);
  if (entry === undefined) {
    const command = `moodle-release list ${callOf(role)} --line ${role.line} --add ${key}`;
    const text = `It is not on the list of ${role.name}; a rebuild would take it out. To add it: ${command}`;
    return [{ code: 'not-listed', text, about: key }];
  }
  const because = entry.hold ?? entry.exclude;
  if (because === null) return [];
  const said = entry.hold === null ? 'excludes' : 'holds';
  return [{ code: 'held', text: `The list of ${role.name} ${said} it: ${because}`, about: key }];
}
