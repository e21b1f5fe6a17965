import { readObjects } from './objects';
import type { GitReader } from './reader';
import type { Annotation, Signature } from './types';

/** Where git takes the rest of a tag's message for its signature (gpg-interface.c, parse_signature). */
export const SIGNATURE = /^-----BEGIN (?:PGP SIGNATURE|PGP MESSAGE|SSH SIGNATURE|SIGNED MESSAGE)-----/m;

/**
 * What annotated tags say, by the full names they were asked by, with one `cat-file`. Absent: a tag without an annotation
 * or on something else than a commit, one that is not there, or one that is larger than 4 MiB.
 */
export async function readAnnotations(
  git: GitReader,
  refs: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, Annotation>> {
  const objects = await readObjects(git, refs, signal);
  const found = new Map<string, Annotation>();
  for (const [ref, { id, type, content }] of objects) {
    const [, target, rest = ''] = /^object (\S+)\ntype commit\n([^]*)$/.exec(content.toString('utf8')) ?? [];
    if (type !== 'tag' || target === undefined) continue;
    const end = rest.indexOf('\n\n');
    const header = end < 0 ? rest : rest.slice(0, end);
    const text = end < 0 ? '' : rest.slice(end + 2);
    const signature = SIGNATURE.exec(text);
    const message = signature === null ? text : text.slice(0, signature.index);
    found.set(ref, { tag: id, target, tagger: taggerIn(header), message });
  }
  return found;
}

function taggerIn(header: string): Signature | null {
  const [, name, email, date] = /^tagger (.*?) ?<([^<>\n]*)> (\d+ [+-]\d{4})$/m.exec(header) ?? [];
  return name === undefined || email === undefined || date === undefined ? null : { name, email, date };
}
