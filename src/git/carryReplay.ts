import type { Move } from './carryMove';
import type { MergeSettings } from './carrySettings';
import { carryInWorkTree } from './carryWorkTree';
import type { Stage } from './mergeTree';
import { readObjects } from './objects';
import { readerIn } from './quarantine';
import type { Quarantine } from './quarantine';
import type { GitReader } from './reader';
import { conflictId } from './resolutions';
import type { Repository } from './types';

interface Ground {
  readonly git: GitReader;
  readonly repository: Repository;
  readonly quarantine: Quarantine;
  readonly settings: MergeSettings;
}

/**
 * Lets moves that have stopped at a conflict go past it where rerere has a resolution of every file on record: git replays
 * it in a work tree of the quarantine, on a copy of the record. One process finds those it has; each takes a few.
 * @param known ids of the conflicts on record
 */
export async function replayResolutions(
  moves: readonly Move[],
  ground: Ground,
  known: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<void> {
  const asked = moves.flatMap((move) => {
    const { stopped } = move;
    if (stopped === null || !stopped.conflict.stages.every(isFile)) return [];
    const sided = (stage: 2 | 3): readonly string[] =>
      stopped.conflict.stages.flatMap((each) => (each.stage === stage ? [each.path] : []));
    const both = new Set(sided(2).filter((path) => sided(3).includes(path)));
    if (!stopped.conflict.paths.every((path) => both.has(path))) return [];
    return [{ move, stopped, files: stopped.conflict.paths.map((path) => `${stopped.tree}:${path}`) }];
  });
  const objects = await readObjects(
    readerIn(ground.quarantine, ground.git),
    asked.flatMap(({ files }) => files),
    signal,
  );
  for (const { move, stopped, files } of asked) {
    const ids = files.map((file) => {
      const content = objects.get(file)?.content;
      return content === undefined ? null : conflictId(content, ground.repository.objectFormat);
    });
    if (!ids.every((id) => id !== null && known.has(id))) continue;
    const resolutions = new Set(ids.filter((id) => id !== null));
    const one = { ...move.recipe, commits: [stopped.conflict.commit] };
    const { picks, stop } = await carryInWorkTree({ ...ground, resolutions }, one, stopped.at, signal);
    const [pick] = picks;
    if (stop === null && pick !== undefined) move.goPast(pick);
  }
}

/** rerere leaves alone what is no regular file on both sides (rerere.c, check_one_conflict). */
function isFile({ mode }: Stage): boolean {
  return mode.startsWith('100');
}
