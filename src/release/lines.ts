import type { ObjectId } from '../git/types';
import type { Config, Life, LineRule } from '../config/types';
import { compareLines, compareVersions, firstTag, parseLine, parseReleaseTag } from '../moodle';
import type { ReleaseTag, Survey, LocalRelease } from './survey';
import type { Target } from './types';

/** One line of one customer: what is known of its life before any history is read. */
export interface CustomerLine {
  readonly customer: string;
  readonly line: string;
  readonly life: Life;
  /** The newest local release of this line. */
  readonly lastRelease: LocalRelease | null;
  readonly changes: number;
  readonly hasDeployment: boolean;
  readonly hasTesting: boolean;
}

/** Lines compare by Moodle's branch number: 3.10 is after 3.9. Names that are no line come last. */
export function byLine(a: string, b: string): number {
  const [left, right] = [parseLine(a), parseLine(b)];
  if (!left || !right) return Number(!left) - Number(!right);
  return compareLines(left, right);
}

/** The lines of every customer, oldest first; a line is known by its branches or its local releases. */
export function customerLines(survey: Survey, config: Config): ReadonlyMap<string, readonly CustomerLine[]> {
  const found = new Map<string, Map<string, { changes: number; deployment: boolean; testing: boolean }>>();
  const at = (customer: string, line: string): { changes: number; deployment: boolean; testing: boolean } => {
    const lines = found.get(customer) ?? new Map<string, { changes: number; deployment: boolean; testing: boolean }>();
    found.set(customer, lines);
    const entry = lines.get(line) ?? { changes: 0, deployment: false, testing: false };
    lines.set(line, entry);
    return entry;
  };
  for (const change of survey.changes) if (parseLine(change.line)) at(change.identity.customer, change.line).changes++;
  for (const role of survey.roles) {
    const entry = at(role.customer, role.line);
    if (role.role === 'deployment') entry.deployment = true;
    if (role.role === 'testing') entry.testing = true;
  }
  for (const release of survey.localReleases) at(release.customer, release.line);

  const result = new Map<string, CustomerLine[]>();
  for (const [customer, lines] of found) {
    const ordered = [...lines].sort(([a], [b]) => byLine(a, b));
    const drafts = ordered.map(([line, entry]) => ({
      customer,
      line,
      lastRelease: lastRelease(survey.localReleases, customer, line),
      changes: entry.changes,
      hasDeployment: entry.deployment,
      hasTesting: entry.testing,
    }));
    const live = liveLine(drafts, config);
    result.set(
      customer,
      drafts.map((draft) => ({
        ...draft,
        life: ruleFor(config, customer, draft.line, 'life')?.life ?? lifeBy(draft.line, live),
      })),
    );
  }
  return result;
}

/** The configured rule of a line that says something about `key`; a customer's own rule before the general one. */
function ruleFor(config: Config, customer: string, line: string, key: 'base' | 'life'): LineRule | undefined {
  const rules = config.lines.filter((rule) => rule.line === line && rule[key] !== null);
  return rules.find((rule) => rule.customer === customer) ?? rules.find((rule) => rule.customer === null);
}

/** Tags and commits accepted as a base on a line besides the agreed one. */
export function exceptionsFor(config: Config, customer: string, line: string): readonly string[] {
  return config.lines
    .filter((rule) => rule.line === line && (rule.customer === null || rule.customer === customer))
    .flatMap((rule) => rule.exceptions);
}

function lifeBy(line: string, live: string | null): Life {
  if (live === null) return 'preparing';
  const order = byLine(line, live);
  if (order === 0) return 'live';
  return order > 0 ? 'preparing' : 'retired';
}

type Draft = Omit<CustomerLine, 'life'>;

/** The newest local release is of the live line; without one, the newest deployment branch says it, else the line before the newest. */
function liveLine(lines: readonly Draft[], config: Config): string | null {
  const configured = lines.filter((l) => ruleFor(config, l.customer, l.line, 'life')?.life === 'live').at(-1);
  const found =
    configured ??
    lines.filter((l) => l.lastRelease).at(-1) ??
    lines.filter((l) => l.hasDeployment).at(-1) ??
    lines.at(-2);
  return found?.line ?? null;
}

function lastRelease(releases: readonly LocalRelease[], customer: string, line: string): LocalRelease | null {
  const own = releases.filter((r) => r.customer === customer && r.line === line);
  return own.sort((a, b) => compareVersions(a.version, b.version) || a.n - b.n).at(-1) ?? null;
}

/**
 * The line whose last release says what has to be on the target: the newest line before it that was ever live,
 * else the newest with a deployment branch, else simply the newest before it.
 */
export function previousLine(lines: readonly CustomerLine[], target: string): CustomerLine | null {
  const before = lines.filter((l) => byLine(l.line, target) < 0);
  const settled = before.filter((l) => l.life !== 'preparing');
  const candidates = settled.length > 0 ? settled : before;
  return (
    candidates.filter((l) => l.lastRelease).at(-1) ??
    candidates.filter((l) => l.hasDeployment).at(-1) ??
    candidates.at(-1) ??
    null
  );
}

/** Release tags by the commit they name. */
export class ReleaseTags {
  private readonly byCommit = new Map<ObjectId, ReleaseTag[]>();
  private readonly byTag = new Map<string, ReleaseTag>();

  constructor(readonly all: readonly ReleaseTag[]) {
    for (const tag of all) {
      this.byTag.set(tag.tag, tag);
      this.byCommit.set(tag.commit, [...(this.byCommit.get(tag.commit) ?? []), tag]);
    }
    for (const tags of this.byCommit.values()) tags.sort((a, b) => compareVersions(a.version, b.version));
  }

  named(tag: string): ReleaseTag | undefined {
    return this.byTag.get(tag);
  }

  /** The release a commit is; of several tags on one commit the preferred one, else the lowest. */
  at(commit: ObjectId, preferred?: string): ReleaseTag | undefined {
    const tags = this.byCommit.get(commit);
    return tags?.find((t) => t.tag === preferred) ?? tags?.[0];
  }

  newestOf(line: string): ReleaseTag | undefined {
    return this.all
      .filter((t) => t.line === line && t.version.pre === null)
      .sort((a, b) => compareVersions(a.version, b.version))
      .at(-1);
  }

  commits(): ReadonlySet<ObjectId> {
    return new Set(this.byCommit.keys());
  }
}

/**
 * The agreed base of a line: configured, else the tag of this line most of its change branches are cut from, else
 * `vX.Y.0`.
 * @param cutFrom the commits the change branches of this customer and line are cut from
 */
export function agreedBase(
  {
    config,
    points,
    tags,
  }: { readonly config: Config; readonly points: ReadonlyMap<string, ObjectId>; readonly tags: ReleaseTags },
  customer: string,
  line: string,
  cutFrom: readonly ObjectId[],
): Target['base'] {
  const configured = ruleFor(config, customer, line, 'base')?.base;
  if (configured) {
    const commit = points.get(configured) ?? null;
    return { tag: (commit && tags.at(commit, configured)?.tag) ?? configured, commit };
  }
  const votes = new Map<string, number>();
  for (const commit of cutFrom) {
    const tag = tags.at(commit);
    if (tag?.line === line) votes.set(tag.tag, (votes.get(tag.tag) ?? 0) + 1);
  }
  const first = parseLine(line);
  const fallback = first ? firstTag(first) : line;
  const [winner] = [...votes].sort(
    ([a, m], [b, n]) => n - m || Number(b === fallback) - Number(a === fallback) || (a < b ? -1 : 1),
  );
  const tag = winner?.[0] ?? fallback;
  return { tag, commit: tags.named(tag)?.commit ?? null };
}

/** What the person asked for: a line, or a release tag that stands for this run as its line's base. */
export function readTarget(
  given: string,
): { readonly line: string; readonly branch: number; readonly tag: string | null } | null {
  const release = parseReleaseTag(given);
  if (release) return { line: release.line.name, branch: release.line.branch, tag: release.tag };
  const line = parseLine(given);
  return line && { line: line.name, branch: line.branch, tag: null };
}
