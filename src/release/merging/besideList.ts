import type { AssemblyList } from '../../config';
import type { ObjectId } from '../../git/types';
import type { Remark } from '../../plan';
import type { RoleBranch } from '../types';
import { callOf, tipOf } from './mergeSources';
import type { MergeSource } from './mergeSources';
import type { MergingFacts } from './mergeTypes';

/** What comes in though no list says so: a rebuild would not make such a merge again. */
export function besideList(source: MergeSource, role: RoleBranch, { lists }: MergingFacts): readonly Remark[] {
  const known = lists.get(role.name);
  const list = known === undefined || 'code' in known ? null : known;
  if (source.is === 'change') {
    return list === null ? [] : remarksOn({ key: source.change.key, tip: tipOf(source) }, list, role);
  }
  if (source.is === 'tag') return [];
  const has = new Set(role.changes.map(({ key }) => key));
  const brought = source.role.changes.filter(({ key }) => !has.has(key));
  if (list !== null) return brought.flatMap((change) => remarksOn(change, list, role));
  return brought.map(({ key }) => ({
    code: 'brings-along',
    text: `It comes along with ${source.role.name}.`,
    about: key,
  }));
}

function remarksOn(
  { key, tip }: { readonly key: string; readonly tip: ObjectId | null },
  list: AssemblyList,
  role: RoleBranch,
): readonly Remark[] {
  const entry = list.merges.find(({ change }) => change === key);
  if (entry === undefined) {
    const command = `moodle-release list ${callOf(role)} --line ${role.line} --add ${key}`;
    const text = `It is not on the list of ${role.name}; a rebuild would take it out. To add it: ${command}`;
    return [{ code: 'not-listed', text, about: key }];
  }
  const because = entry.hold ?? entry.exclude;
  if (because === null) {
    if (entry.pin === null || entry.pin === tip) return [];
    const text = `The list of ${role.name} pins it at ${entry.pin.slice(0, 12)}; a rebuild would have that.`;
    return [{ code: 'pinned', text, about: key }];
  }
  const said = entry.hold === null ? 'excludes' : 'holds';
  return [{ code: 'held', text: `The list of ${role.name} ${said} it: ${because}`, about: key }];
}
