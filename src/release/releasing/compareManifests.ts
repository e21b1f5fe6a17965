import type { ObjectId } from '../../git/types';
import type { Manifest, ManifestChange, ReleaseComparison } from './types';

type ComparedChange = Omit<ReleaseComparison['changes'][number], 'commits'>;

/**
 * The changes in which two releases differ: those that came and were updated in the order of the later one, then those that
 * went.
 */
export function compareManifests(
  from: Pick<Manifest, 'changes'>,
  to: Pick<Manifest, 'changes'>,
): readonly ComparedChange[] {
  const [before, after] = [byKey(from.changes), byKey(to.changes)];
  const here = [...after].flatMap(([change, now]): ComparedChange[] => {
    const was = before.get(change);
    if (was === undefined) return [compared(change, 'added', null, now)];
    return was.tip === now.tip ? [] : [compared(change, 'updated', was, now)];
  });
  const gone = [...before].flatMap(([change, was]) =>
    after.has(change) ? [] : [compared(change, 'removed', was, null)],
  );
  return [...here, ...gone];
}

function compared(
  change: string,
  what: ComparedChange['what'],
  from: ManifestChange | null,
  to: ManifestChange | null,
): ComparedChange {
  const tipOf = (side: ManifestChange | null): ObjectId | null => side?.tip ?? null;
  return { change, what, from: tipOf(from), to: tipOf(to), ticket: to?.ticket ?? from?.ticket ?? null };
}

/** A tag that anybody wrote may name a change twice: the last one counts. */
function byKey(changes: readonly ManifestChange[]): ReadonlyMap<string, ManifestChange> {
  return new Map(changes.map((one) => [one.change, one]));
}
