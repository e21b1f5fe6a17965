import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod/mini';

/**
 * A process, recognisable after its number was given to another one: by when it started, counted from the start of the
 * machine, which no change of the clock touches (proc(5): stat field 22, /proc/sys/kernel/random/boot_id).
 */
export interface Owner {
  readonly host: string;
  readonly pid: number;
  /** Null where there is no /proc. */
  readonly start: string | null;
  readonly boot: string | null;
  /** Process numbers of another container mean nothing here. */
  readonly namespace: string | null;
}

export const ownerShape = z.strictObject({
  host: z.string(),
  pid: z.int().check(z.positive()),
  start: z.nullable(z.string()),
  boot: z.nullable(z.string()),
  namespace: z.nullable(z.string()),
});

/** Who a running process is. */
export function ownerOf(pid: number): Owner {
  return {
    host: hostname(),
    pid,
    start: startOf(pid),
    boot: read('/proc/sys/kernel/random/boot_id'),
    namespace: link('/proc/self/ns/pid'),
  };
}

/** Whether a process is still at work; `unknown` when it was seen from another machine or container. */
export function stateOf(owner: Owner, here = ownerOf(process.pid)): 'alive' | 'dead' | 'unknown' {
  if (owner.host !== here.host) return 'unknown';
  if (owner.boot !== here.boot) return owner.boot === null || here.boot === null ? 'unknown' : 'dead';
  if (owner.namespace !== here.namespace) return 'unknown';
  if (!exists(owner.pid)) return 'dead';
  return startOf(owner.pid) === owner.start ? 'alive' : 'dead';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function startOf(pid: number): string | null {
  // The name in brackets may itself hold spaces and brackets; field 22 is the 20th after it. A zombie does nothing more.
  const fields = read(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ');
  return fields === undefined || fields[0] === 'Z' ? null : (fields[19] ?? null);
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}

function link(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
