import { backupPrefix, GitError } from '../../git';
import type { ChangingGit, ObjectId, Signature, TagEffect } from '../../git';
import type { Remark } from '../../plan';
import {
  contentsAt,
  embargoedKeys,
  excessRemark,
  includes,
  manifestOf,
  nextRelease,
  packagingExcess,
  pickedFrom,
  releaseMessage,
  TAG,
  unknownRelease,
  versionOf,
  withheldFrom,
} from '../../release';
import { parseTagName } from '../../scheme';
import type { Contents, Manifest, RoleBranch, TagDraft, TagShare } from '../../release';
import type { Reading } from '../ground';

/** A local release to be. */
export interface ReleaseWanted {
  /** The branch that is tagged, as it is now. */
  readonly role: RoleBranch;
  /** What is tagged: what it is now, or what an earlier step of the plan makes of it. */
  readonly target: TagEffect['target'];
  /** The tag of Moodle's release it contains by then. */
  readonly upstream: string | null;
  readonly plan: { readonly id: string; readonly by: Signature };
  /** Sections of the plan that come before. */
  readonly after?: readonly string[];
}

/**
 * The tag of the next local release, numbered after what is here and what the internal remote has now; or why there is
 * none.
 */
export async function draftRelease(
  git: ChangingGit,
  reading: Reading,
  { role, target, upstream, plan, after = [] }: ReleaseWanted,
  signal: AbortSignal,
): Promise<{ readonly draft: TagDraft; readonly warnings: readonly Remark[] } | Remark> {
  const { scheme, survey } = reading.named;
  const version = versionOf(upstream);
  if (version === null) return unknownRelease(role.name, upstream);
  const next = typeof target === 'string' ? target : target.expect;
  const internal = await readInternal(git, reading, role, next, signal);
  if (internal !== null && 'code' in internal) return internal;
  const tags = [...survey.localReleases.map(({ tag }) => tag), ...(internal?.tags ?? [])];
  const there = internal?.releases.get(next);
  if (there !== undefined) return taggedThere(role.name, there, internal?.share.remote ?? '');
  const name = nextRelease({ scheme, customer: role.customer, version, tags });
  if ('code' in name) return name;
  const manifest = { ...(await readManifest(git, reading, role, role.tip, false, signal)), upstream };
  const effect = git.tagEffect({
    ref: `refs/tags/${name.tag}`,
    target,
    message: releaseMessage(name.number, manifest),
    by: plan.by,
    backupPrefix: backupPrefix({ plan: plan.id, step: TAG }),
  });
  const { commits, tags: isSigned } = await git.signing(signal);
  const isForeseen = !isSigned && (typeof target === 'string' || !commits);
  const share = isForeseen ? (internal?.share ?? null) : null;
  const warnings = isForeseen || internal === null ? [] : [signedRemark(name.tag, role.name, internal.share)];
  return { draft: { effect, manifest, branch: role.name, share, after }, warnings };
}

/** A colleague has released the very commit: it has a number, which is not known here. */
function taggedThere(branch: string, tag: string, remote: string): Remark {
  const text = `${branch} is tagged already on ${remote}, as ${tag}. Fetch ${remote}.`;
  return { code: 'already-tagged', text, about: branch };
}

/** What is signed has an id that nobody knows before, so a plan cannot say what is pushed. */
function signedRemark(tag: string, name: string, { remote, branch }: TagShare): Remark {
  const what = branch === null ? tag : `${tag} and ${name}`;
  const text = `What is made here is signed, so its push cannot be planned with it. Push ${what} to ${remote} afterwards.`;
  return { code: 'signed', text, about: tag };
}

/**
 * What a commit is made of as a local release.
 * @param isShown whether changes under embargo are named: never where it is written down
 */
export async function readManifest(
  git: ChangingGit,
  reading: Reading,
  place: Pick<RoleBranch, 'customer' | 'line' | 'role'>,
  commit: ObjectId,
  isShown: boolean,
  signal: AbortSignal,
): Promise<Manifest> {
  const { arranged, findings } = reading;
  const contents = contentsAt(arranged, place, commit, findings.roles);
  const keys = isShown ? new Set<string>() : embargoedKeys(arranged.facts.decisions);
  return manifestOf({
    ...place,
    contents,
    picks: await readPicks(git, reading, contents, signal),
    embargoed: withheldFrom(arranged, place.customer, keys, commit),
  });
}

/** By commit of ours, the upstream commit it was picked from. */
async function readPicks(
  git: ChangingGit,
  { arranged, status }: Reading,
  { own, loose }: Contents,
  signal: AbortSignal,
): Promise<ReadonlyMap<ObjectId, ObjectId>> {
  const single = own.flatMap(({ id, parents }) => (parents.length > 1 ? [] : [id]));
  const objects = await git.readObjects(single, signal);
  const messages = new Map([...objects].map(([id, { content }]) => [id, content.toString('utf8')]));
  return pickedFrom({ graph: arranged.facts.graph, own, messages, loose, assessments: status.changes });
}

/** What the internal remote has now: its tags, and what else it needs when a commit of the branch is tagged. */
interface Internal {
  readonly tags: readonly string[];
  /** By commit, the local release of the branch's customer that it is. */
  readonly releases: ReadonlyMap<ObjectId, string>;
  readonly share: TagShare;
}

/**
 * Asks the internal remote; null where there is none, a remark where it does not answer or has gone on.
 * @param next what the branch comes to
 */
async function readInternal(
  git: ChangingGit,
  { named, arranged }: Reading,
  { name, tip, customer }: RoleBranch,
  next: ObjectId,
  signal: AbortSignal,
): Promise<Internal | Remark | null> {
  const remote = named.remotes.find(({ role }) => role === 'internal')?.name;
  if (remote === undefined) return null;
  const ref = `refs/heads/${name}`;
  const there = await readTags(git, remote, ref, signal);
  if ('code' in there) return there;
  const tags = [...there.keys()].flatMap((one) => /^refs\/tags\/(.+)$/.exec(one)?.[1] ?? []);
  const releases = new Map(
    tags.flatMap((tag): [ObjectId, string][] => {
      const { kind, customer: of } = parseTagName(tag, named.scheme);
      const commit = there.get(`refs/tags/${tag}`)?.peeled;
      return kind === 'local-release' && of === customer && commit !== undefined ? [[commit, tag]] : [];
    }),
  );
  const old = there.get(ref)?.id ?? null;
  const { graph } = arranged.facts;
  if (old === null || includes(graph, tip, old)) {
    return { tags, releases, share: { remote, branch: old === next ? null : { ref, old, new: next } } };
  }
  // A colleague who has gone on from the very commit has it already.
  if (next === tip && includes(graph, old, tip)) return { tags, releases, share: { remote, branch: null } };
  const text = `${remote} has commits of ${name} that are not here. Fetch it first.`;
  return { code: 'not-fetched', text, about: name };
}

async function readTags(
  git: ChangingGit,
  remote: string,
  ref: string,
  signal: AbortSignal,
): Promise<Awaited<ReturnType<ChangingGit['remoteTags']>> | Remark> {
  try {
    return await git.remoteTags(remote, [ref], signal);
  } catch (error) {
    if (!GitError.is(error, 'unreachable') && !GitError.is(error, 'timeout')) throw error;
    const text = `${remote} does not answer, so nobody knows which number is free. Connect to it and tag again.`;
    return { code: 'offline', text, about: remote };
  }
}

/** Why a packaging branch must not be released as it is, held against deployment; both may be yet to come. */
export async function packagingRemark(
  git: ChangingGit,
  { arranged, named }: Reading,
  packaging: Pick<RoleBranch, 'name' | 'tip' | 'customer' | 'line'>,
  deployment: Pick<RoleBranch, 'name' | 'tip'>,
  signal: AbortSignal,
): Promise<Remark | null> {
  const trees = [git.listTree(packaging.tip, signal), git.listTree(deployment.tip, signal)] as const;
  await Promise.allSettled(trees);
  const [tree, wanted] = await Promise.all(trees);
  const extras = named.settled.state.config.packages.get(packaging.customer)?.extras ?? [];
  const excess = packagingExcess(tree, wanted, extras);
  if (excess.length === 0) return null;
  const branches = arranged.branchesOn(packaging.customer, packaging.line);
  const commits = branches.flatMap(({ identity, own }) => own.map(({ id }) => ({ id, key: identity.key })));
  const paths = await git.pathKeys(
    commits.map(({ id }) => id),
    signal,
  );
  const changes = commits.flatMap(({ id, key }) =>
    (paths.get(id) ?? '').split('\0').map((path) => [path, key] as const),
  );
  return excessRemark(packaging.name, deployment.name, excess, new Map(changes));
}
