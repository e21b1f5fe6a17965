import * as z from 'zod/mini';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  absentPoints,
  configBranch,
  configFileName,
  decisionsFolder,
  embargoAt,
  emptyConfig,
  parseConfig,
  parseDecision,
} from '../config';
import type { Config, Decision, Diagnostic, ParsedConfig } from '../config';
import { GitError } from '../git';
import type { Cache, Git, ObjectId, Ref, Snapshot } from '../git';
import { cannotBeRead, wrongAsWhole } from './diagnostics';
import { isListPath, listsIn } from './roles/lists';
import type { ListFile } from './roles/lists';
import { PointReader, pointsNamed } from './points';
import type { ConfigState } from './types';

/** Configuration and decisions in force, with what is wrong with them. */
export interface Settled {
  readonly state: ConfigState;
  readonly decisions: readonly Decision[];
  /** The commits of the tags and commits both name, as far as they are here. */
  readonly points: ReadonlyMap<string, ObjectId>;
}

/** Far more than any configuration needs; a larger file is a mistake or an attack. */
const LARGEST = 1024 * 1024;

/**
 * Finds and reads the configuration: the given file, else the one in the work tree's root, else the one on the branch
 * `moodle-release`. Decisions are always the branch's. A broken text keeps the last good value of the same source, else
 * the one on the branch.
 */
export class ConfigurationReader {
  private good: { readonly path: string; readonly config: Config } | undefined;
  private readonly branches = new Map<ObjectId, BranchContent>();
  private readonly points: PointReader;

  constructor(
    private readonly git: Git,
    private readonly cache: Cache,
    private readonly configFile: string | undefined,
  ) {
    this.points = new PointReader(git);
  }

  async read(snapshot: Snapshot, signal?: AbortSignal): Promise<Settled> {
    const ref = configRef(snapshot.refs);
    const branch = ref ? await this.branchContent(ref, signal) : null;
    const state = await this.find(snapshot, ref, branch);
    const decisions = branch?.decisions ?? [];
    const named = pointsNamed(state.config, decisions, branch?.lists ?? []);
    const points = await this.points.read(named, snapshot, signal);
    const absent = new Set([...named.bases, ...named.exceptions].filter((point) => !points.has(point)));
    const own = state.stale ? [] : absentPoints(state.text ?? '', absent);
    const decided = decisions.flatMap(({ path }) =>
      absentPoints(branch?.files.get(path) ?? '', absent).map((diagnostic) => ({ ...diagnostic, path })),
    );
    return { state: { ...state, diagnostics: [...state.diagnostics, ...own, ...decided] }, decisions, points };
  }

  private async find(
    { repository: { root } }: Snapshot,
    ref: Ref | undefined,
    branch: BranchContent | null,
  ): Promise<ConfigState> {
    const path = this.configFile ?? (root === null ? null : join(root, configFileName));
    const file = path === null ? null : await readText(path);
    if (path !== null && file !== null) {
      // A file in the work tree is one person's; what the team shares is good when that one never was.
      const shared = this.configFile === undefined && branch?.config?.ok === true ? branch.config.config : null;
      return this.settle({ kind: 'file', path }, file.text, file.parsed, branch?.diagnostics, shared);
    }
    if (path !== null && this.configFile !== undefined) {
      return this.settle({ kind: 'file', path }, null, refused(cannotBeRead(path)), branch?.diagnostics);
    }
    if (ref && branch?.config) {
      const source = { kind: 'branch', path: `${ref.name}:${configFileName}` } as const;
      return this.settle(source, branch.text, branch.config, branch.diagnostics);
    }
    const source = { kind: 'none', path: null } as const;
    return { source, text: null, config: emptyConfig, diagnostics: branch?.diagnostics ?? [], stale: false };
  }

  private settle(
    source: ConfigState['source'] & { readonly path: string },
    text: string | null,
    parsed: ParsedConfig,
    others: readonly Diagnostic[] = [],
    shared: Config | null = null,
  ): ConfigState {
    const diagnostics = [...parsed.diagnostics, ...others];
    if (parsed.ok) {
      this.good = { path: source.path, config: parsed.config };
      return { source, text, config: parsed.config, diagnostics, stale: false };
    }
    // Without a good one before, what can be used of the broken text is better than nothing.
    const good = this.good?.path === source.path ? this.good.config : shared;
    return { source, text, config: good ?? parsed.config, diagnostics, stale: good !== null };
  }

  private async branchContent({ name, commit }: Ref, signal?: AbortSignal): Promise<BranchContent> {
    const known = commit === null ? undefined : this.branches.get(commit);
    if (known) return known;
    const files = commit === null ? null : await this.files(commit, signal);
    if (commit === null || files === null) return unreadableBranch(name);
    const content = parseBranch(files);
    this.branches.clear();
    if (isWhole(files)) this.branches.set(commit, content);
    return content;
  }

  /** Null when the branch's tree is broken. */
  private async files(commit: ObjectId, signal?: AbortSignal): Promise<Files | null> {
    const key = `team files ${commit}`;
    const kept = parseKept(await this.cache.get(key));
    if (kept) return kept;
    const files = await readOurs(this.git, commit, signal);
    if (files && isWhole(files)) await this.cache.put(key, Buffer.from(JSON.stringify(Object.fromEntries(files))));
    return files;
  }
}

/** Texts by path; null where the object is missing or broken. */
type Files = ReadonlyMap<string, string | null>;

/** What could not be read today may be there tomorrow. */
function isWhole(files: Files): boolean {
  return [...files.values()].every((text) => text !== null);
}

/** Files by path, as the cache keeps them; what does not look like it is read again. */
const keptFiles = z.record(z.string(), z.string());

function parseKept(kept: Buffer | undefined): Files | null {
  if (kept === undefined) return null;
  try {
    return new Map(Object.entries(keptFiles.parse(JSON.parse(kept.toString('utf8')))));
  } catch {
    return null;
  }
}

interface BranchContent {
  readonly files: Files;
  readonly text: string | null;
  readonly config: ParsedConfig | null;
  readonly decisions: readonly Decision[];
  readonly lists: readonly ListFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Our files of the branch, by path: two processes. */
async function readOurs(git: Git, commit: ObjectId, signal?: AbortSignal): Promise<Files | null> {
  const tree = await git.listTree(commit, signal).catch((error: unknown) => {
    if (GitError.is(error, 'corrupt-object')) return null;
    throw error;
  });
  if (tree === null) return null;
  const ours = [...tree].filter(([path]) => isOurs(path));
  const objects = await git.readObjects(
    ours.map(([, { id }]) => id),
    signal,
  );
  return new Map(ours.map(([path, { id }]) => [path, objects.get(id)?.content.toString('utf8') ?? null]));
}

/** Our files of a commit of the branch; none where its tree is broken. Texts are null where they are missing or broken. */
export async function readTeamFiles(
  git: Git,
  commit: ObjectId,
  signal?: AbortSignal,
): Promise<Map<string, string | null>> {
  return new Map(await readOurs(git, commit, signal));
}

/** The decisions among files of the branch, as far as they can be read. */
export function decisionsIn(files: Files): readonly Decision[] {
  return parseBranch(files).decisions;
}

function isOurs(path: string): boolean {
  return path === configFileName || isDecisionPath(path) || isListPath(path);
}

function isDecisionPath(path: string): boolean {
  return path.startsWith(`${decisionsFolder}/`) && path.endsWith('.yaml');
}

function parseBranch(files: Files): BranchContent {
  const text = files.get(configFileName);
  const lists = listsIn(files);
  const parsed = [...files]
    .filter(([path]) => isDecisionPath(path))
    .map(([path, file]) =>
      file === null
        ? { decision: embargoAt(path), diagnostics: [cannotBeRead(path, path)] }
        : parseDecision(path, file),
    );
  return {
    files,
    text: text ?? null,
    config: text === undefined ? null : text === null ? refused(cannotBeRead(configFileName)) : parseConfig(text),
    decisions: parsed.flatMap(({ decision }) => decision ?? []),
    lists,
    diagnostics: [...parsed, ...lists].flatMap(({ diagnostics }) => diagnostics),
  };
}

/** The local branch, else a remote's: a person who wrote locally sees what was written. */
function configRef(refs: readonly Ref[]): Ref | undefined {
  return (
    refs.find((ref) => ref.kind === 'local' && ref.short === configBranch) ??
    refs.find((ref) => ref.kind === 'remote' && ref.short === configBranch)
  );
}

/** A file that is there, as far as it can be read; null when it is not there. */
async function readText(path: string): Promise<{ text: string | null; parsed: ParsedConfig } | null> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST) return { text: null, parsed: refused(tooLarge(path, size)) };
    const text = await readFile(path, 'utf8');
    return { text, parsed: parseConfig(text) };
  } catch {
    return null;
  }
}

function refused(diagnostic: Diagnostic): ParsedConfig {
  return { ok: false, config: emptyConfig, diagnostics: [diagnostic] };
}

/** Nothing is known of what it configures or decides, which is said even when a file in the work tree is in force. */
function unreadableBranch(name: string): BranchContent {
  const config = { ok: false, config: emptyConfig, diagnostics: [] };
  return { files: new Map(), text: null, config, decisions: [], lists: [], diagnostics: [cannotBeRead(name)] };
}

function tooLarge(path: string, size: number): Diagnostic {
  return wrongAsWhole('too-large', `${path} has ${size} bytes; at most ${LARGEST} are read`);
}
