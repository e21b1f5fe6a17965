import * as z from 'zod/mini';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { configBranch, configFileName, decisionsFolder, emptyConfig, parseConfig, parseDecision } from '../config';
import type { Config, Decision, Diagnostic, ParsedConfig } from '../config';
import { GitError } from '../git';
import type { Cache, Git, ObjectId, Ref, Snapshot } from '../git';
import type { ConfigState } from './types';

/** Configuration and decisions in force, with what is wrong with them. */
export interface Settled {
  readonly state: ConfigState;
  readonly decisions: readonly Decision[];
}

/** Far more than any configuration needs; a larger file is a mistake or an attack. */
const LARGEST = 1024 * 1024;

/**
 * Finds and reads the configuration: the given file, else the one in the work tree's root, else the one on the branch
 * `moodle-release`. Decisions are always the branch's. A broken text keeps the last good value of the same source.
 */
export class ConfigurationReader {
  private good: { readonly path: string; readonly config: Config } | undefined;
  private readonly branches = new Map<ObjectId, BranchContent>();

  constructor(
    private readonly git: Git,
    private readonly cache: Cache,
    private readonly configFile: string | undefined,
  ) {}

  async read(snapshot: Snapshot, signal?: AbortSignal): Promise<Settled> {
    const ref = configRef(snapshot.refs);
    const branch = ref ? await this.branchContent(ref, signal) : null;
    const decisions = branch?.decisions ?? [];
    const root = snapshot.repository.root;
    const path = this.configFile ?? (root === null ? null : join(root, configFileName));
    const text = path === null ? null : await readText(path);
    if (path !== null && text !== null) {
      const state = this.settle({ kind: 'file', path }, text, parseConfig(text), branch?.diagnostics);
      return { state, decisions };
    }
    if (path !== null && this.configFile !== undefined) {
      const state = this.settle({ kind: 'file', path }, null, unreadable(path), branch?.diagnostics);
      return { state, decisions };
    }
    if (ref && branch?.config) {
      const source = { kind: 'branch', path: `${ref.name}:${configFileName}` } as const;
      return { state: this.settle(source, branch.text, branch.config, branch.diagnostics), decisions };
    }
    const source = { kind: 'none', path: null } as const;
    const diagnostics = branch?.diagnostics ?? [];
    return { state: { source, text: null, config: emptyConfig, diagnostics, stale: false }, decisions };
  }

  private settle(
    source: ConfigState['source'] & { readonly path: string },
    text: string | null,
    parsed: ParsedConfig,
    others: readonly Diagnostic[] = [],
  ): ConfigState {
    const diagnostics = [...parsed.diagnostics, ...others];
    if (parsed.ok) {
      this.good = { path: source.path, config: parsed.config };
      return { source, text, config: parsed.config, diagnostics, stale: false };
    }
    // Without a good one before, what can be used of the broken text is better than nothing.
    const stale = this.good?.path === source.path;
    return { source, text, config: stale && this.good ? this.good.config : parsed.config, diagnostics, stale };
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
    const key = `configuration ${commit}`;
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
  readonly text: string | null;
  readonly config: ParsedConfig | null;
  readonly decisions: readonly Decision[];
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

function isOurs(path: string): boolean {
  return path === configFileName || (path.startsWith(`${decisionsFolder}/`) && path.endsWith('.yaml'));
}

function parseBranch(files: Files): BranchContent {
  const text = files.get(configFileName);
  const parsed = [...files]
    .filter(([path]) => path !== configFileName)
    .map(([path, file]) =>
      file === null ? { decision: null, diagnostics: [cannotBeRead(path, path)] } : parseDecision(path, file),
    );
  return {
    text: text ?? null,
    config: text === undefined ? null : text === null ? unreadable(configFileName) : parseConfig(text),
    decisions: parsed.flatMap(({ decision }) => decision ?? []),
    diagnostics: parsed.flatMap(({ diagnostics }) => diagnostics),
  };
}

/** The local branch, else a remote's: a person who wrote locally sees what was written. */
function configRef(refs: readonly Ref[]): Ref | undefined {
  return (
    refs.find((ref) => ref.kind === 'local' && ref.short === configBranch) ??
    refs.find((ref) => ref.kind === 'remote' && ref.short === configBranch)
  );
}

async function readText(path: string): Promise<string | null> {
  try {
    if ((await stat(path)).size > LARGEST) return ''.padEnd(LARGEST + 1, ' ');
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}

function unreadable(path: string): ParsedConfig {
  return { ok: false, config: emptyConfig, diagnostics: [cannotBeRead(path)] };
}

/** Nothing is known of what it configures or decides, which is said even when a file in the work tree is in force. */
function unreadableBranch(name: string): BranchContent {
  const config = { ok: false, config: emptyConfig, diagnostics: [] };
  return { text: null, config, decisions: [], diagnostics: [cannotBeRead(name)] };
}

function cannotBeRead(what: string, path?: string): Diagnostic {
  const origin = { line: 0, character: 0 };
  const range = { start: origin, end: origin };
  const found: Diagnostic = { severity: 'error', code: 'unreadable', message: `${what} cannot be read`, range };
  return path === undefined ? found : { ...found, path };
}
