import { createHash, randomBytes, randomInt } from 'node:crypto';
import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PlanError } from './error';
import { orUnwritable } from './journal';
import { ownerOf, stateOf } from './owner';
import type { Owner } from './owner';

export interface Lock {
  release(): Promise<void>;
}

/** Who has a folder, as far as a claim says. */
export interface Holder {
  readonly file: string;
  /** Null in a claim of another version. */
  readonly pid: number | null;
}

/** The whole claim is its name, so there is no moment at which it is half written. */
const CLAIM = /^claim-.*\.lock$/;
const NAME =
  /^claim-(?<host>[0-9a-f]+)-(?<boot>[0-9a-f]+)-(?<namespace>[0-9a-f]+)-(?<pid>\d+)-(?<start>\d*)-[0-9a-f]+\.lock$/;
/** What a system without /proc does not say. */
const NOTHING = '0';
/** Two that come at the same moment both step back and come again. */
const ATTEMPTS = 12;
const PAUSE = 25;

/**
 * Takes the folder for this process: it makes a claim under a name nobody else has, then looks around, and is alone or
 * takes the claim away again. Of two that come at once at least one sees the other. A dead process's claim is removed by
 * its own name, so nobody can remove another's by mistake, as happens where all fight for one file.
 * @throws PlanError `busy` when another process has it, `unwritable`, `cancelled`.
 */
export async function lock(folder: string, signal?: AbortSignal): Promise<Lock> {
  for (let attempt = 1; ; attempt += 1) {
    const name = nameFor(ownerOf(process.pid));
    const release = (): Promise<void> => rm(join(folder, name), { force: true });
    await orUnwritable(folder, async () => (await open(join(folder, name), 'wx', 0o600)).close());
    try {
      const [rival] = await rivals(folder, name);
      if (rival === undefined) return { release };
      if (attempt === ATTEMPTS) throw busy(rival);
    } catch (error) {
      await release();
      throw error;
    }
    await release();
    if (signal?.aborted === true) throw new PlanError('cancelled');
    await setTimeout(randomInt(PAUSE) + 1);
  }
}

/** Who has the folder; null when nobody has. Claims of the dead are removed. */
export async function holder(folder: string): Promise<Holder | null> {
  return (await rivals(folder, null))[0] ?? null;
}

async function rivals(folder: string, own: string | null): Promise<readonly Holder[]> {
  // Before the first plan there is no folder.
  const names = await readdir(folder).catch((): string[] => []);
  const found = await Promise.all(
    names.map(async (name): Promise<Holder | null> => {
      if (!CLAIM.test(name) || name === own) return null;
      const file = join(folder, name);
      const owner = ownerIn(name);
      if (owner === null) return { file, pid: null };
      if (stateOf(owner, digested(ownerOf(process.pid))) !== 'dead') return { file, pid: owner.pid };
      await rm(file, { force: true });
      return null;
    }),
  );
  return found.filter((rival) => rival !== null);
}

function nameFor(owner: Owner): string {
  const { host, boot, namespace, pid, start } = digested(owner);
  const parts = [host, boot ?? NOTHING, namespace ?? NOTHING, pid, start ?? '', randomBytes(4).toString('hex')];
  return `claim-${parts.join('-')}.lock`;
}

function ownerIn(name: string): Owner | null {
  const { host = '', boot = '', namespace = '', pid, start = '' } = NAME.exec(name)?.groups ?? {};
  if (pid === undefined) return null;
  const known = (digest: string): string | null => (digest === NOTHING ? null : digest);
  return { host, boot: known(boot), namespace: known(namespace), pid: Number(pid), start: start === '' ? null : start };
}

/** An owner whose names are short enough for a file name, and as good to compare. */
function digested(owner: Owner): Owner {
  const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
  const orNull = (text: string | null): string | null => (text === null ? null : digest(text));
  return { ...owner, host: digest(owner.host), boot: orNull(owner.boot), namespace: orNull(owner.namespace) };
}

function busy({ file, pid }: Holder): PlanError {
  return new PlanError('busy', { file, ...(pid === null ? {} : { pid }) });
}
