import type { Remark } from '../../plan';
import type { Arranged } from '../arrange';

/** Why a release of Moodle has no place on a line: it is of another one. Null for what is no release, or of this one. */
export function otherLine(name: string, line: string, { tags }: Pick<Arranged, 'tags'>): Remark | null {
  const release = tags.named(name);
  if (release === undefined || release.line === line) return null;
  return {
    code: 'other-line',
    text: `${release.tag} is a release of ${release.line}, not of ${line}.`,
    about: release.tag,
  };
}
