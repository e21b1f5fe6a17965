import { keepPack, packNew } from '../carry/carryKeep';
import type { ImportEffect } from '../effects/effectTypes';
import { GitError } from '../error';
import { withQuarantine } from '../quarantine';
import type { GitReader } from '../reader';
import type { Repository } from '../types';
import { commitImport } from './importCommit';
import type { FoundCode, GivenSource, SourceFault } from './importTypes';
import { readSource } from './readSource';
import { SourceError } from './sourceError';

/** What the commit of an import is to be, once its code is known. */
export type ImportWanted = Omit<ImportEffect, 'kind' | 'source' | 'expect'>;

/** Code that was read, with the effect that imports it; or why it cannot be taken. */
export type ImportAnswer =
  { readonly found: FoundCode; readonly effect: ImportEffect | null } | { readonly fault: SourceFault };

/**
 * Reads third-party code once, and makes the commit that `choose` wants of it, which stays in the repository under a keep
 * until `dropKeeps(note)`. Where it wants none nothing has come in.
 * @throws GitError
 */
export async function importCode(
  git: GitReader,
  repository: Repository,
  given: GivenSource,
  note: string,
  choose: (found: FoundCode) => ImportWanted | null,
  signal?: AbortSignal,
): Promise<ImportAnswer> {
  try {
    const { answer, pack } = await withQuarantine(repository, async (quarantine) => {
      const { files, ...found } = await readSource(git, quarantine, given, signal);
      const wanted = choose(found);
      if (wanted === null) return { answer: { found, effect: null }, pack: null };
      const expect = await commitImport(git, repository, quarantine, wanted, files, signal);
      const effect: ImportEffect = { kind: 'import', ...wanted, source: found.source, expect };
      return { answer: { found, effect }, pack: await packNew(git, quarantine, [expect.tip], [wanted.parent], signal) };
    });
    if (pack !== null) await keepPack(git, pack, note, () => Promise.resolve(), signal);
    return answer;
  } catch (error) {
    if (error instanceof SourceError) return { fault: { code: error.code, about: error.about } };
    throw signal?.aborted === true && !GitError.is(error) ? new GitError('cancelled', '', { cause: error }) : error;
  }
}
