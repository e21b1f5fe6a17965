import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Cache, Git, ObjectId } from '../git';
import { composedPlugins } from '../moodle';
import type { Absences, Arranged } from '../release';

/** Reads what the history alone does not tell of the changes: submodules and what Composer installs. */
export async function readAbsences(
  git: Git,
  cache: Cache,
  arranged: Arranged,
  paths: ReadonlyMap<ObjectId, string>,
  signal?: AbortSignal,
): Promise<Absences> {
  const sides = arranged.arrangements
    .flatMap(({ candidates }) => candidates)
    .flatMap(({ here, predecessor }) => [here, predecessor].filter((side) => side !== null))
    .flatMap(({ tip, own }) => own.map(({ id }) => ({ tip, id, touched: paths.get(id)?.split('\0') ?? [] })));
  const modules = join(git.repository.commonDir, 'modules');
  const submodules = sides.filter(({ touched }) => bringsAbsentSubmodule(touched, modules));
  const composed = sides.flatMap(({ id, touched }) =>
    COMPOSED.filter((file) => touched.includes(file)).map((file) => ({ id, file })),
  );
  const { partial } = arranged.facts.snapshot.repository;
  const composer = await changingPlugins(git, partial ? null : cache, composed, signal);
  return {
    submodules: new Set(submodules.map(({ tip }) => tip)),
    composer: new Set(sides.filter(({ id }) => composer.has(id)).map(({ tip }) => tip)),
  };
}

/** What is in such a submodule cannot be seen. Its repository is kept under the name git gives it, which is its path. */
function bringsAbsentSubmodule(touched: readonly string[], modules: string): boolean {
  return touched.includes('.gitmodules') && touched.every((path) => !existsSync(join(modules, path)));
}

/** Composer reads them at the root of the tree alone. */
const COMPOSED = ['composer.json', 'composer.lock'] as const;

interface Composed {
  readonly id: ObjectId;
  readonly file: (typeof COMPOSED)[number];
}

/**
 * The commits after which Composer installs other plugins than before: one process, none for what was asked before.
 * @param cache null in a partial clone, where a file that is not read may be there all the same: nothing is ruled out then
 */
async function changingPlugins(
  git: Git,
  cache: Cache | null,
  composed: readonly Composed[],
  signal?: AbortSignal,
): Promise<ReadonlySet<ObjectId>> {
  const keyOf = ({ id, file }: Composed): string => `plugins ${file} ${id}`;
  const kept = await Promise.all(composed.map(async (one) => ({ one, answer: await cache?.get(keyOf(one)) })));
  const changing = new Set(kept.filter(({ answer }) => answer?.toString() === 'others').map(({ one }) => one.id));
  const unknown = kept.filter(({ answer }) => answer === undefined).map(({ one }) => one);
  if (unknown.length === 0) return changing;
  const namesOf = ({ id, file }: Composed): readonly [string, string] => [`${id}^:${file}`, `${id}:${file}`];
  const objects = await git.readObjects(unknown.flatMap(namesOf), signal);
  for (const one of unknown) {
    const [before, after] = namesOf(one).map((name) => {
      const text = objects.get(name)?.content.toString('utf8');
      return text === undefined && cache === null ? null : composedPlugins(one.file, text ?? '{}');
    });
    const isSame = before === after && before !== null;
    if (!isSame) changing.add(one.id);
    await cache?.put(keyOf(one), Buffer.from(isSame ? 'same' : 'others'));
  }
  return changing;
}
