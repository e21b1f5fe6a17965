import { compareVersions, parseReleaseTag } from '../moodle';
import type { ReleaseNews, RoleBranch, Status } from './types';

type Known = Pick<Status, 'roles'>;

/** What is out for live and preparing lines, in the order of the status. Lines without role branches have nothing to bring up to date. */
export function releaseNews({ roles }: Known): readonly ReleaseNews[] {
  const news = new Map<string, ReleaseNews>();
  for (const role of roles) {
    const found = newsFor(role);
    if (found === null) continue;
    const place = `${role.customer}\n${role.line}`;
    const known = news.get(place);
    if (known === undefined || isOlder(found.has, known.has)) news.set(place, found);
  }
  return [...news.values()];
}

/** Those of which no tag was here before. */
export function newlyOut(before: Known, after: Known): readonly ReleaseNews[] {
  const known = new Set(before.roles.map(({ newest }) => newest));
  return releaseNews(after).filter(({ release }) => !known.has(release));
}

/** Packaging follows deployment, and what has a suffix may stay on an older release on purpose. */
function newsFor({ role, suffix, customer, line, contains, newest }: RoleBranch): ReleaseNews | null {
  if (role === 'packaging' || suffix !== null || contains === null || newest === null) return null;
  return isOlder(contains, newest) ? { customer, line, release: newest, has: contains } : null;
}

/** Whether a release of Moodle comes before another one; not where one of the two is none. */
export function isOlder(tag: string, other: string): boolean {
  const [one, two] = [parseReleaseTag(tag), parseReleaseTag(other)];
  return one !== null && two !== null && compareVersions(one.version, two.version) < 0;
}
