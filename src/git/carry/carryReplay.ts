import type { Move } from './carryMove';
import type { MergeSettings } from './carrySettings';
import { carryInWorkTree } from './carryWorkTree';
import type { Stage } from '../mergeTree';
import { readObjects } from '../objects';
import { readerIn } from '../quarantine';
import type { Quarantine } from '../quarantine';
import type { GitReader } from '../reader';
import { conflictId } from './resolutions';
import type { ObjectId, Repository } from '../types';

interface Ground {
  readonly git: GitReader;
  readonly repository: Repository;
  readonly quarantine: Quarantine;
  readonly settings: MergeSettings;
}

/** A conflict that was met in memory, and the tree with its markers. */
export interface MetConflict {
  readonly stages: readonly Stage[];
  readonly tree: ObjectId;
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
  const stops = moves.flatMap((move) => (move.stopped === null ? [] : [{ move, ...move.stopped }]));
  const met = stops.map(({ conflict, tree }) => ({ stages: conflict.stages, tree }));
  const found = await resolutionsOf(met, ground, known, signal);
  for (const [index, { move, conflict, at }] of stops.entries()) {
    const resolutions = found[index] ?? null;
    if (resolutions === null) continue;
    const one = { ...move.recipe, commits: [conflict.commit] };
    const { picks, stop } = await carryInWorkTree({ ...ground, resolutions }, one, at, signal);
    const [pick] = picks;
    if (stop === null && pick !== undefined) move.goPast(pick);
  }
}

/**
 * The ids under which rerere has a resolution of every file of a conflict on record, for each; null where it has not. One
 * process.
 */
export async function resolutionsOf(
  conflicts: readonly MetConflict[],
  { git, repository, quarantine }: Pick<Ground, 'git' | 'repository' | 'quarantine'>,
  known: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<readonly (ReadonlySet<string> | null)[]> {
  const files = conflicts.map(({ stages, tree }) => {
    const sided = (stage: 2 | 3): readonly string[] =>
      stages.flatMap((each) => (each.stage === stage ? [each.path] : []));
    const both = new Set(sided(2).filter((path) => sided(3).includes(path)));
    const isReplayable = stages.every((each) => isFile(each) && both.has(each.path));
    return isReplayable ? [...both].map((path) => `${tree}:${path}`) : [];
  });
  const objects = await readObjects(readerIn(quarantine, git), files.flat(), signal);
  return files.map((names) => {
    const ids = names.map((name) => {
      const content = objects.get(name)?.content;
      return content === undefined ? null : conflictId(content, repository.objectFormat);
    });
    const recorded = ids.filter((id) => id !== null && known.has(id)).filter((id) => id !== null);
    return ids.length > 0 && recorded.length === ids.length ? new Set(recorded) : null;
  });
}

/** rerere leaves alone what is no regular file on both sides (rerere.c, check_one_conflict). */
function isFile({ mode }: Stage): boolean {
  return mode.startsWith('100');
}
