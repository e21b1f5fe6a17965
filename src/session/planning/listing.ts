import type { AssemblyList, ListEdit, ListPlace } from '../../config';
import { backupPrefix } from '../../git';
import type { ChangingGit, ObjectId } from '../../git';
import type { Remark } from '../../plan';
import { editsToFill, planList, planRecord, refusedPlan } from '../../release';
import type { ListInputs } from '../../release';
import type { Ground } from '../ground';
import { changesOn } from '../roles/lineReading';
import type { AnyPlan } from '../planTypes';
import { nameOf, readRole } from '../roles/roleReading';
import { compareTags } from '../roles/seenTags';

/** Plans edits of a role branch's list: a commit on the team's branch. */
export async function planListing(ground: Ground, inputs: ListInputs, signal: AbortSignal): Promise<AnyPlan> {
  const { git } = ground;
  const found = await readRole(ground, inputs, signal);
  if ('refusal' in found) return refusedPlan('list', `Edit the list of ${inputs.role}`, inputs, found.refusal);
  const { reading, place, role, shared, file } = found;
  const assessments = changesOn(place, reading);
  const like = inputs.like === null ? null : await listLike(ground, inputs.like, place, signal);
  if (like !== null && 'code' in like) return refusedPlan('list', `Edit the list of ${nameOf(found)}`, inputs, like);
  const edits = [...editsToFill({ list: found.list, like, all: inputs.all, assessments }), ...inputs.edits];
  const draft = planList({
    // A plan that is shown says each edit, also of those that fill the list.
    inputs: { ...inputs, like: null, all: false, edits },
    edits,
    place,
    role,
    name: nameOf(found),
    file:
      file === null || file.text === null || file.list === null
        ? null
        : { path: file.path, text: file.text, list: file.list },
    arranged: reading.arranged,
    assessments,
    commits: await commitsNamed(git, edits, signal),
    team: shared.team,
    backupPrefix,
  });
  // Upstream is asked only about what a person names.
  const releases = inputs.edits.flatMap((edit) => (edit.edit === 'upstream' ? [edit.release] : []));
  const compared = draft.refusal === null ? await compareTags(git, reading, releases, signal) : null;
  const refusal = draft.refusal ?? compared?.refusal ?? null;
  const effect = refusal === null ? await git.filesEffect(draft.commit, signal) : null;
  const warnings = [...draft.warnings, ...(compared?.warnings ?? [])];
  return planRecord({ ...draft, refusal, warnings }, effect, shared.team);
}

/** The list of another role branch of the same customer and line, or why there is none. */
async function listLike(
  ground: Ground,
  role: string,
  { customer, line }: ListPlace,
  signal: AbortSignal,
): Promise<AssemblyList | Remark> {
  const found = await readRole(ground, { role, customer, line }, signal);
  if ('refusal' in found) return found.refusal;
  const name = nameOf(found);
  const next = found.role === null ? 'Name one that has.' : 'Adopt it first.';
  return found.list ?? { code: 'no-list', text: `${name} has no list. ${next}`, about: name };
}

/** The whole ids of the commits that edits name, also shortened ones. */
async function commitsNamed(
  git: ChangingGit,
  edits: readonly ListEdit[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ObjectId>> {
  const given = edits.flatMap((edit) => {
    if (edit.edit === 'upstream') return [edit.release];
    return 'commit' in edit && edit.commit !== null ? [edit.commit] : [];
  });
  const ids = given.filter((id) => /^[0-9a-f]{7,64}$/.test(id));
  if (ids.length === 0) return new Map();
  const objects = await git.readObjects(
    ids.map((id) => `${id}^{commit}`),
    signal,
  );
  return new Map(
    ids.flatMap((id) => {
      const object = objects.get(`${id}^{commit}`);
      return object === undefined ? [] : [[id, object.id]];
    }),
  );
}
