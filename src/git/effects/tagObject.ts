import { SIGNATURE } from '../annotations';
import { identity } from '../carry/carryCommit';
import { asVariables } from '../carry/carrySettings';
import { readSigning, unsignedIds } from '../carry/carrySigning';
import type { TagEffect } from './effectTypes';
import { GitError } from '../error';
import { tagId, writeTag } from '../looseObject';
import { readObjects } from '../objects';
import { readerIn } from '../quarantine';
import type { Quarantine } from '../quarantine';
import type { GitReader } from '../reader';
import type { ObjectId, Repository } from '../types';

type TagWanted = Pick<TagEffect, 'ref' | 'message' | 'by'>;

/** Commits that one plan puts on top of each other at most. */
const LONGEST_CHAIN = 500;

/**
 * The effect that makes a tag, with the id its object will have before it is signed: as `git tag -a --cleanup=verbatim`
 * makes it. No process.
 * @throws GitError `failed` for a tagger git would not take
 */
export function tagEffect({ objectFormat }: Repository, wanted: Omit<TagEffect, 'kind' | 'expect'>): TagEffect {
  return { kind: 'tag', ...wanted, expect: expectedId(wanted, objectFormat) };
}

/** Whether an effect, which may come from a file, is of one piece. */
export function isToBe(effect: TagEffect, { objectFormat }: Repository): boolean {
  return expectedId(effect, objectFormat) === effect.expect;
}

/** Makes the tag in a quarantine, signed where `tag.gpgSign` or `tag.forceSignAnnotated` wishes it. @throws GitError `unsigned` */
export async function makeTag(
  git: GitReader,
  { objectFormat }: Repository,
  quarantine: Quarantine,
  wanted: TagWanted,
  target: ObjectId,
  signal?: AbortSignal,
): Promise<ObjectId> {
  const content = tagContent(wanted, target);
  const settings = await readSigning(git, signal, 'tags');
  if (settings === null) return writeTag(quarantine.objects, objectFormat, content);
  const inside = readerIn(quarantine, git);
  const { by, ref, message } = wanted;
  const env = {
    ...asVariables(settings),
    GIT_COMMITTER_NAME: by.name,
    GIT_COMMITTER_EMAIL: by.email,
    GIT_COMMITTER_DATE: `@${by.date}`,
  };
  const args = ['tag', '-s', '--cleanup=verbatim', '-F', '-', shortName(ref), target];
  await inside.read(args, { env, stdin: whole(message) }, signal).catch((error: unknown) => {
    throw GitError.is(error, 'failed') ? new GitError('unsigned', error.detail, { cause: error }) : error;
  });
  const made = (await readObjects(inside, [ref], signal)).get(ref);
  const unsigned = made === undefined ? null : unsignedTag(made.content, target);
  // git 2.39 makes the tag all the same when it cannot read a key of ssh, and exits with 0.
  if (made?.content.equals(content) === true) throw new GitError('unsigned', ref);
  if (made === undefined || unsigned?.equals(content) !== true) {
    throw new GitError('unsigned', `git would not keep ${ref} as it is`);
  }
  return made.id;
}

/** Whether a tag object is the one an effect makes, but for signatures: its own, and those of the commits it stands on. */
export function isMadeBy(effect: TagEffect, content: Buffer, { objectFormat }: Repository): boolean {
  return tagId(objectFormat, unsignedTag(content, expectedTarget(effect))) === effect.expect;
}

/**
 * The commit a tag is put on, now.
 * @throws GitError `moved` when a ref is not what it was expected to be, `corrupt-object` when a commit is not here
 */
export async function readTarget(
  git: GitReader,
  repository: Repository,
  target: TagEffect['target'],
  signal?: AbortSignal,
): Promise<ObjectId> {
  const name = typeof target === 'string' ? target : target.ref;
  const found = (await readObjects(git, [name], signal)).get(name);
  if (found === undefined && typeof target !== 'string') throw new GitError('moved', target.ref);
  if (found?.type !== 'commit') throw new GitError('corrupt-object', name);
  if (typeof target === 'string' || found.id === target.expect) return found.id;
  if (!(await isSigned(git, repository, found.id, target.expect, signal))) throw new GitError('moved', target.ref);
  return found.id;
}

/** Whether a commit would be `expect` without its signature, and those of the commits below it that were made with it. */
async function isSigned(
  git: GitReader,
  { objectFormat }: Repository,
  tip: ObjectId,
  expect: ObjectId,
  signal?: AbortSignal,
): Promise<boolean> {
  const args = ['rev-list', '--first-parent', `--max-count=${LONGEST_CHAIN}`, tip];
  const { stdout } = await git.read(args, {}, signal);
  const chain = stdout.toString('latin1').trim().split('\n');
  const objects = await readObjects(git, chain, signal);
  const made = new Map<ObjectId, Buffer>();
  // How many of them were made is not known: those below may have been signed before.
  for (const id of chain) {
    const content = objects.get(id)?.content;
    if (content === undefined || !/^gpgsig/m.test(headerOf(content))) return false;
    made.set(id, content);
    if (unsignedIds(made, objectFormat).get(tip) === expect) return true;
  }
  return false;
}

function expectedId(wanted: TagWanted & Pick<TagEffect, 'target'>, format: Repository['objectFormat']): ObjectId {
  return tagId(format, tagContent(wanted, expectedTarget(wanted)));
}

/** The commit before it is signed. */
function expectedTarget({ target }: Pick<TagEffect, 'target'>): ObjectId {
  return typeof target === 'string' ? target : target.expect;
}

function tagContent({ ref, message, by }: TagWanted, target: ObjectId): Buffer {
  const header = `object ${target}\ntype commit\ntag ${shortName(ref)}\ntagger ${identity(by)}\n\n`;
  return Buffer.from(header + whole(message));
}

/** The same tag without its signature, on a target that may have another id. */
function unsignedTag(content: Buffer, target: ObjectId): Buffer {
  const text = content.toString('latin1').replace(/^object .*/, () => `object ${target}`);
  const signature = SIGNATURE.exec(text);
  return Buffer.from(signature === null ? text : text.slice(0, signature.index), 'latin1');
}

function headerOf(content: Buffer): string {
  const text = content.toString('latin1');
  return text.slice(0, text.indexOf('\n\n') + 1);
}

function whole(message: string): string {
  return `${message.trimEnd()}\n`;
}

function shortName(ref: string): string {
  return ref.slice('refs/tags/'.length);
}
