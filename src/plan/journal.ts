import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hashOf, readLines, writeLine } from './entries';
import type { Entry } from './entries';
import { PlanError } from './error';

/** The open journal of one plan: lines are added, and are on the disk before anything they announce is done. */
export class Journal {
  private constructor(
    readonly path: string,
    private readonly file: FileHandle,
    private count: number,
    private hash: string,
  ) {}

  /**
   * Makes the journal of a plan, which must not be there yet.
   * @throws PlanError `unwritable`; then there is no file.
   */
  static async begin(path: string, first: Entry): Promise<Journal> {
    return orUnwritable(path, async () => {
      const file = await open(path, 'wx', 0o600);
      const journal = new Journal(path, file, 0, '');
      try {
        await journal.add(first);
        await syncFolder(dirname(path));
        return journal;
      } catch (error) {
        await file.close();
        throw error;
      }
    });
  }

  /**
   * Goes on with a journal whose last line may be torn.
   * @throws PlanError `newer`, `damaged`, `unwritable`
   */
  static async reopen(path: string): Promise<{ journal: Journal; entries: readonly Entry[] }> {
    return orUnwritable(path, async () => {
      const file = await open(path, 'r+');
      try {
        const { entries, length, hash, problem } = readLines(await file.readFile());
        if (problem !== null) throw new PlanError(problem, { file: path });
        await file.truncate(length);
        const journal = new Journal(path, file, entries.length, hash);
        return { journal, entries };
      } catch (error) {
        await file.close();
        throw error;
      }
    });
  }

  /** @throws PlanError `unwritable`; then nothing may be done that the line announces, and no line be added. */
  async append(entry: Entry): Promise<void> {
    await orUnwritable(this.path, () => this.add(entry));
  }

  /** Milliseconds by the clock of the file system, as of the last line. */
  async clock(): Promise<number> {
    return (await this.file.stat()).mtimeMs;
  }

  async close(): Promise<void> {
    await this.file.close();
  }

  private async add(entry: Entry): Promise<void> {
    const line = writeLine(entry, this.count, this.hash);
    const { size } = await this.file.stat();
    // At the end by position, not by the handle: reading before may have moved it.
    const bytes = Buffer.from(line);
    for (let done = 0; done < bytes.length;) {
      done += (await this.file.write(bytes, done, bytes.length - done, size + done)).bytesWritten;
    }
    await this.file.sync();
    this.count += 1;
    this.hash = hashOf(line);
  }
}

/** Makes what happened to the names in a folder outlast a power cut. Windows cannot, and needs not. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Turns what the file system says into a reason; `detail.code` is its own word: ENOSPC, EROFS, EACCES. */
export async function orUnwritable<T>(path: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (PlanError.is(error)) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
    throw new PlanError('unwritable', { file: path, code }, { cause: error });
  }
}
