import type { ConflictKind } from './scratchRecord';
import type { ObjectId } from '../types';

/** A work tree as `git status` sees it; a path is bytes, one a character. */
export interface TreeStatus {
  readonly head: ObjectId;
  /** `base` is the blob both sides come from; zeros where there is none. */
  readonly unmerged: readonly { readonly path: string; readonly kind: ConflictKind; readonly base: ObjectId }[];
  /** Whether the index differs from HEAD. */
  readonly staged: boolean;
  /** Tracked files that differ from the index. */
  readonly changed: readonly string[];
}

export const STATUS = [
  'status',
  '--porcelain=v2',
  '--branch',
  '-z',
  '--untracked-files=no',
  '--ignore-submodules=dirty',
  '--no-renames',
];

const KINDS: Readonly<Record<string, ConflictKind>> = {
  DD: 'both-deleted',
  AU: 'added-by-us',
  UD: 'deleted-by-them',
  UA: 'added-by-them',
  DU: 'deleted-by-us',
  AA: 'both-added',
  UU: 'both-modified',
};

/** `# branch.oid id`, `1 XY sub mode×3 id×2 path` and `u XY sub mode×4 id×3 path` (git-status, Porcelain Format Version 2). */
export function parseStatus(output: Buffer): TreeStatus {
  const lines = output.toString('latin1').split('\0');
  const entries = lines.flatMap((line) => {
    const [, type = '', x = '', y = '', rest = ''] = /^([1u]) (.)(.) (.*)$/s.exec(line) ?? [];
    const fields = rest.split(' ');
    const path = fields.slice(type === 'u' ? 8 : 6).join(' ');
    return type === '' ? [] : [{ type, x, y, path, base: fields[5] ?? '' }];
  });
  const ordinary = entries.filter(({ type }) => type === '1');
  return {
    head: lines.find((line) => line.startsWith('# branch.oid '))?.slice('# branch.oid '.length) ?? '',
    unmerged: entries.flatMap(({ type, x, y, path, base }) => {
      const kind = KINDS[x + y];
      return type === 'u' && kind !== undefined ? [{ path, kind, base }] : [];
    }),
    staged: ordinary.some(({ x }) => x !== '.'),
    changed: ordinary.filter(({ y }) => y !== '.').map(({ path }) => path),
  };
}
