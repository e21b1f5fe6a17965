import { mkdir, readdir, realpath, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from '../../plan';
import { stopAt } from './conflictFiles';
import type { ResolveEffect, Scratch, Scratches } from '../effects/effectTypes';
import { GitError, toGitError } from '../error';
import type { GitReader } from '../reader';
import { readRefStates } from '../effects/refTransaction';
import { readScratchRecord, scratchPaths, scratchRoot, writeScratchRecord } from './scratchRecord';
import type { ScratchPaths, ScratchPick, ScratchRecord } from './scratchRecord';
import { standingOf } from './scratchStanding';
import type { Standing } from './scratchStanding';
import { ScratchTree } from './scratchTree';
import type { ObjectId } from '../types';

/** A scratch work tree with the commit its branch ends at, once it is finished. */
export interface ScratchSeen {
  readonly scratch: Scratch;
  /** The commit everything is picked onto now; null when the ref that says it is not there. */
  readonly start: ObjectId | null;
  readonly tip: ObjectId | null;
}

/** The scratch work trees of a repository, below `<stateFolder>/wt`. */
export class ScratchDesk implements Scratches {
  /** One thing at a time in one work tree. */
  readonly #queues = new Map<string, Promise<unknown>>();

  /** @param stateFolder where the person's state of this repository lies; null where there is none. */
  constructor(
    private readonly git: GitReader,
    private readonly stateFolder: string | null,
  ) {}

  async look(place: Place, effect: ResolveEffect, signal?: AbortSignal): Promise<Scratch> {
    return (await this.see(place, effect, signal)).scratch;
  }

  /** Looks, and says what the step's end would be. */
  async see(place: Place, effect: ResolveEffect, signal?: AbortSignal): Promise<ScratchSeen> {
    return (await this.#approach(place, effect, signal)).seen;
  }

  begin(place: Place, effect: ResolveEffect, signal?: AbortSignal): Promise<Scratch> {
    return this.#inTurn(place, async () => {
      await this.#prepare();
      const { tree, paths, standing, start } = await this.#approach(place, effect, signal);
      if (standing !== null) return this.#goOn(place, effect, tree, paths, standing, signal);
      if (start === null) throw new GitError('moved', typeof effect.onto === 'string' ? effect.onto : effect.onto.ref);
      await rm(paths.record, { force: true });
      await tree.remove(signal);
      await tree.make(start, signal);
      await writeScratchRecord(paths, nothingOn(start));
      return this.#again(place, effect, signal);
    });
  }

  proceed(place: Place, effect: ResolveEffect, signal?: AbortSignal): Promise<Scratch> {
    return this.#inTurn(place, async () => {
      const { seen, tree, paths, standing } = await this.#approach(place, effect, signal);
      if (standing === null) return seen.scratch;
      const { record, status, inFlight, files } = standing;
      if (inFlight === null) return this.#goOn(place, effect, tree, paths, standing, signal);
      if (files.some(({ resolved }) => !resolved)) return this.#goOn(place, effect, tree, paths, standing, signal);
      const unlike = record.stop?.commit === inFlight ? record.stop.unlike : [];
      const edited = status.changed.filter((path) => !unlike.includes(path));
      await tree.stage([...status.unmerged.map(({ path }) => path), ...edited], signal);
      if ((await tree.status(signal)).staged) {
        await tree.commitAs(inFlight, effect.committer, signal);
      } else {
        // They kept what was there: nothing is left of the commit.
        await this.#passOver(tree, paths, record, inFlight, 'note', signal);
      }
      return this.#again(place, effect, signal);
    });
  }

  skip(place: Place, effect: ResolveEffect, signal?: AbortSignal): Promise<Scratch> {
    return this.#inTurn(place, async () => {
      const { seen, tree, paths, standing } = await this.#approach(place, effect, signal);
      if (standing === null || seen.scratch.commit === null) return seen.scratch;
      refuseAstray(tree, standing);
      await this.#passOver(tree, paths, standing.record, seen.scratch.commit.id, 'forget', signal);
      return this.#again(place, effect, signal);
    });
  }

  leaveOut(place: Place, effect: ResolveEffect, signal?: AbortSignal): Promise<Scratch> {
    return this.#inTurn(place, async () => {
      await this.#prepare();
      const { tree, paths, standing, start } = await this.#approach(place, effect, signal);
      const before = standing?.record ?? nothingOn(start);
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
        await (await ScratchTree.open(this.git, join(folder, step))).remove();
      }
      for (const name of names) await rm(join(folder, name), { force: true });
      await rmdir(join(root, plan)).catch(() => undefined);
    }
  }

  /** Picks until git stops or all is picked. */
  async #goOn(
    place: Place,
    effect: ResolveEffect,
    tree: ScratchTree,
    paths: ScratchPaths,
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
    const { committer } = effect;
    const picks: ScratchPick[] = [...record.picks];
    const write = (more: Pick<ScratchRecord, 'picking' | 'stop'>): Promise<void> =>
      writeScratchRecord(paths, { ...record, ...more, picks });
    for (const id of wantedOf(effect).slice(picks.length)) {
      await write({ picking: id, stop: null });
      if ((await tree.pick(id, committer, signal)) === 'stopped') {
        const status = await tree.status(signal);
        if (status.unmerged.length > 0) {
          await write({ picking: null, stop: await stopAt(tree.folder, id, status) });
          return this.look(place, effect, signal);
        }
        if (!status.staged) {
          await tree.reset(signal);
          picks.push({ from: id, to: null, why: 'became-empty' });
          continue;
        }
        // rerere knew what to make of it.
        await tree.commitAs(id, committer, signal);
      }
      picks.push({ from: id, to: await tree.head(signal) });
    }
    await write({ picking: null, stop: null });
    return this.look(place, effect, signal);
  }

  async #again(place: Place, effect: ResolveEffect, signal?: AbortSignal): Promise<Scratch> {
    const { seen, tree, paths, standing } = await this.#approach(place, effect, signal);
    return standing === null ? seen.scratch : this.#goOn(place, effect, tree, paths, standing, signal);
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

  async #approach(place: Place, effect: ResolveEffect, signal?: AbortSignal): Promise<Approach> {
    if (this.stateFolder === null) throw new GitError('failed', 'no folder for scratch work trees was named');
    const paths = scratchPaths(await realPath(this.stateFolder), place);
    const [start, record, tree] = await Promise.all([
      startOf(this.git, effect, signal),
      readScratchRecord(paths),
      ScratchTree.open(this.git, paths.folder, signal),
    ]);
    const wanted = wantedOf(effect);
    const folder = tree.exists ? paths.folder : null;
    const empty = { ...place, folder, commit: null, number: 1, of: wanted.length, files: [], skipped: [] };
    const without = (state: 'not-begun' | 'left-out'): Approach => {
      const scratch = { ...empty, state, skipped: skippedOf(record) };
      return { seen: { scratch, start, tip: null }, start, paths, tree, standing: null };
    };
    if (record?.leftOut === true) return without('left-out');
    const isOurs = record?.start === start && record.picks.every(({ from }, index) => from === wanted[index]);
    if (record === null || start === null || !isOurs || folder === null) return without('not-begun');
    const standing = await standingOf(tree, record, { start, wanted }, signal);
    const { picks } = standing.record;
    const { inFlight, astray, files } = standing;
    const next = wanted[picks.length];
    // Of a pick that a person has broken off by hand the commit is still to be decided.
    const commit = inFlight ?? (standing.record.stop?.commit === next ? next : undefined);
    const finished = next === undefined && !astray;
    const isOpen = astray || files.some(({ resolved }) => !resolved);
    const scratch: Scratch = {
      ...empty,
      state: finished ? 'finished' : isOpen ? 'conflict' : 'resolved',
      commit: commit === undefined ? null : { id: commit, subject: await subjectOf(this.git, commit, signal) },
      number: Math.min(picks.length + 1, wanted.length),
      files: files.map(({ path, kind, resolved }) => ({ path, kind, resolved })),
      skipped: skippedOf(standing.record),
    };
    return { seen: { scratch, start, tip: finished ? standing.tip : null }, start, paths, tree, standing };
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
  readonly start: ObjectId | null;
  readonly paths: ScratchPaths;
  readonly tree: ScratchTree;
  /** Null when there is no work tree to go on with. */
  readonly standing: Standing | null;
}

function nothingOn(start: ObjectId | null): ScratchRecord {
  return { version: 1, start, picks: [], picking: null, stop: null, leftOut: false };
}

function refuseAstray(tree: ScratchTree, { astray }: Standing): void {
  if (astray) throw new GitError('moved', `HEAD of ${tree.folder}`);
}

function wantedOf({ commits, drop }: ResolveEffect): readonly ObjectId[] {
  return commits.filter((id) => !drop.includes(id));
}

function skippedOf(record: ScratchRecord | null): readonly ObjectId[] {
  return (record?.picks ?? []).flatMap((pick) => (pick.to === null && pick.why === 'skipped' ? [pick.from] : []));
}

/** The commit a branch is put onto; null when the ref that says it is not there. */
async function startOf(git: GitReader, { onto }: ResolveEffect, signal?: AbortSignal): Promise<ObjectId | null> {
  if (typeof onto === 'string') return onto;
  const state = (await readRefStates(git, [onto.ref], signal)).get(onto.ref);
  return state === undefined || state.startsWith('->') ? null : state;
}

async function subjectOf(git: GitReader, commit: ObjectId, signal?: AbortSignal): Promise<string> {
  const { stdout } = await git.read(['log', '-1', '--no-walk', '--format=%s', commit, '--'], {}, signal);
  return stdout.toString('utf8').trim();
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((): string[] => []);
}

/** git knows a work tree by its path without symbolic links. */
async function realPath(folder: string): Promise<string> {
  return realpath(folder).catch(() => folder);
}
