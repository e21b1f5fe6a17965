import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { page } from './drawnTrees';
import { buildRepository } from './repo';
import type { TestRepository } from './repo';
import type { Resolve } from './scratch';

/** A page of which one line says something else. */
export const line = (number: number, text: string, rest = page()): string =>
  rest.replace(`line ${number}\n`, `${text}\n`);

/** A role branch without merges. `a` and `b` clash in a.php, `d` and `e` in b.php; `c` and `f` with nobody. */
export function roleBranch(): TestRepository {
  return buildRepository((b) => {
    b.commit('main', { 'a.php': page(), 'b.php': page() }, 'release');
    b.branch('role', 'main');
    b.commit('a', { 'a.php': line(2, 'a') }, 'a', { from: 'main' });
    b.commit('b', { 'a.php': line(2, 'b') }, 'b', { from: 'main' });
    b.commit('c', { 'local/c.php': 'c' }, 'c', { from: 'main' });
    b.commit('d', { 'b.php': line(5, 'd') }, 'd', { from: 'main' });
    b.commit('e', { 'b.php': line(5, 'e') }, 'e', { from: 'main' });
    b.commit('f', { 'local/f.php': 'f' }, 'f', { from: 'main' });
  });
}

/** What a person makes of the two clashes. */
export const resolveClash: Resolve = (folder, stop) => {
  const [path, text] = stop === 0 ? ['a.php', line(2, 'a and b')] : ['b.php', line(5, 'd and e')];
  writeFileSync(join(folder, path), text);
};
