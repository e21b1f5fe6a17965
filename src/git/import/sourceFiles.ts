import { posix } from 'node:path';
import { isFilePath } from '../effects/filesCommit';
import type { ObjectId } from '../types';
import { SourceError } from './sourceError';

/** A file of third-party code. */
export interface SourceFile {
  /** Relative, parted by `/`. */
  readonly path: string;
  readonly mode: '100644' | '100755' | '120000';
  /** The blob, where the quarantine has it already. The target, of a symbolic link. */
  readonly content: Buffer | { readonly blob: ObjectId; readonly size: number; readonly target: string | null };
}

/** More than any plugin; a bomb has both. */
const MOST_BYTES = 512 * 1024 * 1024;
const MOST_FILES = 50_000;

/** Counts what is taken in, before it is. */
export class Allowance {
  #bytes = 0;
  #files = 0;

  /** Bytes that may still come. */
  get left(): number {
    return MOST_BYTES - this.#bytes;
  }

  /** Refuses what says before that it is too many. @throws SourceError `too-many` */
  expect(files: number): void {
    if (files > MOST_FILES) throw new SourceError('too-many', '');
  }

  /** @throws SourceError `too-large`, `too-many` */
  take(path: string, bytes: number): void {
    this.#bytes += bytes;
    this.#files += 1;
    if (this.#bytes > MOST_BYTES) throw new SourceError('too-large', path);
    if (this.#files > MOST_FILES) throw new SourceError('too-many', path);
  }
}

/** Unicode that HFS+ passes over in names: `.g<200c>it` is git's folder there (git, utf8.c, is_hfs_dotgit). */
const PASSED_OVER = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/gu;

/**
 * Refuses paths that would be written elsewhere than inside the folder, or that not every system can hold side by side.
 * @throws SourceError `unsafe-path`, `twice`
 */
export function checkPaths(paths: readonly string[]): void {
  const known = new Map<string, { readonly path: string; readonly isFile: boolean }>();
  for (const path of paths) {
    if (!isFilePath(path) || !isFilePath(path.replace(PASSED_OVER, ''))) throw new SourceError('unsafe-path', path);
    for (let end = path.indexOf('/'); ; end = path.indexOf('/', end + 1)) {
      const isFile = end < 0;
      const part = isFile ? path : path.slice(0, end);
      const before = known.get(folded(part));
      if (before === undefined) known.set(folded(part), { path: part, isFile });
      else if (isFile || before.isFile || before.path !== part) throw new SourceError('twice', path);
      if (isFile) break;
    }
  }
}

/** As file systems compare names that keep the case and do not heed it. */
function folded(path: string): string {
  return path.replace(PASSED_OVER, '').normalize('NFC').toLowerCase();
}

/**
 * Refuses links that lead out of the folder: by `..`, from the root or a drive, or by way of another link, which may lead
 * anywhere. Where a backslash parts folders it would do so too.
 * @throws SourceError `outside-link`
 */
export function checkLinks(files: readonly SourceFile[]): void {
  const links = files.filter(({ mode }) => mode === '120000');
  const linked = new Set(links.map(({ path }) => folded(path)));
  for (const link of links) {
    const { path } = link;
    const walked = posix.dirname(path) === '.' ? [] : posix.dirname(path).split('/');
    for (const [n, part] of targetOf(link).split('/').entries()) {
      const isAway = linked.has(folded(walked.join('/'))) || (part === '' && n === 0) || /[\0\\:]/.test(part);
      if (isAway || (part === '..' && walked.pop() === undefined)) throw new SourceError('outside-link', path);
      if (part === '' || part === '.' || part === '..') continue;
      walked.push(part);
    }
  }
}

function targetOf({ content }: SourceFile): string {
  return Buffer.isBuffer(content) ? content.toString('utf8') : (content.target ?? '');
}

/** Beside what was packed, macOS puts what only it knows of the files. */
const OF_THE_PACKER = /^__MACOSX\//;

/** The files below the one top folder that archives have, `ouwiki/` or `moodle-mod_ouwiki-2.5/`. */
export function withoutTop(files: readonly SourceFile[]): readonly SourceFile[] {
  const own = files.filter(({ path }) => !OF_THE_PACKER.test(path));
  if (own.some(({ path }) => path === 'version.php')) return own;
  const tops = new Set(own.map(({ path }) => path.slice(0, path.indexOf('/') + 1)));
  const [top = ''] = tops;
  if (tops.size !== 1 || top === '') return own;
  return own.map((file) => ({ ...file, path: file.path.slice(top.length) }));
}
