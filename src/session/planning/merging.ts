import type { AssemblyList } from '../../config';
import { backupPrefix } from '../../git';
import type { ChangingGit } from '../../git';
import type { Remark } from '../../plan';
import {
  asPlanned,
  chooseMerging,
  isAssembled,
  mergePlaceOf,
  packagingRecipe,
  planMerge,
  readTarget,
  refusedPlan,
} from '../../release';
import type { LinePlace, MergedBranch, MergeInputs, Merging, Mergings, RoleBranch } from '../../release';
import type { Scheme } from '../../scheme';
import type { Ground, Reading } from '../ground';
import { changesOn, readFor } from '../roles/lineReading';
import { listAt, listUnderItsCustomer, wrongList } from '../roles/lists';
import type { AnyPlan } from '../planTypes';
import { readFrom } from '../roles/roleReading';
import { compareTags } from '../roles/seenTags';
import { readTeam } from '../team';
import type { TeamReading } from '../team';

/** Plans merges into role branches: all is merged in memory, and nothing changed. */
export async function planMerging(ground: Ground, inputs: MergeInputs, signal: AbortSignal): Promise<AnyPlan> {
  const { git } = ground;
  const refused = (remark: Remark): AnyPlan => refusedPlan('merge', 'Merge into role branches', inputs, remark);
  const found = await readLine(ground, inputs, signal);
  if ('code' in found) return refused(found);
  const { reading, place } = found;
  const { arranged, status, named } = reading;
  const shared = await readTeam(git, named, signal);
  const roles = status.roles.filter(({ customer, line }) => customer === place.customer && line === place.line);
  const mergings = chooseMerging({
    inputs,
    place,
    arranged,
    assessments: changesOn(place, reading),
    roles,
    lists: listsOf(roles, shared, named.scheme),
    team: readFrom(shared),
    waiting: await ground.waiting(),
  });
  if ('code' in mergings) return refused(mergings);
  const tags = mergings.branches.flatMap(({ recipe }) =>
    recipe.merges.flatMap(({ kind, branch }) => (kind === 'tag' ? [branch] : [])),
  );
  const compared = await compareTags(git, reading, [...new Set(tags)], signal);
  if (compared.refusal !== null) return refused(compared.refusal);
  try {
    const made = await mergeAll(git, mergings, inputs.id, signal);
    const packaging = await followDeployment(git, mergings, made, signal);
    const warnings = [...mergings.warnings, ...compared.warnings];
    return planMerge({ mergings: { ...mergings, warnings }, made, packaging, backupPrefix });
  } finally {
    await git.dropKeeps(inputs.id);
  }
}

/** What changes are at is asked for the line whose role branches are meant. */
async function readLine(
  ground: Ground,
  inputs: MergeInputs,
  signal: AbortSignal,
): Promise<{ readonly reading: Reading; readonly place: LinePlace } | Remark> {
  const target = inputs.line === null ? null : (readTarget(inputs.line)?.line ?? inputs.line);
  const first = await ground.read(target === null ? {} : { target }, signal);
  const place = mergePlaceOf(inputs, first.status.roles, first.named.scheme);
  if ('code' in place) return place;
  return { reading: await readFor(place, first, ground, signal), place };
}

function listsOf(
  roles: readonly RoleBranch[],
  { lists }: TeamReading,
  scheme: Scheme,
): ReadonlyMap<string, AssemblyList | Remark> {
  return new Map(
    roles.filter(isAssembled).flatMap((role): [string, AssemblyList | Remark][] => {
      const file = listAt(role, lists, scheme);
      if (file === null) return [];
      const wrong = wrongList(file);
      if (wrong !== null) return [[role.name, wrong]];
      return file.list === null ? [] : [[role.name, listUnderItsCustomer(file.list, scheme)]];
    }),
  );
}

/** Only what packaging is to follow has to be here before it is there. */
function mergeAll(
  git: ChangingGit,
  { branches, packaging }: Mergings,
  plan: string,
  signal: AbortSignal,
): Promise<readonly MergedBranch[]> {
  const merge = ({ recipe }: Merging, isFollowed: boolean): Promise<MergedBranch['assembled']> =>
    isFollowed ? git.assembleAndKeep(recipe, plan, signal) : git.assemble(recipe, signal);
  return Promise.all(
    branches.map(async (merging) => ({ merging, assembled: await merge(merging, merging === packaging?.after) })),
  );
}

async function followDeployment(
  git: ChangingGit,
  { packaging, facts: { inputs } }: Mergings,
  made: readonly MergedBranch[],
  signal: AbortSignal,
): Promise<MergedBranch | null> {
  if (packaging === null) return null;
  const { into, after } = packaging;
  if (after === null) return { merging: into, assembled: await git.assemble(into.recipe, signal) };
  const deployment = made.find(({ merging }) => merging === after)?.assembled;
  if (deployment === undefined || deployment.merges.some(({ result }) => result === 'conflict')) return null;
  const recipe = packagingRecipe(into.role, asPlanned(after.role, after.ref, deployment.tip), inputs.by);
  return { merging: { ...into, recipe }, assembled: await git.assemble(recipe, signal) };
}
