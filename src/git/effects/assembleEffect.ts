import * as z from 'zod/mini';
import type { Handler } from '../../plan';
import { assemble, assembleIn } from '../assemble/assemble';
import { heldBy, madeBy } from '../assemble/assembleKeep';
import type { Assembled, BranchTip } from '../assemble/assembleTypes';
import type { CarryContext } from '../carry/carry';
import { areUnique, backupFolder, localBranch, objectId, signature } from './effectShapes';
import type { AssembleEffect, CarryOutcome } from './effectTypes';
import { GitError } from '../error';
import { MakingHandler } from './makingHandler';
import { readTips } from './refTransaction';

const name = z.string().check(z.regex(/^[^\0-\x1f\x7f]+$/));

/** What effects that merge have in common, parsed as strictly as from a stranger. */
export const mergingShape = {
  merges: z
    .array(
      z.strictObject({
        branch: name,
        tip: objectId,
        kind: z.exactOptional(z.enum(['remote', 'tag'])),
        ref: z.exactOptional(localBranch),
      }),
    )
    .check(z.refine((merges) => areUnique(merges.map(({ branch }) => branch)))),
  into: name,
  committer: signature,
  message: z.exactOptional(z.string().check(z.regex(/^[^\0]+$/))),
  over: z.exactOptional(objectId),
  ref: localBranch,
  backupPrefix: backupFolder,
};

const effectShape = z
  .strictObject({
    ...mergingShape,
    kind: z.literal('assemble'),
    start: objectId,
    old: z.nullable(objectId),
    expect: z.strictObject({ tree: objectId, tip: objectId }),
  })
  .check(z.refine(({ old, expect }) => old !== expect.tip));

/**
 * How `assemble` effects meet the repository. What it leaves is a ref, so facts about it are of `refs`. What it throws is a
 * `GitError`.
 */
export function assembleHandler(context: CarryContext): Handler<AssembleEffect, CarryOutcome> {
  return new MakingHandler<AssembleEffect>(context, {
    parseEffect: (value) => effectShape.safeParse(value).data ?? null,
    asOfNow: (effect, signal) => asOfNow(context, effect, signal),
    moves: ({ ref, old, expect }) => [{ ref, old, tip: expect.tip }],
    ground: heldBy,
    make: async (effect, quarantine, signal) => {
      const gone = effect.merges.find(({ ref }) => ref !== undefined);
      if (gone !== undefined) throw new GitError('moved', gone.ref ?? '');
      const assembled = await assembleIn(quarantine, context, effect, signal);
      refuseOther(effect, assembled);
      return madeBy(assembled);
    },
  });
}

/**
 * The effect with the tips that earlier steps have made. Where one is not what was foreseen, because it is signed, what
 * comes of it has another id and must have the same tree. A ref that is not there stays.
 */
async function asOfNow(context: CarryContext, effect: AssembleEffect, signal?: AbortSignal): Promise<AssembleEffect> {
  const merges = await mergesAsOfNow(context, effect.merges, signal);
  const isForeseen = effect.merges.every(({ tip }, index) => tip === merges[index]?.tip);
  if (isForeseen) return { ...effect, merges };
  const { tip, tree } = await assemble(context, { ...effect, merges }, signal);
  return { ...effect, merges, expect: tree === effect.expect.tree ? { tree, tip } : effect.expect };
}

async function mergesAsOfNow(
  { git }: CarryContext,
  merges: readonly BranchTip[],
  signal?: AbortSignal,
): Promise<readonly BranchTip[]> {
  const tips = await readTips(
    git,
    merges.flatMap(({ ref }) => ref ?? []),
    signal,
  );
  return merges.map((merge) => {
    const { ref, ...rest } = merge;
    const tip = ref === undefined ? undefined : tips.get(ref);
    return tip === undefined ? merge : { ...rest, tip };
  });
}

/** @throws GitError unless everything came out as it was previewed. */
function refuseOther({ expect, into }: AssembleEffect, { merges, tip, tree }: Assembled): void {
  if (tip === expect.tip && tree === expect.tree) return;
  const lacking = merges.find(({ unknown }) => unknown?.reason === 'missing-object');
  if (lacking !== undefined)
    throw new GitError('corrupt-object', `${lacking.branch}: ${lacking.unknown?.detail ?? ''}`);
  throw new GitError('moved', into);
}
