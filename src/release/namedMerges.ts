import type { HistoryGraph, ObjectId } from '../git/types';
import type { BranchReader } from '../scheme';
import { identityOf } from './survey';
import type { ChangeIdentity } from './types';

/** A merge whose subject says which change branch it merged. */
export interface NamedMerge {
  readonly identity: ChangeIdentity;
  readonly line: string;
  readonly merge: ObjectId;
  /** The commit that was merged; it may be upstream's by now. */
  readonly tip: ObjectId;
}

/** `Merge branch 'a'`, `Merge branches 'a', 'b' and 'c' into d`, `Merge remote-tracking branch 'cis/a' of …`, as git writes them. */
const MERGE_SUBJECT = /^Merge (?:remote-tracking )?branch(?:es)? ('[^']+'(?:(?:, | and )'[^']+')*)/;
/** As GitHub, Gitea and their like write it. */
const PULL_REQUEST_SUBJECT = /^Merge pull request #\d+ from (\S+)/;

/** The merges below `tip` whose subject names a change branch, oldest first; a later merge of a change comes later. */
export function namedMerges(graph: HistoryGraph, readBranch: BranchReader, tip: ObjectId): NamedMerge[] {
  return graph.own(tip).flatMap(({ id, parents, subject }) => {
    const merged = parents.slice(1);
    const names = merged.length === 0 ? [] : namesIn(subject);
    // An octopus names its parents in order; where it does not name all of them nobody can tell which is which.
    if (names.length !== merged.length) return [];
    return merged.flatMap((parent, index) => {
      const named = changeNamed(names[index] ?? '', readBranch);
      return named ? [{ ...named, merge: id, tip: parent }] : [];
    });
  });
}

function namesIn(subject: string): string[] {
  const quoted = MERGE_SUBJECT.exec(subject)?.[1];
  if (quoted !== undefined) return Array.from(quoted.matchAll(/'([^']+)'/g), ([, name = '']) => name);
  return PULL_REQUEST_SUBJECT.exec(subject)?.slice(1) ?? [];
}

/** The change of a branch name, which may have the remote's or the organisation's name before it. */
function changeNamed(name: string, readBranch: BranchReader): Pick<NamedMerge, 'identity' | 'line'> | null {
  const parsed = readBranch(name);
  const named = parsed.ok ? parsed : readBranch(name.slice(name.indexOf('/') + 1));
  const { kind, customer, line, type, component, shortname } = named;
  if (kind !== 'change' || !customer || !line || !type || !component) return null;
  return { identity: identityOf(customer, type, component, shortname), line };
}
