import { configBranch } from '../../config';
import type { ChangingGit, GitEffect, HistoryGraph, ObjectId, Ref, ResolveEffect } from '../../git';
import type { Remark } from '../../plan';
import { between, namedIn, planPush } from '../../release';
import type { PushCandidate, PushInputs, RemoteFacts } from '../../release';
import { parseBranchName } from '../../scheme';
import type { Named } from '../arranging';
import { withheldFrom } from '../embargo';
import type { Ground, Reading } from '../ground';
import type { AnyPlan } from '../planTypes';
import { commitsAt } from '../reading';

/** Plans a push from what was fetched last: a remote that has moved since refuses it when it is run. */
export async function planPushing(ground: Ground, inputs: PushInputs, signal: AbortSignal): Promise<AnyPlan> {
  const reading = await ground.read(inputs.customer === null ? {} : { customer: inputs.customer }, signal);
  const remote = remoteFor(inputs, reading.named);
  const { refs, unknown } = remote === null ? NOTHING : chosenRefs(reading, inputs);
  const candidates = await Promise.all(
    refs.map((ref) => candidate(ground.git, reading, ref, remote?.name ?? '', signal)),
  );
  const person = await ground.git.identity(signal);
  const me = person?.email ?? null;
  const updates = candidates.map(({ as, new: to }) => ({ ref: as, new: to }));
  const withheld = await withheldFrom(ground.git, reading, remote?.name ?? '', updates, signal);
  return planPush({ inputs, remote, candidates, unknown, moved: await movedHere(ground), me, withheld });
}

/** By full ref name, the commits that plans have moved to it: what a remote has of them is an older form. */
export async function movedHere(ground: Ground): Promise<ReadonlyMap<string, ReadonlySet<ObjectId>>> {
  const moved = new Map<string, Set<ObjectId>>();
  for (const { plan, steps } of await ground.journal()) {
    for (const { id, effect } of plan.sections.flatMap((section) => section.steps)) {
      if (steps.get(id)?.state !== 'done') continue;
      for (const { newBranch, commits } of movesOf(effect)) {
        moved.set(newBranch, new Set([...(moved.get(newBranch) ?? []), ...commits]));
      }
    }
  }
  return moved;
}

function movesOf(effect: GitEffect): readonly Pick<ResolveEffect, 'newBranch' | 'commits'>[] {
  if (effect.kind === 'carry') return effect.moves;
  return effect.kind === 'resolve' ? [effect] : [];
}

/** The remote asked for; without one the only internal one. */
function remoteFor(inputs: PushInputs, { remotes }: Named): RemoteFacts | null {
  if (inputs.remote !== null) return remotes.find(({ name }) => name === inputs.remote) ?? null;
  const [internal = null, ...others] = remotes.filter(({ role }) => role === 'internal');
  return others.length === 0 ? internal : null;
}

/** Refs to push, and why a name that was asked for is none. */
interface Chosen {
  readonly refs: readonly Ref[];
  readonly unknown: readonly Remark[];
}

const NOTHING: Chosen = { refs: [], unknown: [] };

/**
 * The refs asked for; without any, what is here of the targets' change branches that hold something, of role branches, and of
 * the team's.
 */
function chosenRefs({ named, status }: Reading, { refs: asked }: PushInputs): Chosen {
  const own = named.snapshot.refs.filter(({ kind, symbolic }) => kind !== 'remote' && symbolic === null);
  if (asked === null) {
    const filled = status.changes.filter(({ also }) => !also.includes('empty'));
    const roles = status.roles.map(({ name }) => name);
    const wanted = new Set([...filled.map(({ branch }) => branch), ...roles, configBranch]);
    return { refs: own.filter(({ kind, short }) => kind === 'local' && wanted.has(short)), unknown: [] };
  }
  const called = (name: string | null): readonly Ref[] => own.filter((ref) => ref.name === name || ref.short === name);
  const others = asked.filter((name) => called(name).length === 0);
  const { named: changes, unknown } = namedIn({ assessments: status.changes, scheme: named.scheme }, others);
  const absent = changes.filter(({ branch }) => called(branch).length === 0);
  return {
    refs: [...new Set([...asked, ...changes.map(({ branch }) => branch)].flatMap(called))],
    unknown: [...unknown, ...absent.map(({ key, target }) => notHere(key, target))],
  };
}

function notHere(key: string, line: string): Remark {
  const text = `${key} has no branch here on ${line}. Carry it there first, or name another.`;
  return { code: 'no-such-branch', text, about: key };
}

async function candidate(
  git: ChangingGit,
  { named, arranged }: Reading,
  ref: Ref,
  remote: string,
  signal: AbortSignal,
): Promise<PushCandidate> {
  const kind = kindOf(ref, named);
  const there = named.snapshot.refs.find(
    (one) => one.remote === remote && one.short === ref.short && ref.kind === 'local',
  );
  const ours = ref.commit;
  const theirs = there?.commit ?? null;
  let apart: ReturnType<typeof between> = null;
  if (ours !== null && theirs !== null) {
    const graph = kind === 'team' ? await teamGraph(git, [ours, theirs], signal) : arranged.facts.graph;
    apart = between(graph, ours, theirs, commitsAt(named.snapshot));
  }
  return {
    ref: ref.name,
    as: ref.name,
    kind,
    new: ref.id,
    old: there?.id ?? null,
    ahead: apart?.ahead ?? null,
    lacking: apart?.lacking ?? null,
    base: ours === null ? null : arranged.facts.graph.base(ours),
    oldBase: theirs === null ? null : arranged.facts.graph.base(theirs),
  };
}

/** The team's branch has no history in common with Moodle, so the walk of the changes has not seen it. */
async function teamGraph(git: ChangingGit, tips: readonly string[], signal: AbortSignal): Promise<HistoryGraph> {
  return (await git.history(tips, [], signal)).graph;
}

function kindOf({ kind, short }: Ref, { scheme }: Named): PushCandidate['kind'] {
  if (kind === 'tag') return 'tag';
  if (short === configBranch) return 'team';
  const name = parseBranchName(short, scheme);
  return name.kind === 'change' || name.kind === 'role' ? name.kind : 'other';
}
