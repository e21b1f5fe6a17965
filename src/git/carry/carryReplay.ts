import type { Move } from './carryMove';
import { conflictOf } from './carryConflict';
import type { MergeSettings } from './carrySettings';
import { carryInWorkTree } from './carryWorkTree';
import type { Stage } from '../mergeTree';
import { mergedModules, MODULES, moduleStages } from '../modules/settleModules';
import { readObjects } from '../objects';
import { readerIn } from '../quarantine';
import type { Quarantine } from '../quarantine';
import type { GitReader } from '../reader';
import { conflictImage } from '../rerere/conflictImage';
import type { Resolutions } from '../rerere/resolutions';
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

/** What is known to settle a conflict without a person. */
export interface KnownAnswer {
  /** What rerere has of it on record, when it has all that `.gitmodules` is not; null where a person has to help. */
  readonly resolutions: Resolutions | null;
  /** What is left to a person: `.gitmodules` is not, where it merges by section. */
  readonly open: readonly Stage[];
}

/**
 * Lets moves that have stopped at a conflict go past it where every file of it is known: rerere has it on record, or it is
 * `.gitmodules`. git replays it in a work tree of the quarantine, on a copy of the record. One process finds those that are
 * known; each takes a few.
 */
export async function replayAnswers(
  moves: readonly Move[],
  ground: Ground,
  record: Resolutions,
  signal?: AbortSignal,
): Promise<void> {
  const stops = moves.flatMap((move) => (move.stopped === null ? [] : [{ move, ...move.stopped }]));
  const met = stops.map(({ conflict, tree }) => ({ stages: conflict.stages, tree }));
  const found = await answersTo(met, ground, record, signal);
  for (const [index, { move, conflict, at }] of stops.entries()) {
    const { resolutions, open } = found[index] ?? NOTHING_KNOWN;
    if (resolutions !== null) {
      const one = { ...move.recipe, commits: [conflict.commit] };
      const { picks, stop } = await carryInWorkTree({ ...ground, resolutions }, one, at, signal);
      const [pick] = picks;
      if (stop === null && pick !== undefined) move.goPast(pick);
    } else if (open.length < conflict.stages.length && open.length > 0) {
      move.stop({ result: 'conflict', conflict: conflictOf(conflict.commit, open) });
    }
  }
}

const NOTHING_KNOWN: KnownAnswer = { resolutions: null, open: [] };

/** What is known of conflicts, for each. One process; none where nothing can be known. */
export async function answersTo(
  conflicts: readonly MetConflict[],
  { git, repository, quarantine }: Pick<Ground, 'git' | 'repository' | 'quarantine'>,
  record: Resolutions,
  signal?: AbortSignal,
): Promise<readonly KnownAnswer[]> {
  const asked = conflicts.map(({ stages, tree }) => {
    const modules = moduleStages(stages).map(({ id }) => id);
    const files = record.isEmpty && modules.length === 0 ? [] : replayablePaths(stages);
    return { modules, files: files.map((path) => ({ path, name: `${tree}:${path}` })) };
  });
  const names = asked.flatMap(({ modules, files }) => [...modules, ...files.map(({ name }) => name)]);
  const objects =
    names.length === 0 ? new Map<string, never>() : await readObjects(readerIn(quarantine, git), names, signal);
  return conflicts.map(({ stages }, index): KnownAnswer => {
    const bySection = mergedModules(stages, objects) !== null;
    const open = bySection ? stages.filter(({ path }) => path !== MODULES) : stages;
    const ids = (asked[index]?.files ?? []).flatMap(({ path, name }) => {
      const content = objects.get(name)?.content;
      const images = content === undefined ? [] : [content, withReturns(content)];
      return images.flatMap((each) => {
        const id = conflictImage(each, repository.objectFormat)?.id;
        return id !== undefined && record.has(id) ? [{ path, id }] : [];
      });
    });
    const recorded = new Set(ids.map(({ path }) => path));
    const isKnown = open.every(({ path }) => recorded.has(path)) && stages.length > 0;
    return { resolutions: isKnown ? record.of(ids.map(({ id }) => id)) : null, open };
  });
}

/** Files rerere may have on record: it leaves alone what is no regular file on both sides (rerere.c, check_one_conflict). */
export function replayablePaths(stages: readonly Stage[]): readonly string[] {
  const sided = (stage: 2 | 3): ReadonlySet<string> =>
    new Set(stages.flatMap((each) => (each.stage === stage && isFile(each) ? [each.path] : [])));
  const theirs = sided(3);
  return [...sided(2)].filter((path) => theirs.has(path));
}

/** As a work tree may have it: it is work trees that rerere has on record. */
function withReturns(content: Buffer): Buffer {
  return Buffer.from(content.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
}

function isFile({ mode }: Stage): boolean {
  return mode.startsWith('100');
}
