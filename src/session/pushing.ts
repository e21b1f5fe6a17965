import { configBranch } from '../config';
import type { ChangingGit, GitEffect, HistoryGraph, ObjectId, Ref, ResolveEffect, Snapshot } from '../git';
import { between, planPush } from '../release';
import type { PushCandidate, PushInputs } from '../release';
import { parseBranchName } from '../scheme';
import type { Named } from './arranging';
import type { Ground, Reading } from './planning';
import type { AnyPlan } from './planTypes';

/** Plans a push from what was fetched last: a remote that has moved since refuses it when it is run. */
export async function planPushing(ground: Ground, inputs: PushInputs, signal: AbortSignal): Promise<AnyPlan> {
  const reading = await ground.read(inputs.customer === null ? {} : { customer: inputs.customer }, signal);
  const wanted = ({ name, role }: { name: string; role: string }): boolean =>
    inputs.remote === null ? role === 'internal' : name === inputs.remote;
  const remote = reading.named.remotes.find(wanted) ?? null;
  const refs = remote === null ? [] : chosenRefs(reading, inputs);
  const candidates = await Promise.all(
    refs.map((ref) => candidate(ground.git, reading, ref, remote?.name ?? '', signal)),
  );
  const person = await ground.git.identity(signal);
  return planPush({ inputs, remote, candidates, moved: await movedHere(ground), me: person?.email ?? null });
}

/** By full ref name, the commits that plans have moved to it: what a remote has of them is an older form. */
async function movedHere(ground: Ground): Promise<ReadonlyMap<string, ReadonlySet<ObjectId>>> {
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

/** The refs asked for; without any, the targets' change branches that are here and the team's branch. */
function chosenRefs({ named, status }: Reading, { refs }: PushInputs): readonly Ref[] {
  const branches = new Map(status.changes.flatMap(({ key, branch }) => (branch === null ? [] : [[branch, key]])));
  return named.snapshot.refs.filter(({ name, short, kind, symbolic }) => {
    if (kind === 'remote' || symbolic !== null) return false;
    if (refs === null) return kind === 'local' && (branches.has(short) || short === configBranch);
    return refs.some((asked) => asked === name || asked === short || asked === branches.get(short));
  });
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

/** What refs are at is here, also where it is upstream's. */
export function commitsAt({ refs }: Snapshot): ReadonlySet<string> {
  return new Set(refs.flatMap(({ commit }) => commit ?? []));
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
