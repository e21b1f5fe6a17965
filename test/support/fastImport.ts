/** A commit the builder has made. */
export interface Mark {
  readonly mark: number;
}
/** A commit: what the builder returned, a branch or tag name, or a full ref name. */
export type Place = Mark | string;

/** Text of a file, a file with a mode (160000: a submodule at the commit `content`), or null to delete it. */
export type File = string | Buffer | { readonly mode: string; readonly content: string } | null;
/** By path; U+DCNN in a path stands for a byte 0xNN that is no UTF-8. */
export type Files = Readonly<Record<string, File>>;

export interface CommitOptions {
  /** First parent; the branch's tip when absent, none (a root commit) when the branch is new. */
  readonly from?: Place;
  /** `Name <mail>`; committer likewise. */
  readonly author?: string;
  readonly committer?: string;
  /** `seconds zone`; a minute after the commit made before when absent. */
  readonly authorDate?: string;
  readonly date?: string;
  /** Rest of the message. */
  readonly body?: string;
  /** The whole message as it is stored, instead of subject and body. */
  readonly message?: Buffer;
  /** The `encoding` header. */
  readonly encoding?: string;
}

export interface TagOptions {
  /** The commit made last when absent. */
  readonly at?: Place;
  /** Makes it an annotated tag. */
  readonly message?: string;
}

interface Made {
  readonly parents: readonly number[];
  readonly tree: ReadonlyMap<string, File>;
}

const START = 1372420800;
const AUTHOR = 'Ada Author <ada@example.org>';
const COMMITTER = 'Carl Committer <carl@example.org>';

/** Writes history as a fast-import stream. Files given to a commit change its first parent's. */
export class Builder {
  readonly #made: Made[] = [];
  readonly #refs = new Map<string, number>();
  #stream: Buffer[] = [];

  /** A commit on a branch (short or full name). */
  commit(branch: string, files: Files, subject: string, options: CommitOptions = {}): Mark {
    const ref = fullName(branch);
    const first = options.from === undefined ? this.#refs.get(ref) : this.#number(options.from);
    return this.#add(ref, first === undefined ? [] : [first], files, subject, options);
  }

  /**
   * Merges into a branch what each source changed since it left: as git does when both sides touch different paths.
   * `files` says what a person made of the rest.
   */
  merge(
    branch: string,
    sources: readonly Place[],
    subject: string,
    files: Files = {},
    options: CommitOptions = {},
  ): Mark {
    const ref = fullName(branch);
    const ours = options.from === undefined ? this.#refs.get(ref) : this.#number(options.from);
    if (ours === undefined) throw new Error(`nothing to merge into: ${branch}`);
    const theirs = sources.map((source) => this.#number(source));
    const merged: Record<string, File> = {};
    for (const source of theirs) {
      const base = this.#tree(this.#forkPoint(ours, source));
      const tree = this.#tree(source);
      for (const [path, file] of tree) if (base.get(path) !== file) merged[path] = file;
      for (const path of base.keys()) if (!tree.has(path)) merged[path] = null;
    }
    return this.#add(ref, [ours, ...theirs], { ...merged, ...files }, subject, options);
  }

  /** Makes or moves a branch. */
  branch(name: string, at: Place): void {
    this.ref(fullName(name), at);
  }

  /** Makes or moves any ref, for example refs/remotes/origin/x. */
  ref(name: string, at: Place): void {
    const number = this.#number(at);
    this.#refs.set(name, number);
    this.#write(`reset ${name}\nfrom :${number}\n\n`);
  }

  /** A lightweight tag, or an annotated one when there is a message. */
  tag(name: string, options: TagOptions = {}): void {
    const number = options.at === undefined ? this.#made.length : this.#number(options.at);
    if (options.message === undefined) {
      this.ref(`refs/tags/${name}`, { mark: number });
      return;
    }
    this.#refs.set(`refs/tags/${name}`, number);
    this.#write(`tag ${name}\nfrom :${number}\ntagger ${COMMITTER} ${this.#date()}\n`, data(options.message));
  }

  /** The stream since the last call. */
  take(): Buffer {
    const stream = Buffer.concat(this.#stream);
    this.#stream = [];
    return stream;
  }

  #add(ref: string, parents: readonly number[], files: Files, subject: string, options: CommitOptions): Mark {
    const tree = new Map(this.#tree(parents[0]));
    for (const [path, file] of Object.entries(files)) {
      if (file === null) tree.delete(path);
      else tree.set(path, file);
    }
    this.#made.push({ parents, tree });
    const mark = this.#made.length;
    this.#refs.set(ref, mark);
    const date = options.date ?? this.#date();
    // Without the reset a new root commit on an existing branch would get that branch's tip as its parent.
    this.#write(
      parents.length === 0 ? `reset ${ref}\n` : '',
      `commit ${ref}\nmark :${mark}\n`,
      `author ${options.author ?? AUTHOR} ${options.authorDate ?? date}\n`,
      `committer ${options.committer ?? COMMITTER} ${date}\n`,
      options.encoding === undefined ? '' : `encoding ${options.encoding}\n`,
      data(options.message ?? (options.body === undefined ? `${subject}\n` : `${subject}\n\n${options.body}\n`)),
      ...parents.map((parent, index) => `${index === 0 ? 'from' : 'merge'} :${parent}\n`),
    );
    for (const [path, file] of Object.entries(files)) this.#write(...fileChange(path, file));
    this.#write('\n');
    return { mark };
  }

  #date(): string {
    return `${START + this.#made.length * 60} +0100`;
  }

  #number(place: Place): number {
    if (typeof place !== 'string') return place.mark;
    const found = [fullName(place), `refs/tags/${place}`, `refs/remotes/${place}`]
      .map((name) => this.#refs.get(name))
      .find((mark) => mark !== undefined);
    if (found === undefined) throw new Error(`nothing is called ${place}`);
    return found;
  }

  #tree(mark: number | undefined): ReadonlyMap<string, File> {
    return (mark === undefined ? undefined : this.#made[mark - 1]?.tree) ?? new Map<string, File>();
  }

  #ancestors(mark: number): Set<number> {
    const seen = new Set<number>();
    const waiting = [mark];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(...(this.#made[next - 1]?.parents ?? []));
    }
    return seen;
  }

  /** The newest commit both come from; numbers grow from parents to children. */
  #forkPoint(ours: number, theirs: number): number | undefined {
    const common = this.#ancestors(theirs);
    return [...this.#ancestors(ours)].filter((mark) => common.has(mark)).sort((a, b) => b - a)[0];
  }

  #write(...parts: readonly (string | Buffer)[]): void {
    for (const part of parts) this.#stream.push(Buffer.from(part));
  }
}

function fullName(branch: string): string {
  return branch.startsWith('refs/') ? branch : `refs/heads/${branch}`;
}

function data(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from('\n')]);
}

function fileChange(path: string, file: File): readonly (string | Buffer)[] {
  const quoted = pathBytes(`"${path.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`);
  if (file === null) return ['D ', quoted, '\n'];
  if (typeof file === 'string' || Buffer.isBuffer(file)) return ['M 100644 inline ', quoted, '\n', data(file)];
  if (file.mode === '160000') return [`M 160000 ${file.content} `, quoted, '\n'];
  return [`M ${file.mode} inline `, quoted, '\n', data(file.content)];
}

function pathBytes(path: string): Buffer {
  const parts = path.split(/([\udc80-\udcff])/u);
  return Buffer.concat(
    parts.map((part, index) => (index % 2 === 0 ? Buffer.from(part) : Buffer.from([part.charCodeAt(0) - 0xdc00]))),
  );
}
