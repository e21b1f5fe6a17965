import { byLine } from './lines';
import type { Survey } from './survey';
import type { LineBranch } from './types';

/** Every line that has a branch of a change, oldest first, by the change's key. What the refs alone say. */
export function lineBranches({ changes }: Pick<Survey, 'changes'>): ReadonlyMap<string, readonly LineBranch[]> {
  const found = new Map<string, LineBranch[]>();
  for (const { identity, line, refs } of changes) {
    const [first] = refs;
    if (first === undefined) continue;
    const isHere = refs.some(({ remote }) => remote === null);
    const isRemote = refs.some(({ remote }) => remote !== null);
    const branch: LineBranch = {
      line,
      branch: first.short,
      at: isHere && isRemote ? 'both' : isHere ? 'local' : 'remote',
    };
    const known = found.get(identity.key);
    if (known) known.push(branch);
    else found.set(identity.key, [branch]);
  }
  for (const branches of found.values()) branches.sort((a, b) => byLine(a.line, b.line));
  return found;
}
