import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { ownerShape } from './owner';
import { json } from './schema';

/** Of the journal's form. A later version may add kinds of lines, so an earlier one must not go on with it. */
export const VERSION = 1;

const at = z.string();
const step = z.string();
const direction = z.enum(['forward', 'back']);

/** Where a journal lies: the same folder after a move of the repository, another one in a copy of it. */
const homeShape = z.strictObject({ host: z.string(), path: z.string(), mark: z.string() });
export type Home = z.infer<typeof homeShape>;

const entryShape = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('plan'),
    version: z.literal(VERSION),
    at,
    home: homeShape,
    owner: ownerShape,
    by: z.string(),
    plan: json,
  }),
  /** Before an effect is run, or with `back` the effect that takes it back. */
  z.strictObject({ type: z.literal('intent'), at, step, direction }),
  /** A process the effect has started. `clock`: milliseconds, by the file system, shortly before. */
  z.strictObject({ type: z.literal('process'), step, owner: ownerShape, clock: z.number() }),
  /** The effect's run was cut off; what follows finishes or reverts it. */
  z.strictObject({ type: z.literal('cut'), at, step, why: z.string() }),
  z.strictObject({ type: z.literal('outcome'), at, step, direction, outcome: json }),
  /** The effect is not done, and nothing of it is left. */
  z.strictObject({ type: z.literal('failed'), at, step, direction, reason: z.string(), why: z.string() }),
  z.strictObject({ type: z.literal('waits'), at, step, for: z.string() }),
  z.strictObject({ type: z.literal('resumed'), at, owner: ownerShape, direction }),
  /** Nothing more can be done until a person has: what waits, waits. */
  z.strictObject({ type: z.literal('rests'), at }),
  z.strictObject({ type: z.literal('ended'), at }),
]);

export type Entry = z.infer<typeof entryShape>;
export type Direction = z.infer<typeof direction>;

/** A line of the journal: the entry with its number and the hash of the line before, which the first has none of. */
export function writeLine(entry: Entry, number: number, before: string): string {
  return `${JSON.stringify({ number, before, entry })}\n`;
}

export function hashOf(line: string): string {
  return createHash('sha256').update(line).digest('hex');
}

export interface Lines {
  readonly entries: readonly Entry[];
  /** Bytes of the whole lines; what follows was cut off while it was written, and says nothing. */
  readonly length: number;
  /** Of the last whole line. */
  readonly hash: string;
  /** Why reading stopped before the end. */
  readonly problem: 'newer' | 'damaged' | null;
}

/** Reads the whole lines of a journal. */
export function readLines(content: Buffer): Lines {
  const length = content.lastIndexOf('\n') + 1;
  const entries: Entry[] = [];
  let hash = '';
  for (const line of content.subarray(0, length).toString('utf8').split('\n').slice(0, -1)) {
    const value = parse(line);
    const isNext = value !== null && value.number === entries.length && value.before === hash;
    if (isNext && entries.length === 0 && isNewer(value.entry)) return { entries, length, hash, problem: 'newer' };
    const entry = entryShape.safeParse(value?.entry).data;
    if (!isNext || entry === undefined || (entries.length === 0) !== (entry.type === 'plan')) {
      return { entries, length, hash, problem: 'damaged' };
    }
    entries.push(entry);
    hash = hashOf(`${line}\n`);
  }
  return { entries, length, hash, problem: null };
}

const lineShape = z.strictObject({ number: z.number(), before: z.string(), entry: z.unknown() });

function parse(line: string): z.infer<typeof lineShape> | null {
  try {
    return lineShape.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

function isNewer(entry: unknown): boolean {
  const version = z.looseObject({ version: z.number() }).safeParse(entry).data?.version ?? VERSION;
  return version > VERSION;
}
