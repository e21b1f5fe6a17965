import { backupPrefix } from '../../git';
import type { ChangingGit, ObjectId, UpstreamCommit } from '../../git';
import { chooseAssembly, planAssemble, refusedPlan, soughtInChanges } from '../../release';
import type { AssembleInputs, AssemblyWanted, Assembling, AssemblingFacts } from '../../release';
import type { Ground } from '../ground';
import { changesOn } from '../roles/lineReading';
import type { AnyPlan } from '../planTypes';
import { readFrom, readRole } from '../roles/roleReading';
import type { RoleReading } from '../roles/roleReading';
import { compareTags } from '../roles/seenTags';

/** Plans a role branch put together by its list: git merges all of it in memory and says what comes of each. */
export async function planAssembling(ground: Ground, inputs: AssembleInputs, signal: AbortSignal): Promise<AnyPlan> {
  const found = await readRole(ground, inputs, signal);
  if ('refusal' in found) return refusedPlan('assemble', `Assemble ${inputs.role}`, inputs, found.refusal);
  const assembling = await withItsTag(ground.git, await chooseFor(ground, found, inputs, signal), found, signal);
  const assembled = assembling.recipe === null ? null : await ground.git.assemble(assembling.recipe, signal);
  return planAssemble({ inputs, assembling, assembled, backupPrefix });
}

/** Holds the tag of the release that a list brings in against Moodle's remotes. */
async function withItsTag(
  git: ChangingGit,
  assembling: Assembling,
  { reading, role, list }: RoleReading,
  signal: AbortSignal,
): Promise<Assembling> {
  const release = list?.upstream ?? null;
  if (assembling.recipe === null || release === null || role?.contains === release) return assembling;
  const { refusal, warnings } = await compareTags(git, reading, [release], signal);
  const recipe = refusal === null ? assembling.recipe : null;
  return { ...assembling, recipe, refusal, warnings: [...assembling.warnings, ...warnings] };
}

/** What is merged into a role branch, and, where a rebuild would lose commits, whether changes have them. */
async function chooseFor(
  ground: Ground,
  { reading, place, role, shared, list }: RoleReading,
  { id, how, by }: Pick<AssembleInputs, 'id' | 'how' | 'by'>,
  signal: AbortSignal,
): Promise<Assembling> {
  const { customer, line, role: of, suffix } = place;
  const wanted: AssemblyWanted = { id, customer, line, role: of, suffix, how, committer: by };
  const facts: AssemblingFacts = {
    wanted,
    arranged: reading.arranged,
    assessments: changesOn(place, reading),
    list,
    team: readFrom(shared),
    role,
    waiting: await ground.waiting(),
  };
  const chosen = chooseAssembly(facts);
  const { beside, listed } = soughtInChanges(facts, chosen.chosen);
  if (role === null || beside.length === 0) return chosen;
  const { graph } = reading.arranged.facts;
  const upstream = await upstreamSince(ground.git, graph.boundaries(role.tip), chosen.release.commit, signal);
  return chooseAssembly({ ...facts, ...(await samePatches(ground.git, beside, listed, upstream, signal)) });
}

type UpstreamCommits = readonly Pick<UpstreamCommit, 'id' | 'pathKey'>[];

/** What a release has of upstream since what a branch was cut from. */
async function upstreamSince(
  git: ChangingGit,
  bases: readonly ObjectId[],
  release: ObjectId | null,
  signal: AbortSignal,
): Promise<UpstreamCommits> {
  if (release === null || bases.every((base) => base === release)) return [];
  const upstream = await git.upstreamLog([release], bases, signal);
  const inside = new Set(bases.flatMap((base) => [...upstream.between(base, release)]));
  return [...upstream.log.commits.values()].filter(({ id }) => inside.has(id));
}

/** Patch ids where the paths agree: nothing else can be the same patch. */
async function samePatches(
  git: ChangingGit,
  beside: readonly ObjectId[],
  listed: readonly ObjectId[],
  upstream: UpstreamCommits,
  signal: AbortSignal,
): Promise<Pick<AssemblingFacts, 'patchIds' | 'released'>> {
  const paths = await git.pathKeys([...beside, ...listed], signal);
  const wanted = new Set(beside.flatMap((id) => paths.get(id) ?? []));
  const alike = listed.filter((id) => wanted.has(paths.get(id) ?? ''));
  const released = upstream.flatMap(({ id, pathKey }) => (wanted.has(pathKey) ? [id] : []));
  const { patchIds } = await git.patchIds([...beside, ...alike, ...released], [], signal);
  return { patchIds, released };
}
