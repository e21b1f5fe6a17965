import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mergeModuleSections } from './mergeSections';
import { parseStage } from '../mergeTree';
import type { Stage } from '../mergeTree';
import { readObjects } from '../objects';
import type { GitObject } from '../objects';
import type { GitReader } from '../reader';

export const MODULES = '.gitmodules';

/** The objects of a conflict in `.gitmodules` that can be merged by section: a file on both sides. */
export function moduleStages(stages: readonly Stage[]): readonly Stage[] {
  const own = stages.filter(({ path }) => path === MODULES);
  const isFile = own.every(({ mode }) => mode === '100644');
  return isFile && [2, 3].every((wanted) => own.some(({ stage }) => stage === wanted)) ? own : [];
}

/**
 * What `.gitmodules` comes to by section.
 * @param objects those of the stages, by id
 * @returns null where it stays a conflict.
 */
export function mergedModules(stages: readonly Stage[], objects: ReadonlyMap<string, GitObject>): string | null {
  const own = moduleStages(stages);
  const texts = [1, 2, 3].map((wanted) => {
    const found = own.find(({ stage }) => stage === wanted);
    return found === undefined ? null : objects.get(found.id)?.content.toString('latin1');
  });
  const [base, ours, theirs] = texts;
  if (base === undefined || typeof ours !== 'string' || typeof theirs !== 'string') return null;
  return mergeModuleSections(base, ours, theirs);
}

/** How conflicts were settled that git stopped with. */
export interface Settled {
  /** What is still unmerged. */
  readonly stages: readonly Stage[];
  /** Whether rerere had one on record. */
  readonly resolved: boolean;
  /** Whether `.gitmodules` was merged by section. */
  readonly bySection: boolean;
}

/**
 * Settles what can be settled without a person where git has stopped in a work tree, rerere's record replayed: three
 * processes, and four more for `.gitmodules`.
 */
export async function settleStop(git: GitReader, folder: string, signal?: AbortSignal): Promise<Settled> {
  const ask = async (...args: readonly string[]): Promise<readonly Stage[]> => {
    const { stdout } = await git.read(['ls-files', '-z', ...args], {}, signal);
    return stdout.toString('latin1').split('\0').flatMap(parseStage);
  };
  const stages = await ask('--unmerged');
  const isConcerned = stages.some(({ path }) => path === MODULES);
  if (!isConcerned || !(await settleModules(git, folder, signal))) {
    return { stages, resolved: stages.length === 0, bySection: false };
  }
  const undone = await ask('--resolve-undo');
  return {
    stages: stages.filter(({ path }) => path !== MODULES),
    resolved: undone.some(({ path }) => path !== MODULES),
    bySection: true,
  };
}

/**
 * Settles a conflict in `.gitmodules` by section where git has stopped in a work tree, and stages it: three processes.
 * @param git speaks with git in that work tree.
 * @returns whether it is settled; the work tree is as it was when not.
 */
export async function settleModules(git: GitReader, folder: string, signal?: AbortSignal): Promise<boolean> {
  const { stdout } = await git.read(['ls-files', '--unmerged', '-z', '--', MODULES], {}, signal);
  const stages = stdout.toString('latin1').split('\0').flatMap(parseStage);
  const ids = moduleStages(stages).map(({ id }) => id);
  if (ids.length === 0) return false;
  const merged = mergedModules(stages, await readObjects(git, ids, signal));
  if (merged === null) return false;
  await writeFile(join(folder, MODULES), merged, 'latin1');
  await git.read(['update-index', '--add', '--', MODULES], {}, signal);
  return true;
}
