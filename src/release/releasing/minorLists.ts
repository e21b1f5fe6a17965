import { ConfigError, editAssemblyList } from '../../config';
import type { AssemblyList } from '../../config';
import type { FilesEffect } from '../../git';
import type { Remark } from '../../plan';
import { isOlder } from '../news';
import { draftRecord } from '../planning/record';
import type { BackupPrefix, RecordDraft, TeamBranch } from '../planning/types';
import type { Minor } from './minorTypes';

/** The list of a role branch with the text of its file on the team's branch. */
export interface ListText {
  readonly path: string;
  readonly text: string;
  readonly list: AssemblyList;
}

/**
 * What is written to the team's branch, so that a rebuild stands on the release too: the lists of the line, as far as they
 * name an older one or none. Refused by its `refusal` where there is nothing to write, or a colleague wrote otherwise.
 */
export function draftLists(
  { inputs, customer, line, release }: Minor,
  lists: readonly ListText[],
  team: TeamBranch,
  backupPrefix: BackupPrefix,
): RecordDraft {
  const warnings: Remark[] = [];
  const files = lists.flatMap(({ path, text, list }): FilesEffect['files'] => {
    if (list.customer !== customer || list.line !== line || list.suffix !== null) return [];
    if (list.upstream !== null && !isOlder(list.upstream, release.tag)) return [];
    try {
      return [{ path, text: editAssemblyList(path, text, { edit: 'upstream', release: release.tag }) }];
    } catch (error) {
      if (!ConfigError.is(error)) throw error;
      const said = `${path} is not laid out so that its release could be set. Write upstream: ${release.tag} yourself.`;
      warnings.push({ code: 'list-not-editable', text: said, about: path });
      return [];
    }
  });
  const title = `Set ${release.tag} for ${customer} ${line}`;
  return draftRecord({ inputs, team, backupPrefix }, { kind: 'minor', title, warnings, files, body: '', refusals: [] });
}

/** What a person has to know of the lists where they are not written. */
export function listWarnings({ warnings, refusal }: RecordDraft): readonly Remark[] {
  if (refusal === null || refusal.code === 'nothing-to-record') return warnings;
  return [...warnings, { ...refusal, text: `The lists keep their release. ${refusal.text}` }];
}
