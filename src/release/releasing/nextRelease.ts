import { compareVersions, parseVersion } from '../../moodle';
import type { Remark } from '../../plan';
import { formatReleaseTag, parseTagName, SchemeError } from '../../scheme';
import type { ParsedName, Scheme } from '../../scheme';

export interface NumberFacts {
  readonly scheme: Scheme;
  readonly customer: string;
  /** Of Moodle: `2.5.1`. */
  readonly version: string;
  /** Short names of all tags that are here or on the internal remote. */
  readonly tags: readonly string[];
}

export interface NextRelease {
  /** Short name of the tag. */
  readonly tag: string;
  /** `2.5.1-4`. */
  readonly number: string;
}

/**
 * The next local release by the scheme: one more than the highest number on that version, written as the customer's newest
 * release is. Who the institution is (`org`) the tags say, another customer's where they all agree.
 */
export function nextRelease({ scheme, customer, version, tags }: NumberFacts): NextRelease | Remark {
  const releases = tags.map((tag) => parseTagName(tag, scheme)).filter(({ kind }) => kind === 'local-release');
  const own = releases.filter((one) => one.customer === customer).sort(byNumber);
  const newest = own.at(-1);
  const numbers = own.flatMap((one) => (one.version === version && one.local !== null ? [one.local] : []));
  const local = Math.max(-1, ...numbers) + 1;
  try {
    const parts = { customer, version, local, org: orgIn(newest ?? null, releases) };
    const tag = formatReleaseTag(newest === undefined ? parts : { ...parts, written: newest.written }, scheme);
    return { tag, number: `${version}-${local}` };
  } catch (error) {
    if (!(error instanceof SchemeError)) throw error;
    const example = scheme.templates.release.text.replace('{org}', 'ORG');
    const text = `No local release here says how the institution is written in tags. Write patterns.release in moodle-release.yaml with its name for ORG: ${example}`;
    return { code: 'unknown-org', text, about: customer };
  }
}

function orgIn(newest: ParsedName | null, releases: readonly ParsedName[]): string | null {
  if (newest !== null) return newest.org;
  const [org = null, ...others] = new Set(releases.map((one) => one.org));
  return others.length === 0 ? org : null;
}

function byNumber(a: ParsedName, b: ParsedName): number {
  const [left, right] = [parseVersion(a.version ?? ''), parseVersion(b.version ?? '')];
  const order = left === null || right === null ? 0 : compareVersions(left, right);
  return order || (a.local ?? 0) - (b.local ?? 0);
}
