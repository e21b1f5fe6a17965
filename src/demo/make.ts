import { mkdir, readdir, rm, stat, writeFile, link } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join, resolve } from 'node:path';
import type { Runner } from '../process';
import { engineer } from './branches';
import type { Drawing } from './draw';
import { drawDemo } from './draw';
import { fastImportStream } from './stream';
import type { PluginDrawing } from './plugin';
import type { RemoteDrawing } from './surroundings';
import type { Truth } from './truth';

/** The sample on disk and everything that must be seen in it. */
export interface DemoFacts extends Truth {
  /** Absolute path of the sample's folder. */
  readonly folder: string;
  /** Absolute path of the work tree, on the branch `head`. */
  readonly repository: string;
  readonly head: string;
  /** Bare repositories beside it, for fetching without a network. */
  readonly remotes: readonly { readonly name: string; readonly path: string }[];
  /** Third-party code to import: its maker's bare repository, and its newest release as an archive. */
  readonly plugin: {
    readonly component: string;
    readonly path: string;
    readonly tag: string;
    readonly archive: string;
  };
}

export interface DemoOptions {
  /** Made when absent; a sample of ours in it is made anew, anything else is refused. */
  readonly folder: string;
  readonly runner: Runner;
  readonly git?: string;
  readonly signal?: AbortSignal;
}

/** The folder holds something that is not a sample of ours: nothing was touched. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
  readonly reason = 'not-ours';

  constructor(readonly folder: string) {
    super(`${folder} is not empty and holds no sample made by this command. Choose another folder.`);
  }

  static is(error: unknown): error is DemoError {
    return error instanceof DemoError;
  }
}

const marker = 'moodle-release-demo';
const workTree = 'moodle';

/**
 * Makes the sample: a repository shaped like Moodle's with two customers' branches, and its remotes. Every object id is the same
 * each time. What was half made is removed when it fails or is cancelled.
 * Throws `DemoError` when the folder is somebody else's, `ProcessError` when git fails.
 */
export async function makeDemo({ folder, runner, git = 'git', signal }: DemoOptions): Promise<DemoFacts> {
  const root = resolve(folder);
  const drawing = drawDemo();
  const remotes = drawing.remotes.map(({ name, path }) => ({ name, path: join(root, path) }));
  await clear(root, drawing.remotes);
  try {
    const workshop = new Workshop(runner, git, signal, join(root, workTree));
    await workshop.build(drawing, remotes);
    await workshop.offer(drawing.plugin, root);
  } catch (error) {
    await clear(root, drawing.remotes);
    throw error;
  }
  const { component, path, tag, archive } = drawing.plugin;
  return {
    ...drawing.truth,
    folder: root,
    repository: join(root, workTree),
    head: drawing.head,
    remotes,
    plugin: { component, path: join(root, path), tag, archive: join(root, archive) },
  };
}

/** What is in the folder: nothing, a sample of ours that would be made anew, or something else, which is left alone. */
export async function demoAt(folder: string): Promise<'nothing' | 'sample' | 'other'> {
  const there = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  if (there.length === 0) return 'nothing';
  return stat(join(folder, workTree, '.git', marker)).then(
    () => 'sample',
    () => 'other',
  );
}

/** Removes a sample of ours, and only that. */
async function clear(root: string, remotes: readonly RemoteDrawing[]): Promise<void> {
  const there = await demoAt(root);
  if (there === 'nothing') return;
  if (there === 'other') throw new DemoError(root);
  for (const { path } of remotes) await rm(join(root, path.split('/', 1)[0] ?? path), { recursive: true, force: true });
  const tree = join(root, workTree);
  await empty(root, workTree);
  await empty(tree, '.git');
  // The marker goes last: a removal that was broken off can be taken up again.
  await empty(join(tree, '.git'), marker);
  await rm(tree, { recursive: true, force: true });
}

async function empty(folder: string, except: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name !== except) await rm(join(folder, name), { recursive: true, force: true });
  }
}

class Workshop {
  constructor(
    private readonly runner: Runner,
    private readonly git: string,
    private readonly signal: AbortSignal | undefined,
    private readonly repository: string,
  ) {}

  async build({ sketch, head, tracking, remotes: drawn }: Drawing, remotes: DemoFacts['remotes']): Promise<void> {
    await mkdir(join(this.repository, '.git'), { recursive: true });
    await writeFile(join(this.repository, '.git', marker), 'Made by `moodle-release demo`; may be removed by it.\n');
    await this.init(this.repository, `--initial-branch=${head}`);
    await writeFile(join(this.repository, '.git', 'config'), configText(remotes, tracking));
    await this.run(this.repository, ['fast-import', '--quiet'], [...fastImportStream(sketch)].join(''));
    await this.run(this.repository, ['symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/master']);
    await this.run(this.repository, ['reset', '--hard', '--quiet']);
    await Promise.all(
      drawn.map(async ({ refs }, index) => {
        const path = remotes[index]?.path ?? '';
        await mkdir(path, { recursive: true });
        await this.init(path, '--bare', '--initial-branch=master');
        await this.shareObjects(path);
        await this.run(
          path,
          ['update-ref', '--stdin'],
          [...refs].map(([name, id]) => `create ${name} ${id}\n`).join(''),
        );
      }),
    );
  }

  /** A plugin where its maker keeps it, with the archive of its newest release. */
  async offer({ sketch, path, archive, tag, top }: PluginDrawing, root: string): Promise<void> {
    const bare = join(root, path);
    await mkdir(bare, { recursive: true });
    await this.init(bare, '--bare', '--initial-branch=master');
    await this.run(bare, ['fast-import', '--quiet'], [...fastImportStream(sketch)].join(''));
    await this.run(bare, ['archive', '--format=zip', `--prefix=${top}/`, `--output=${join(root, archive)}`, tag]);
  }

  private init(path: string, ...options: readonly string[]): Promise<void> {
    return this.run(path, ['init', '--quiet', '--template=', '--object-format=sha1', ...options]);
  }

  /** A remote holds the same pack: linked, so it takes no room. */
  private async shareObjects(bare: string): Promise<void> {
    const from = join(this.repository, '.git', 'objects', 'pack');
    const to = join(bare, 'objects', 'pack');
    await mkdir(to, { recursive: true });
    for (const name of await readdir(from)) await link(join(from, name), join(to, name));
  }

  private async run(cwd: string, args: readonly string[], stdin?: string): Promise<void> {
    const command = {
      program: this.git,
      args,
      cwd,
      env: cleanEnvironment,
      timeout: 60_000,
      ...(stdin === undefined ? {} : { stdin }),
    };
    await this.runner.run(command, this.signal);
  }
}

/** Nothing of the person's or the editor's git settings may change what is made. */
const cleanEnvironment = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: devNull,
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_COMMON_DIR: undefined,
  GIT_OBJECT_DIRECTORY: undefined,
  GIT_ALTERNATE_OBJECT_DIRECTORIES: undefined,
  GIT_DEFAULT_HASH: undefined,
  LC_ALL: 'C',
};

/** .git/config, written whole: one `git config` for each of its two hundred entries would take longer than all the rest. */
function configText(remotes: DemoFacts['remotes'], tracking: ReadonlyMap<string, string>): string {
  const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
  const core =
    '[core]\n\trepositoryformatversion = 0\n\tfilemode = false\n\tbare = false\n\tlogallrefupdates = true\n\tautocrlf = false\n';
  const user = `[user]\n\tname = ${engineer.name}\n\temail = ${engineer.email}\n`;
  const sections = remotes.map(
    ({ name, path }) => `[remote "${name}"]\n\turl = ${quoted(path)}\n\tfetch = +refs/heads/*:refs/remotes/${name}/*\n`,
  );
  const branches = [...tracking].map(
    ([branch, remote]) => `[branch ${quoted(branch)}]\n\tremote = ${remote}\n\tmerge = refs/heads/${branch}\n`,
  );
  return [core, user, '[fastimport]\n\tunpackLimit = 0\n', ...sections, ...branches].join('');
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
