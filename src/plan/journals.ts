import type { Dirent } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { readLines, VERSION } from './entries';
import type { Entry, Home } from './entries';
import { PlanError } from './error';
import { Journal, orUnwritable, syncFolder } from './journal';
import { lock } from './lock';
import type { Lock } from './lock';
import { ownerOf } from './owner';
import { readRecord } from './record';
import type { PlanRecord } from './record';
import { asJson } from './schema';
import type { AnyEffects } from './schema';
import type { Plan } from './types';

/** A journal by its name alone; newest first, whatever the clock said. */
export interface JournalName {
  readonly id: string;
  readonly number: number;
  readonly open: boolean;
}

export type Expiry = { readonly days: number; readonly plans: number };
const EXPIRY: Expiry = { days: 90, plans: 50 };

/**
 * The number keeps the order even when the clock is set back. `open` is in the name so that a start finds what was cut
 * off without reading all the rest.
 */
const NAME = /^(\d{6,12})\.([a-z0-9]+(?:-[a-z0-9]+)*)\.(open\.)?jsonl$/i;

/** A folder of journals, one file a plan, which is made at the first write. Throws PlanError. */
export class Journals {
  constructor(
    readonly folder: string,
    private readonly effects: AnyEffects,
  ) {}

  /** By name, newest first: one folder listing and no file. */
  async list(): Promise<readonly JournalName[]> {
    const files = await readdir(this.folder, { withFileTypes: true }).catch((error: unknown): Dirent[] => {
      if (isMissing(error)) return [];
      throw error;
    });
    return files
      .flatMap((file): JournalName[] => {
        const [, number, id, isOpen] = NAME.exec(file.name) ?? [];
        return number === undefined || id === undefined || !file.isFile()
          ? []
          : [{ id, number: Number(number), open: isOpen !== undefined }];
      })
      .sort((a, b) => b.number - a.number);
  }

  /**
   * What one journal says.
   * @throws PlanError `no-such-plan`, `newer`, `damaged`, `bad-plan`
   */
  async read(id: string): Promise<PlanRecord> {
    const { record } = await this.readNamed(await this.find(id));
    if (record === null) throw new PlanError('no-such-plan', { id });
    return record;
  }

  /**
   * As `read`, of a plan that was run here.
   * @throws PlanError `elsewhere`, or as `read`
   */
  async readOurs(id: string): Promise<PlanRecord> {
    const record = await this.read(id);
    if (!(await this.isOurs(record))) throw new PlanError('elsewhere', { id, path: record.home.path });
    return record;
  }

  /** Whether a journal was written here. Else it came with a copy of the repository and says nothing about this one. */
  async isOurs({ home }: PlanRecord): Promise<boolean> {
    const here = await homeOf(this.folder);
    return home.mark === here.mark || (home.host === here.host && home.path === here.path);
  }

  /** Takes the folder for this process. @throws PlanError `busy`, `unwritable` */
  async lock(signal?: AbortSignal): Promise<Lock> {
    await orUnwritable(this.folder, () => mkdir(this.folder, { recursive: true, mode: 0o700 }));
    return lock(this.folder, signal);
  }

  /** Clears up what a process left that died while it began or ended. Only for who has the lock. */
  async sweep(): Promise<void> {
    for (const name of await this.list()) {
      if (!name.open) continue;
      const { entries, problem } = await this.linesOf(name);
      if (problem !== null) continue;
      if (entries.length === 0) await rm(this.pathOf(name), { force: true });
      else if (entries.at(-1)?.type === 'ended') await this.finish(name.id);
    }
  }

  /** Begins the journal of a plan. Only for who has the lock. */
  async begin(plan: Plan, by = loginName()): Promise<{ journal: Journal; record: PlanRecord }> {
    const names = await this.list();
    if (names.some(({ id }) => id === plan.id)) throw new PlanError('run-already', { id: plan.id });
    const path = this.pathOf({ id: plan.id, number: (names[0]?.number ?? 0) + 1, open: true });
    const home = await homeOf(this.folder);
    const at = new Date().toISOString();
    const owner = ownerOf(process.pid);
    const entry: Entry = { type: 'plan', version: VERSION, at, home, owner, by, plan: asJson(plan) };
    const record = readRecord([entry], this.effects);
    if (record === null) throw new PlanError('bad-plan', { place: 'id', problem: plan.id });
    const journal = await Journal.begin(path, entry).catch(async (error: unknown) => {
      // A file that could be made and not written says nothing, and would only be in the way.
      await rm(path, { force: true }).catch(() => undefined);
      throw error;
    });
    return { journal, record };
  }

  /** Goes on with a journal. Only for who has the lock. */
  async reopen(id: string): Promise<{ journal: Journal; record: PlanRecord }> {
    const { journal, entries } = await Journal.reopen(this.pathOf(await this.find(id)));
    try {
      const record = readRecord(entries, this.effects);
      if (record === null) throw new PlanError('no-such-plan', { id });
      return { journal, record };
    } catch (error) {
      await journal.close();
      throw error;
    }
  }

  /** Marks a journal as ended by its name. */
  async finish(id: string): Promise<void> {
    const name = await this.find(id);
    if (!name.open) return;
    await orUnwritable(this.folder, async () => {
      await rename(this.pathOf(name), this.pathOf({ ...name, open: false }));
      await syncFolder(this.folder);
    });
  }

  /** Ended journals beyond the newest 50 or not touched for 90 days, oldest first. */
  async expired(now: number, { days, plans }: Expiry = EXPIRY): Promise<readonly string[]> {
    const ended = (await this.list()).filter((name) => !name.open);
    const oldest = now - days * 24 * 3600 * 1000;
    const times = await Promise.all(ended.slice(0, plans).map(async (name) => (await stat(this.pathOf(name))).mtimeMs));
    return ended
      .filter((_, index) => (times[index] ?? 0) < oldest)
      .map(({ id }) => id)
      .reverse();
  }

  async remove(id: string): Promise<void> {
    await rm(this.pathOf(await this.find(id)), { force: true });
  }

  /** @throws PlanError `no-such-plan` when it was removed meanwhile, `newer`, `damaged`, `bad-plan` */
  async readNamed(name: JournalName): Promise<{ readonly record: PlanRecord | null }> {
    const { entries, problem } = await this.linesOf(name);
    if (problem !== null) throw new PlanError(problem, { file: this.pathOf(name) });
    return { record: readRecord(entries, this.effects) };
  }

  private async linesOf(name: JournalName): Promise<ReturnType<typeof readLines>> {
    const file = await open(this.pathOf(name), 'r').catch((error: unknown): null => {
      if (isMissing(error)) return null;
      throw error;
    });
    if (file === null) {
      // Between the listing and here it has ended, or was removed.
      if (name.open) return this.linesOf({ ...name, open: false });
      throw new PlanError('no-such-plan', { id: name.id });
    }
    try {
      return readLines(await file.readFile());
    } finally {
      await file.close();
    }
  }

  private async find(id: string): Promise<JournalName> {
    const name = (await this.list()).find((each) => each.id === id);
    if (name === undefined) throw new PlanError('no-such-plan', { id });
    return name;
  }

  private pathOf({ id, number, open: isOpen }: JournalName): string {
    return join(this.folder, `${String(number).padStart(6, '0')}.${id}${isOpen ? '.open' : ''}.jsonl`);
  }
}

/**
 * A folder keeps its inode and the time it was made when it is moved, and a copy gets others. Where the file system
 * knows neither, the path on this host has to do.
 */
async function homeOf(folder: string): Promise<Home> {
  const { ino, birthtimeNs } = await stat(folder, { bigint: true });
  return { host: hostname(), path: resolve(folder), mark: `${ino}-${birthtimeNs}` };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** A container may run under a number that has no name. */
function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
