import { configBranch } from '../config';
import type { Decision } from '../config';
import type { ChangingGit, ObjectId, Ref } from '../git';
import type { TeamBranch, TeamMerge } from '../release';
import { decisionsIn, readTeamFiles } from './configuration';
import { listsIn } from './roles/lists';
import type { ListFile } from './roles/lists';
import type { Named } from './arranging';

/** The team's branch as planners see it, with what the commit has that the next one goes onto. */
export interface TeamReading {
  readonly team: TeamBranch;
  readonly decisions: readonly Decision[];
  readonly lists: readonly ListFile[];
}

export async function readTeam(
  git: ChangingGit,
  { snapshot, remotes }: Named,
  signal: AbortSignal,
): Promise<TeamReading> {
  const named = snapshot.refs.filter(({ short, kind }) => kind !== 'tag' && short === configBranch);
  const local = commitOf(named.find(({ kind }) => kind === 'local'));
  const internal = remotes.find(({ role }) => role === 'internal')?.name ?? null;
  const theirs = commitOf(named.find(({ remote }) => remote !== null && remote === internal));
  const shared =
    internal === null ? null : { remote: internal, ref: `refs/remotes/${internal}/${configBranch}`, tip: theirs };
  const standing = await compare(git, local, theirs, internal !== null, signal);
  const merged = standing === 'diverged' ? await merge(git, local, theirs, signal) : null;
  const team = { ref: `refs/heads/${configBranch}`, local, shared, standing, merged };
  const base = standing === 'behind' || standing === 'diverged' ? theirs : local;
  const files = base === null ? new Map<string, string | null>() : await readTeamFiles(git, base, signal);
  for (const { path, text } of merged?.files ?? []) {
    if (text === null) files.delete(path);
    else files.set(path, text);
  }
  return { team, decisions: decisionsIn(files), lists: listsIn(files) };
}

function commitOf(ref: Ref | undefined): ObjectId | null {
  return ref?.commit ?? null;
}

async function compare(
  git: ChangingGit,
  local: ObjectId | null,
  theirs: ObjectId | null,
  isShared: boolean,
  signal: AbortSignal,
): Promise<TeamBranch['standing']> {
  if (!isShared || (local === null && theirs === null)) return 'alone';
  if (local === null) return 'behind';
  if (theirs === null) return 'ahead';
  if (local === theirs) return 'same';
  const { graph } = await git.history([local, theirs], [], signal);
  if (graph.reachable(local).has(theirs)) return 'ahead';
  return graph.reachable(theirs).has(local) ? 'behind' : 'diverged';
}

/** Merges file by file onto the shared commit: what only the local branch changed is taken from there. */
async function merge(
  git: ChangingGit,
  local: ObjectId | null,
  theirs: ObjectId | null,
  signal: AbortSignal,
): Promise<TeamMerge | null> {
  if (local === null || theirs === null) return null;
  const { graph } = await git.history([local, theirs], [], signal);
  const shared = graph.reachable(theirs);
  const base = graph.own(local).findLast(({ id }) => shared.has(id))?.id ?? null;
  const { files, conflicts } = await git.mergeByFile(local, theirs, base, signal);
  if (conflicts.length === 0) return { files, conflicts: [] };
  const ours = decisionsIn(await readTeamFiles(git, local, signal));
  const others = decisionsIn(await readTeamFiles(git, theirs, signal));
  const at = (decisions: readonly Decision[], path: string): Decision | null =>
    decisions.find((one) => one.path === path) ?? null;
  return {
    files,
    conflicts: conflicts.map((path) => ({ path, ours: at(ours, path), theirs: at(others, path) })),
  };
}
