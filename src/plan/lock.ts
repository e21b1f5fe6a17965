import { randomBytes, randomInt } from 'node:crypto';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PlanError } from './error';
import { ownerOf, ownerShape, stateOf } from './owner';
import type { Owner } from './owner';

export interface Lock {
  release(): Promise<void>;
}

const CLAIM = /^claim-[0-9a-f]{16}\.lock$/;
const UNREADY = /^claim-[0-9a-f]{16}\.new$/;
/** Two that come at the same moment both step back and come again. */
const ATTEMPTS = 12;
const PAUSE = 25;

/**
 * Takes the folder for this process: it writes a claim under a name nobody else has, then looks around, and is alone or
 * takes the claim away again. Of two that come at once at least one sees the other. A dead process's claim is removed by
 * its own name, so nobody can remove another's by mistake, as happens where all fight for one file.
 * @throws PlanError `busy` when another process has it, `unwritable`.
 */
export async function lock(folder: string, signal?: AbortSignal): Promise<Lock> {
  for (let attempt = 1; ; attempt += 1) {
    const name = await claim(folder);
    const release = (): Promise<void> => rm(join(folder, name), { force: true });
    try {
      const [rival] = await rivals(folder, name);
      if (rival === undefined) return { release };
      if (attempt === ATTEMPTS) throw busy(folder, rival);
    } catch (error) {
      await release();
      throw error;
    }
    await release();
    await setTimeout(randomInt(PAUSE) + 1, undefined, { signal });
  }
}

/** Who has the folder; null when nobody has. */
export async function holder(folder: string): Promise<Owner | 'somebody' | null> {
  return (await rivals(folder, null))[0]?.owner ?? null;
}

async function claim(folder: string): Promise<string> {
  const name = `claim-${randomBytes(8).toString('hex')}`;
  const unready = join(folder, `${name}.new`);
  try {
    const file = await open(unready, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(ownerOf(process.pid))}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    // It appears whole or not at all.
    await rename(unready, join(folder, `${name}.lock`));
  } catch (error) {
    await rm(unready, { force: true }).catch(() => undefined);
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
    throw new PlanError('unwritable', { folder, code }, { cause: error });
  }
  return `${name}.lock`;
}

interface Rival {
  readonly name: string;
  /** `somebody` when the claim is not one this version can read. */
  readonly owner: Owner | 'somebody';
}

/** Claims of others that may be alive; those of the dead are removed. */
async function rivals(folder: string, own: string | null): Promise<readonly Rival[]> {
  // Before the first plan there is no folder.
  const all = await readdir(folder).catch((): string[] => []);
  const names = all.filter((name) => CLAIM.test(name) && name !== own);
  const found = await Promise.all(
    names.map(async (name): Promise<Rival | null> => {
      const path = join(folder, name);
      const text = await readFile(path, 'utf8').catch((): null => null);
      if (text === null) return null;
      const owner = parse(text);
      if (owner === null) return { name, owner: 'somebody' };
      if (stateOf(owner) !== 'dead') return { name, owner };
      await rm(path, { force: true });
      return null;
    }),
  );
  return found.filter((rival) => rival !== null);
}

function parse(text: string): Owner | null {
  try {
    return ownerShape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function busy(folder: string, { name, owner }: Rival): PlanError {
  const who = owner === 'somebody' ? {} : { host: owner.host, pid: owner.pid };
  return new PlanError('busy', { file: join(folder, name), ...who });
}

/** Removes what a process left that died while it wrote its claim. Only for who has the lock: others then try again. */
export async function sweepClaims(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => UNREADY.test(name));
  await Promise.all(names.map((name) => rm(join(folder, name), { force: true })));
}
