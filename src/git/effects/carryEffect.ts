import * as z from 'zod/mini';
import type { Handler } from '../../plan';
import { carryIn } from '../carry/carry';
import type { CarryContext } from '../carry/carry';
import { heldBy } from '../carry/carryKeep';
import type { Carried } from '../carry/carryTypes';
import { areUnique, backupFolder, localBranch, objectId, picked, relocations, signature } from './effectShapes';
import type { CarryEffect, CarryMove, CarryOutcome } from './effectTypes';
import { GitError } from '../error';
import { MakingHandler } from './makingHandler';

const move = z.strictObject({
  branch: z.string(),
  onto: z.union([objectId, z.strictObject({ branch: z.string() })]),
  commits: z.array(objectId),
  drop: z.array(objectId),
  committer: signature,
  picked: z.exactOptional(picked),
  relocate: z.exactOptional(relocations),
  newBranch: localBranch,
  old: z.nullable(objectId),
  expect: z.strictObject({ tree: objectId, tip: objectId }),
});
const effectShape = z.strictObject({
  kind: z.literal('carry'),
  moves: z.array(move.check(z.refine(({ old, expect }) => old !== expect.tip))).check(
    z.minLength(1),
    z.refine((moves) => areUnique(moves.map(({ branch }) => branch))),
    z.refine((moves) => areUnique(moves.map(({ newBranch }) => newBranch))),
    z.refine((moves) => {
      const names = new Set(moves.map(({ branch }) => branch));
      return moves.every(({ onto }) => typeof onto === 'string' || names.has(onto.branch));
    }),
  ),
  backupPrefix: backupFolder,
});

/**
 * How `carry` effects meet the repository. What it leaves are refs, so facts about them are of `refs`. What it throws is a
 * `GitError`.
 */
export function carryHandler(context: CarryContext): Handler<CarryEffect, CarryOutcome> {
  return new MakingHandler<CarryEffect>(context, {
    parseEffect: (value) => effectShape.safeParse(value).data ?? null,
    moves: ({ moves }) => moves.map(({ newBranch, old, expect }) => ({ ref: newBranch, old, tip: expect.tip })),
    ground: ({ moves }) => heldBy(moves),
    make: async ({ moves }, quarantine, signal) => {
      const carried = await carryIn(quarantine, context, moves, signal);
      refuseOther(moves, carried);
      const made = carried.flatMap((each) => [...each.picks.map(({ to }) => to), 'tip' in each ? each.tip : null]);
      return made.filter((id) => id !== null);
    },
  });
}

/** @throws GitError unless everything came out as it was previewed. */
function refuseOther(moves: readonly CarryMove[], carried: readonly Carried[]): void {
  const unknown = carried.find((each) => each.result === 'unknown');
  if (unknown !== undefined) {
    const reason = unknown.reason === 'missing-object' ? 'corrupt-object' : 'failed';
    throw new GitError(reason, `${unknown.branch}: ${unknown.reason}: ${unknown.detail}`);
  }
  const other = moves.filter(({ expect }, index) => {
    const found = carried[index];
    return found === undefined || !('tip' in found) || found.tip !== expect.tip || found.tree !== expect.tree;
  });
  if (other.length > 0) throw new GitError('moved', other.map(({ branch }) => branch).join(', '));
}
