import type { AssemblyList, ListPlace } from '../../config';
import type { ObjectId } from '../../git';
import type { Remark } from '../../plan';
import { formatBranchName } from '../../scheme';
import { isAssembled, isSamePlace, readTarget, rolePlaceOf } from '../../release';
import type { AssembledBranch, RoleAsked } from '../../release';
import type { Ground, Reading } from '../ground';
import { readFor } from './lineReading';
import { listAt, listUnderItsCustomer, placeOfList, wrongList } from './lists';
import type { ListFile } from './lists';
import { readTeam } from '../team';
import type { TeamReading } from '../team';

/** A role branch with its list, read for the branch's line. */
export interface RoleReading {
  readonly reading: Reading;
  readonly place: ListPlace;
  /** Null when it is not there yet. */
  readonly role: AssembledBranch | null;
  readonly shared: TeamReading;
  readonly file: ListFile | null;
  /** What the file says, under the customer's own name; null without a file. */
  readonly list: AssemblyList | null;
}

/** Reads the role branch that somebody means, or says why there is none to speak of. */
export async function readRole(
  ground: Ground,
  asked: RoleAsked,
  signal: AbortSignal,
): Promise<RoleReading | { readonly refusal: Remark }> {
  const line = asked.line === null ? null : (readTarget(asked.line)?.line ?? asked.line);
  const first = await ground.read(line === null ? {} : { target: line }, signal);
  const { scheme, survey } = first.named;
  const shared = await readTeam(ground.git, first.named, signal);
  const place = rolePlaceOf(
    { ...asked, line },
    {
      survey,
      scheme,
      lines: first.status.lines,
      targets: first.status.targets,
      listed: shared.lists.flatMap((file) => placeOfList(file, scheme) ?? []),
    },
  );
  if ('code' in place) return { refusal: place };
  const file = listAt(place, shared.lists, scheme);
  const wrong = file && wrongList(file);
  if (wrong !== null) return { refusal: wrong };
  const reading = await readFor(place, first, ground, signal);
  const role = reading.status.roles.filter(isAssembled).find((one) => isSamePlace(one, place)) ?? null;
  const list = file?.list ? listUnderItsCustomer(file.list, scheme) : null;
  return { reading, place, role, shared, file, list };
}

/** The ref that the team's files were read from. */
export function readFrom({ team }: TeamReading): { readonly ref: string; readonly tip: ObjectId } | null {
  const { ref, local, shared, standing } = team;
  const isTheirs = standing === 'behind' || standing === 'diverged';
  if (isTheirs && shared !== null && shared.tip !== null) return { ref: shared.ref, tip: shared.tip };
  return local === null ? null : { ref, tip: local };
}

/** Short name that the role branch has, or gets. */
export function nameOf({ role, place, reading }: RoleReading): string {
  return role?.name ?? formatBranchName({ kind: 'role', ...place }, reading.named.scheme);
}
