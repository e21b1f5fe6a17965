import { mkdir, readdir, realpath, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CarryContext } from '../carry/carry';
import { dropKeeps } from '../carry/carryKeep';
import type { Place } from '../../plan';
import { stopAt } from './conflictFiles';
import type { HelpedEffect, Scratch, Scratches } from '../effects/effectTypes';
import { GitError, toGitError } from '../error';
import { readScratchRecord, scratchPaths, scratchRoot, writeScratchRecord } from './scratchRecord';
import type { ScratchPaths, ScratchPick, ScratchRecord } from './scratchRecord';
import { standingOf } from './scratchStanding';
import type { Standing } from './scratchStanding';
import { ScratchTree } from './scratchTree';
import { workOf } from './scratchWork';
import type { ScratchWork } from './scratchWork';
import type { ObjectId } from '../types';

/** A scratch work tree with the commit its branch ends at, once it is finished. */
export interface ScratchSeen {
  readonly scratch: Scratch;
  readonly work: ScratchWork;
  readonly tip: ObjectId | null;
}

/** The scratch work trees of a repository, below `<stateFolder>/wt`. */
export class ScratchDesk implements Scratches {
  /** One thing at a time in one work tree. */
  readonly #queues = new Map<string, Promise<unknown>>();

  /** @param stateFolder where the person's state of this repository lies; null where there is none. */
  constructor(
    private readonly context: CarryContext,
    private readonly stateFolder: string | null,
  ) {}

  async look(place: Place, effect: HelpedEffect, signal?: AbortSignal): Promise<Scratch> {
    return (await this.see(place, effect, signal)).scratch;
  }

  /** Looks, and says what the step's end would be. */
  async see(place: Place, effect: HelpedEffect, signal?: AbortSignal): Promise<ScratchSeen> {
    return (await this.#approach(place, effect, signal)).seen;
  }

  begin(place: Place, effect: HelpedEffect, signal?: AbortSignal): Promise<Scratch> {
    return this.#inTurn(place, async () => {
      await this.#prepare();
      const approach = await this.#approach(place, effect, signal);
      const { tree, paths, standing } = approach;
      if (standing !== null) return this.#goOn(place, effect, approach, standing, signal);
      const { start, lacks } = approach.seen.work;
      if (start === null) throw new GitError('moved', lacks ?? '');
      await rm(paths.record, { force: true });
      await tree.remove(signal);
      await tree.make(start, signal);
      await writeScratchRecord(paths, nothingOn(start));
      return this.#again(place, effect, signal);
    });
  }

  proceed(place: Place, effect: HelpedEffect, signal?: AbortSignal): Promise<Scratch> {
    return this.#inTurn(place, async () => {
      const approach = await this.#approach(place, effect, signal);
      const { seen, tree, paths, standing } = approach;
      if (standing === null) return seen.scratch;
      const { record, status, inFlight, files } = standing;
      const isOpen = files.some(({ resolved }) => !resolved);
      if (inFlight === null || isOpen) return this.#goOn(place, effect, approach, standing, signal);
      const unlike = record.stop?.commit === inFlight ? record.stop.unlike : [];
      const edited = status.changed.filter((path) => !unlike.includes(path));
      await tree.stage([...status.unmerged.map(({ path }) => path), ...edited], signal);
      if (seen.work.does === 'merge' || (await tree.status(signal)).staged) {
        await seen.work.commit(record.picks.length, tree, signal);
      } else {
        // They kept what was there: nothing is left of the commit.
        await this.#passOver(tree, paths, record, inFlight, 'note', signal);
      }
      return this.#again(place, effect, signal);
    });
  }

  skip(place: Place, effect: HelpedEffect, signal?: AbortSignal): Promise<Scratch> {
    return this.#inTurn(place, async () => {
      const { seen, tree, paths, standing } = await this.#approach(place, effect, signal);
      if (standing === null || seen.scratch.commit === null) return seen.scratch;
      refuseAstray(tree, standing);
      await this.#passOver(tree, paths, standing.record, seen.scratch.commit.id, 'forget', signal);
      return this.#again(place, effect, signal);
    });
  }

  leaveOut(place: Place, effect: HelpedEffect, signal?: AbortSignal): Promise<Scratch> {
    return this.#inTurn(place, async () => {
      await this.#prepare();
      const { seen, tree, paths, standing } = await this.#approach(place, effect, signal);
      const before = standing?.record ?? nothingOn(seen.work.start);
      await writeScratchRecord(paths, { ...before, picking: null, stop: null, leftOut: true });
      await tree.remove(signal);
      return this.look(place, effect, signal);
    });
  }

  async remove(plans: readonly string[] | { readonly allBut: readonly string[] }): Promise<void> {
    if (this.stateFolder === null) return;
    const root = scratchRoot(this.stateFolder);
    const isMeant = (plan: string): boolean =>
      'allBut' in plans ? !plans.allBut.includes(plan) : plans.includes(plan);
    for (const plan of (await namesIn(root)).filter(isMeant)) {
      const folder = await realPath(join(root, plan));
      const names = await namesIn(folder);
      for (const step of new Set(names.map((name) => name.split('.')[0] ?? ''))) {
        await (await ScratchTree.open(this.context.git, join(folder, step))).remove();
        await dropKeeps(this.context.repository, noteOf({ plan, step }));
      }
      for (const name of names) await rm(join(folder, name), { force: true });
      await rmdir(join(root, plan)).catch(() => undefined);
    }
  }

  /** Picks or merges until git stops or all is done. */
  async #goOn(
    place: Place,
    effect: HelpedEffect,
    { seen: { work }, tree, paths }: Approach,
    standing: Standing,
    signal?: AbortSignal,
  ): Promise<Scratch> {
    refuseAstray(tree, standing);
    const { record, inFlight, status } = standing;
    if (inFlight !== null) {
      const stop = record.stop?.commit === inFlight ? record.stop : await stopAt(tree.folder, inFlight, status);
      await writeScratchRecord(paths, { ...record, picking: null, stop });
      return this.look(place, effect, signal);
    }
    if (standing.litter) {
      await tree.rerere('note', signal);
      await tree.reset(signal);
    }
    const picks: ScratchPick[] = [...record.picks];
    const write = (more: Pick<ScratchRecord, 'picking' | 'stop'>): Promise<void> =>
      writeScratchRecord(paths, { ...record, ...more, picks });
    let head = standing.tip;
    const begin = async <T>(index: number, act: () => Promise<T>): Promise<T> => {
      await write({ picking: work.wanted[index] ?? null, stop: null });
      try {
        return await act();
      } catch (error) {
        // What a person has not committed is in the way: it is theirs, and nothing to clear away.
        if (GitError.is(error, 'would-overwrite')) await write({ picking: null, stop: null });
        throw error;
      }
    };
    const ahead = await work.ahead(picks.length, head, noteOf(place), signal);
    if (ahead !== null) {
      const index = picks.length;
      // HEAD says what of it is done.
      picks.push(...ahead.picks);
      try {
        await begin(index, () => tree.goTo(ahead.tip, signal));
      } finally {
        await ahead.release();
      }
      head = ahead.tip;
    }
    for (const id of work.wanted.slice(picks.length)) {
      const index = picks.length;
      if ((await begin(index, () => work.take(index, tree, signal))) === 'stopped') {
        const status = await tree.status(signal);
        if (status.unmerged.length > 0) {
          await write({ picking: null, stop: await stopAt(tree.folder, id, status) });
          return this.look(place, effect, signal);
        }
        // rerere knew what to make of it.
        if (work.does === 'merge' || status.staged) await work.commit(index, tree, signal);
        else await tree.reset(signal);
      }
      const made = await tree.head(signal);
      picks.push(made === head ? { from: id, to: null, why: 'became-empty' } : { from: id, to: made });
      head = made;
    }
    await write({ picking: null, stop: null });
    return this.look(place, effect, signal);
  }

  async #again(place: Place, effect: HelpedEffect, signal?: AbortSignal): Promise<Scratch> {
    const approach = await this.#approach(place, effect, signal);
    const { seen, standing } = approach;
    return standing === null ? seen.scratch : this.#goOn(place, effect, approach, standing, signal);
  }

  async #passOver(
    tree: ScratchTree,
    paths: ScratchPaths,
    record: ScratchRecord,
    commit: ObjectId,
    rerere: 'note' | 'forget',
    signal?: AbortSignal,
  ): Promise<void> {
    await tree.rerere(rerere, signal);
    const picks: ScratchPick[] = [...record.picks, { from: commit, to: null, why: 'skipped' }];
    await writeScratchRecord(paths, { ...record, picks, picking: null, stop: null });
    await tree.reset(signal);
  }

  async #approach(place: Place, effect: HelpedEffect, signal?: AbortSignal): Promise<Approach> {
    if (this.stateFolder === null) throw new GitError('failed', 'no folder for scratch work trees was named');
    const paths = scratchPaths(await realPath(this.stateFolder), place);
    const [work, record, tree] = await Promise.all([
      workOf(this.context, effect, signal),
      readScratchRecord(paths),
      ScratchTree.open(this.context.git, paths.folder, signal),
    ]);
    const { start, wanted } = work;
    const folder = tree.exists ? paths.folder : null;
    const empty = {
      ...place,
      does: work.does,
      folder,
      commit: null,
      number: 1,
      of: wanted.length,
      files: [],
      skipped: [],
    };
    const without = (state: 'not-begun' | 'left-out'): Approach => {
      const scratch = { ...empty, state, skipped: skippedOf(record) };
      return { seen: { scratch, work, tip: null }, paths, tree, standing: null };
    };
    if (record?.leftOut === true) return without('left-out');
    const isOurs = record?.start === start && record.picks.every(({ from }, index) => from === wanted[index]);
    if (record === null || start === null || !isOurs || folder === null) return without('not-begun');
    const standing = await standingOf(tree, record, { ...work, start }, signal);
    const { picks } = standing.record;
    const { inFlight, astray, files } = standing;
    const next = wanted[picks.length];
    // What a person has broken off by hand, or git has refused to begin with, is still to be decided.
    const { stop, picking } = standing.record;
    const commit = inFlight ?? (stop?.commit === next || picking === next ? next : undefined);
    const finished = next === undefined && !astray;
    const isOpen = astray || files.some(({ resolved }) => !resolved);
    const scratch: Scratch = {
      ...empty,
      state: finished ? 'finished' : isOpen ? 'conflict' : 'resolved',
      commit: commit === undefined ? null : { id: commit, subject: await work.subject(picks.length, signal) },
      number: Math.min(picks.length + 1, wanted.length),
      files: files.map(({ path, kind, resolved }) => ({ path, kind, resolved })),
      skipped: skippedOf(standing.record),
    };
    return { seen: { scratch, work, tip: finished ? standing.tip : null }, paths, tree, standing };
  }

  async #prepare(): Promise<void> {
    try {
      if (this.stateFolder !== null) await mkdir(this.stateFolder, { recursive: true, mode: 0o700 });
    } catch (error) {
      throw toGitError(error);
    }
  }

  async #inTurn<T>({ plan, step }: Place, act: () => Promise<T>): Promise<T> {
    const name = `${plan}/${step}`;
    const before = this.#queues.get(name) ?? Promise.resolve();
    const turn = before.then(act, act);
    this.#queues.set(name, turn);
    try {
      return await turn;
    } finally {
      if (this.#queues.get(name) === turn) this.#queues.delete(name);
    }
  }
}

interface Approach {
  readonly seen: ScratchSeen;
  readonly paths: ScratchPaths;
  readonly tree: ScratchTree;
  /** Null when there is no work tree to go on with. */
  readonly standing: Standing | null;
}

function nothingOn(start: ObjectId | null): ScratchRecord {
  return { version: 1, start, picks: [], picking: null, stop: null, leftOut: false };
}

/** Under which what memory makes for a work tree is kept until HEAD holds it. */
function noteOf({ plan, step }: Place): string {
  return `${plan}.${step}`;
}

function refuseAstray(tree: ScratchTree, { astray }: Standing): void {
  if (astray) throw new GitError('moved', `HEAD of ${tree.folder}`);
}

function skippedOf(record: ScratchRecord | null): readonly ObjectId[] {
  return (record?.picks ?? []).flatMap((pick) => (pick.to === null && pick.why === 'skipped' ? [pick.from] : []));
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((): string[] => []);
}

/** git knows a work tree by its path without symbolic links. */
async function realPath(folder: string): Promise<string> {
  return realpath(folder).catch(() => folder);
}
