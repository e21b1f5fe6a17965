import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { localRunner } from '../../src/process';
import type { LocalRunnerOptions, Runner } from '../../src/process';
import { Builder } from './fastImport';
import type { Place } from './fastImport';
import { tempFolder } from './tempFolder';

export type { Builder, CommitOptions, File, Files, Mark, Place, TagOptions } from './fastImport';

/** git without anybody's own configuration, the same on every machine. */
export const TEST_ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada Author',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_AUTHOR_DATE: '1372420800 +0100',
  GIT_COMMITTER_NAME: 'Carl Committer',
  GIT_COMMITTER_EMAIL: 'carl@example.org',
  GIT_COMMITTER_DATE: '1372420800 +0100',
  LC_ALL: 'C',
  TZ: 'UTC',
};

/** The real runner in the tests' environment. */
export function testRunner(options: Omit<LocalRunnerOptions, 'env'> = {}): Runner {
  return localRunner({ ...options, env: TEST_ENVIRONMENT });
}

export interface RepositoryOptions {
  readonly bare?: boolean;
  readonly objectFormat?: 'sha1' | 'sha256';
}

/** A real repository in a folder of its own. */
export class TestRepository {
  readonly #builder = new Builder();
  readonly #marks: string;

  constructor(
    readonly folder: string,
    readonly bare = false,
  ) {
    this.#marks = join(this.gitDir, 'test-marks');
  }

  get gitDir(): string {
    return this.bare ? this.folder : join(this.folder, '.git');
  }

  /** Adds what `build` says by one `git fast-import`; can be called again to let history go on. */
  build(build: (builder: Builder) => void): this {
    build(this.#builder);
    const marks = existsSync(this.#marks) ? [`--import-marks=${this.#marks}`] : [];
    this.run(['fast-import', '--quiet', '--force', ...marks, `--export-marks=${this.#marks}`], this.#builder.take());
    return this;
  }

  /** Trimmed standard output of a git command; throws when git fails. */
  git(...args: readonly string[]): string {
    return this.run(args).trim();
  }

  run(args: readonly string[], input: string | Uint8Array = ''): string {
    return execFileSync('git', args, {
      cwd: this.folder,
      env: TEST_ENVIRONMENT,
      input,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }

  /** Commit id of what the builder returned, or of anything `git rev-parse` knows. */
  id(place: Place): string {
    if (typeof place === 'string') return this.git('rev-parse', '--verify', `${place}^{commit}`);
    const line = readFileSync(this.#marks, 'utf8')
      .split('\n')
      .find((text) => text.startsWith(`:${place.mark} `));
    if (line === undefined) throw new Error(`no commit :${place.mark}`);
    return line.slice(line.indexOf(' ') + 1);
  }

  /** Appends to the repository's configuration file. */
  configure(text: string): this {
    appendFileSync(join(this.gitDir, 'config'), `${text}\n`);
    return this;
  }

  /** Lines of configuration for a remote; its remote-tracking refs come from `Builder.ref` or a real fetch. */
  addRemote(name: string, url: string): this {
    return this.configure(`[remote "${name}"]\n\turl = ${url}\n\tfetch = +refs/heads/*:refs/remotes/${name}/*`);
  }

  /** Takes an object away, as a broken disk would. */
  removeObject(id: string): this {
    const packs = join(this.gitDir, 'objects', 'pack');
    for (const name of readdirSync(packs).filter((each) => each.endsWith('.pack'))) {
      const pack = readFileSync(join(packs, name));
      for (const suffix of ['.pack', '.idx', '.rev'])
        rmSync(join(packs, name.replace('.pack', suffix)), { force: true });
      this.run(['unpack-objects', '-q'], pack);
    }
    rmSync(join(this.gitDir, 'objects', id.slice(0, 2), id.slice(2)));
    return this;
  }

  /** A bare clone of this repository, for use as a remote. */
  cloneBare(): TestRepository {
    const folder = tempFolder();
    this.git('clone', '--quiet', '--bare', this.folder, folder);
    return new TestRepository(folder, true);
  }
}

/**
 * Makes a real repository by one `git fast-import`: no work tree files are checked out, dates and people are fixed, so
 * ids are the same in every run.
 *
 *     const repo = buildRepository((b) => {
 *       b.commit('main', { 'version.php': '2.5' }, 'Release 2.5.0');
 *       b.tag('v2.5.0');
 *       b.commit('x', { 'a.txt': 'a' }, 'MDL-1 a: first', { from: 'v2.5.0' });
 *     });
 */
export function buildRepository(build: (builder: Builder) => void, options: RepositoryOptions = {}): TestRepository {
  const folder = tempFolder();
  const bare = options.bare === true;
  const format = options.objectFormat ?? 'sha1';
  execFileSync('git', ['init', '-q', '-b', 'main', `--object-format=${format}`, ...(bare ? ['--bare'] : []), folder], {
    env: TEST_ENVIRONMENT,
  });
  return new TestRepository(folder, bare).build(build);
}
