import type { ObjectId } from '../git/types';
import type { Arranged, Arrangement } from './arrange';
import type { Held } from './changeBranches';
import { roleRefs } from './survey';
import type { Containment } from './types';
import { truthOf } from './where';

type RoleTips = Readonly<Record<'testing' | 'deployment' | 'packaging', ObjectId | null>>;

/** The role branches a change can be in: those of the target line, of the line before, and what is live. */
export interface RolesAround {
  readonly here: RoleTips;
  readonly before: RoleTips;
  /** The last local release of the live line. */
  readonly live: { readonly line: string; readonly tip: ObjectId } | null;
}

export function rolesAround({ facts }: Arranged, { target, lines, previous }: Arrangement): RolesAround {
  const readable = (id: ObjectId): ObjectId | null => (facts.broken.has(id) ? null : id);
  const tip = (line: string | undefined, role: keyof RoleTips): ObjectId | null => {
    const refs = line === undefined ? undefined : roleRefs(facts.survey, target.customer, line, role);
    return refs ? readable(truthOf(refs.refs, facts.graph, facts.remotes).ref.tip) : null;
  };
  const tips = (line: string | undefined): RoleTips => ({
    testing: tip(line, 'testing'),
    deployment: tip(line, 'deployment'),
    packaging: tip(line, 'packaging'),
  });
  const live = lines.find((l) => l.life === 'live' && l.lastRelease);
  const liveTip = live?.lastRelease && readable(live.lastRelease.commit);
  return {
    here: tips(target.line),
    before: tips(previous?.line),
    live: live && liveTip ? { line: live.line, tip: liveTip } : null,
  };
}

/**
 * How much of a change a branch holds, of which `inside` are the commits; `absent` when there is no such branch. What it shares with other changes came
 * with them, unless something of its own is there too or `isNamed`: a merge says that it was merged.
 */
export function containment(
  inside: ReadonlySet<ObjectId> | null,
  { own, telling }: Held,
  isNamed: boolean,
): Containment {
  if (inside === null) return { state: 'absent', tip: null };
  const isThere = isNamed || telling.some(({ id }) => inside.has(id));
  const held = isThere ? own.filter(({ id }) => inside.has(id)) : [];
  const newest = held.at(-1)?.id ?? null;
  if (held.length === 0) return { state: 'none', tip: null };
  return { state: held.length === own.length ? 'all' : 'some', tip: newest };
}
