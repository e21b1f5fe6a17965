import { assemblyListPath } from '../../config';
import type { ListPlace } from '../../config';
import type { BranchTip, ChangingGit, Clash, ObjectId } from '../../git';
import { describeList, isAssembled, isSamePlace, placesMeant, readTarget } from '../../release';
import type { AssembledBranch, DescribedList } from '../../release';
import type { AssemblyState, RoleRequest } from '../assemblyTypes';
import type { Ground, Reading } from '../ground';
import { changesOn, isReadFor } from './lineReading';
import { listAt, listUnderItsCustomer, placeOfList } from './lists';
import type { ListFile } from './lists';
import { readTeam } from '../team';

/** The role branches of lines that are not retired, each with its list; all that may be meant where some are. */
export async function readAssemblies(
  ground: Ground,
  clashes: ClashMemory,
  { role, line, customer }: Partial<RoleRequest>,
  signal: AbortSignal,
): Promise<readonly AssemblyState[]> {
  const first = await ground.read(customer === undefined ? {} : { customer }, signal);
  const { lists } = await readTeam(ground.git, first.named, signal);
  const states: AssemblyState[] = [];
  const readings = new Map<string, Reading>();
  const all = placesIn(first, lists);
  const asked = { line: line === undefined ? null : (readTarget(line)?.line ?? line), customer: customer ?? null };
  for (const place of role === undefined ? all : placesMeant({ ...asked, role }, all, first.named.scheme)) {
    // A reading is of one line for each customer, so the first may be of another one for this.
    const reading = isReadFor(place, first)
      ? first
      : (readings.get(place.line) ?? (await readLine(place, customer, ground, signal)));
    if (reading !== first) readings.set(place.line, reading);
    states.push(await stateOf(place, reading, lists, ground.git, clashes, signal));
  }
  return states;
}

/** Branches that are there, in the status's order, then those of which there is only a list. */
function placesIn({ status, named }: Reading, lists: readonly ListFile[]): readonly ListPlace[] {
  const isAlive = ({ customer, line }: ListPlace): boolean =>
    status.lines.some((one) => one.customer === customer && one.line === line && one.life !== 'retired');
  const there: readonly ListPlace[] = status.roles.filter(isAssembled);
  const listed = lists.flatMap((file) => placeOfList(file, named.scheme) ?? []).filter(isAlive);
  return [...there, ...listed.filter((place) => !there.some((one) => isSamePlace(one, place)))];
}

function readLine(
  { line }: ListPlace,
  customer: string | undefined,
  ground: Ground,
  signal: AbortSignal,
): Promise<Reading> {
  return ground.read({ target: line, ...(customer === undefined ? {} : { customer }) }, signal);
}

async function stateOf(
  place: ListPlace,
  reading: Reading,
  lists: readonly ListFile[],
  git: ChangingGit,
  memory: ClashMemory,
  signal: AbortSignal,
): Promise<AssemblyState> {
  const { arranged, status, named } = reading;
  const { customer, line, role: of, suffix } = place;
  const role = status.roles.filter(isAssembled).find((one) => isSamePlace(one, place)) ?? null;
  const file = listAt(place, lists, named.scheme);
  const list = file?.list ? listUnderItsCustomer(file.list, named.scheme) : null;
  const described = list === null ? null : describeList(list, role, arranged, changesOn(place, reading));
  return {
    customer,
    line,
    role: of,
    suffix,
    branch: role?.name ?? null,
    list,
    path: file?.path ?? assemblyListPath(place),
    problems: file?.diagnostics ?? [],
    entries: described?.entries ?? [],
    clashes: described === null ? [] : await clashesIn(described, role, git, memory, signal),
  };
}

/** By key. What the role branch has of both sides was settled when it was merged. */
async function clashesIn(
  { merges, entries, start }: DescribedList,
  role: AssembledBranch | null,
  git: ChangingGit,
  memory: ClashMemory,
  signal: AbortSignal,
): Promise<AssemblyState['clashes']> {
  if (start === null || role?.unreadable === true) return [];
  const tips = merges.map(({ branch, tip }) => ({ branch, tip }));
  const found = await memory.read(git, tips, start, signal);
  const keys = new Map(merges.map(({ branch, change }) => [branch, change]));
  const settled = new Set(entries.flatMap(({ change, merged }) => (merged === 'yes' ? [change] : [])));
  return found.flatMap(({ branch, with: other, paths }) => {
    const change = keys.get(branch);
    const against = other === null ? null : (keys.get(other) ?? null);
    if (change === undefined || (settled.has(change) && (against === null || settled.has(against)))) return [];
    return [{ change, with: against, paths }];
  });
}

type Tips = readonly Pick<BranchTip, 'branch' | 'tip'>[];

/** Which branches clash follows from what they are at: it is asked once while nothing moves. */
export class ClashMemory {
  readonly #known = new Map<string, readonly Clash[]>();

  async read(git: ChangingGit, tips: Tips, start: ObjectId, signal: AbortSignal): Promise<readonly Clash[]> {
    const asked = [start, ...tips.map(({ branch, tip }) => `${tip} ${branch}`)].join('\n');
    const known = this.#known.get(asked);
    if (known !== undefined) return known;
    const found = tips.length === 0 ? [] : await git.clashes(tips, start, signal);
    this.#known.set(asked, found);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
    return found;
  }
}

/** Lists that are remembered, older states of them among them. */
const MOST = 50;
