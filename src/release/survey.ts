import type { ObjectId, Ref, Snapshot } from '../git/types';
import { parseReleaseTag } from '../moodle';
import type { MoodleVersion } from '../moodle';
import { looksLikeChange, parseTagName } from '../scheme';
import type { BranchReader, ParsedName, Scheme } from '../scheme';
import type { Role } from '../config/types';
import type { ChangeIdentity, RemoteFacts, Unparsed } from './types';

/** A branch and the commit it is at. */
export interface Tip {
  readonly name: string;
  readonly short: string;
  readonly remote: string | null;
  readonly tip: ObjectId;
  readonly trackingGone: boolean;
  readonly tracking: string | null;
}

/** A change on one line: the union of its local and remote-tracking refs. */
export interface ChangeBranch {
  readonly identity: ChangeIdentity;
  readonly line: string;
  readonly refs: readonly Tip[];
}

export interface RoleRefs {
  readonly customer: string;
  readonly line: string;
  readonly role: Role;
  readonly suffix: string | null;
  readonly refs: readonly Tip[];
}

export interface LocalRelease {
  readonly tag: string;
  readonly customer: string;
  readonly line: string;
  readonly version: MoodleVersion;
  /** The institution's own count on that version. */
  readonly n: number;
  readonly commit: ObjectId;
}

export interface ReleaseTag {
  readonly tag: string;
  readonly version: MoodleVersion;
  readonly line: string;
  readonly commit: ObjectId;
}

/** Every ref's meaning; nothing here needs the history. */
export interface Survey {
  readonly changes: readonly ChangeBranch[];
  readonly roles: readonly RoleRefs[];
  readonly localReleases: readonly LocalRelease[];
  readonly releaseTags: readonly ReleaseTag[];
  readonly unparsed: readonly Unparsed[];
  /** Distinct branch names, upstream's aside. */
  readonly branches: number;
}

/**
 * Reads the meaning of all refs.
 * @param remotes roles of the remotes: refs of upstream and ignored ones are no branches of ours.
 */
export function survey(
  snapshot: Snapshot,
  scheme: Scheme,
  readBranch: BranchReader,
  remotes: readonly RemoteFacts[],
): Survey {
  const foreign = new Set(remotes.filter((r) => r.role === 'upstream' || r.role === 'ignored').map((r) => r.name));
  const changes = new Map<string, { identity: ChangeIdentity; line: string; refs: Tip[] }>();
  const roles = new Map<string, RoleRefs & { refs: Tip[] }>();
  const unparsed: Unparsed[] = [];
  const names = new Set<string>();
  const localReleases: LocalRelease[] = [];
  const releaseTags: ReleaseTag[] = [];

  for (const ref of snapshot.refs) {
    if (ref.symbolic !== null) continue;
    if (ref.kind === 'tag') {
      if (ref.commit === null) continue;
      const upstream = parseReleaseTag(ref.short);
      if (upstream) {
        releaseTags.push({
          tag: upstream.tag,
          version: upstream.version,
          line: upstream.line.name,
          commit: ref.commit,
        });
        continue;
      }
      const release = localRelease(ref, parseTagName(ref.short, scheme));
      if (release) localReleases.push(release);
      continue;
    }
    if (ref.remote !== null && foreign.has(ref.remote)) continue;
    const first = !names.has(ref.short);
    names.add(ref.short);
    const parsed = readBranch(ref.short);
    if (!parsed.ok) {
      if (first && parsed.reason && looksLikeChange(ref.short, scheme)) {
        unparsed.push({ ref: ref.name, name: ref.short, reason: parsed.reason, suggestion: parsed.suggestion });
      }
      continue;
    }
    // A branch whose commit cannot be read is a branch all the same.
    const tip = tipOf(ref, ref.commit ?? ref.id);
    if (parsed.kind === 'change' && parsed.customer && parsed.line && parsed.type && parsed.component) {
      const identity = identityOf(parsed.customer, parsed.type, parsed.component, parsed.shortname);
      const key = `${identity.key}\n${parsed.line}`;
      const known = changes.get(key);
      if (known) known.refs.push(tip);
      else changes.set(key, { identity, line: parsed.line, refs: [tip] });
    } else if (parsed.kind === 'role' && parsed.customer && parsed.line && parsed.role) {
      const key = [parsed.customer, parsed.line, parsed.role, parsed.suffix ?? ''].join('\n');
      const known = roles.get(key);
      if (known) known.refs.push(tip);
      else
        roles.set(key, {
          customer: parsed.customer,
          line: parsed.line,
          role: parsed.role,
          suffix: parsed.suffix,
          refs: [tip],
        });
    }
  }
  return {
    changes: [...changes.values()],
    roles: [...roles.values()],
    localReleases,
    releaseTags,
    unparsed,
    branches: names.size,
  };
}

/** The role branch of a line; one without a suffix before its variants. */
export function roleRefs(survey: Survey, customer: string, line: string, role: Role): RoleRefs | undefined {
  const found = survey.roles.filter((r) => r.customer === customer && r.line === line && r.role === role);
  return found.find((r) => r.suffix === null) ?? found[0];
}

export function identityOf(
  customer: string,
  type: string,
  component: string,
  shortname: string | null,
): ChangeIdentity {
  const key = [customer, type, component, ...(shortname === null ? [] : [shortname])].join('/');
  return { key, customer, type, component, shortname };
}

function localRelease(ref: Ref, parsed: ParsedName): LocalRelease | null {
  if (!parsed.ok || parsed.kind !== 'local-release' || ref.commit === null) return null;
  const { customer, line, version, local } = parsed;
  if (customer === null || line === null || version === null || local === null) return null;
  const release = parseReleaseTag(`v${version}`);
  return release && { tag: ref.short, customer, line, version: release.version, n: local, commit: ref.commit };
}

function tipOf(ref: Ref, tip: ObjectId): Tip {
  return {
    name: ref.name,
    short: ref.short,
    remote: ref.remote,
    tip,
    trackingGone: ref.tracking?.gone ?? false,
    tracking: ref.tracking?.ref ?? null,
  };
}
