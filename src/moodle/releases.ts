import * as z from 'zod/mini';
import bundled from './data/releases.json';
import type { Line } from './line';
import { parseLine } from './line';
import { MoodleError } from './moodleError';
import { compareVersionNumbers } from './version';

export interface PointRelease {
  /** `5.1.3`. */
  readonly name: string;
  /** `$version`, a decimal text. */
  readonly version: string;
  /** ISO date; in the future when it is planned. */
  readonly date: string;
}

/** One line as Moodle publishes it. Dates are ISO (`2026-10-05`). */
export interface Release {
  readonly line: Line;
  readonly released: string;
  readonly generalEnd: string;
  readonly securityEnd: string;
  readonly lts: boolean;
  /** Published once and never maintained, as 4.6 was. */
  readonly experimental: boolean;
  /** The oldest version an upgrade may start from; null when not known. */
  readonly requiresAtLeast: string | null;
  /** Oldest first. */
  readonly points: readonly PointRelease[];
}

/** Releases by branch number. */
export interface ReleaseData {
  readonly releases: ReadonlyMap<number, Release>;
}

export type Support = 'future' | 'general' | 'security' | 'ended' | 'unknown';

const date = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/));
const file = z.object({
  releases: z.array(
    z.object({
      name: z.string(),
      released: date,
      generalEnd: date,
      securityEnd: date,
      lts: z.boolean(),
      experimental: z.boolean(),
      requiresAtLeast: z.nullable(z.string()),
      points: z.array(z.tuple([z.string(), z.string().check(z.regex(/^\d{10}(?:\.\d\d)?$/)), date])),
    }),
  ),
});

/**
 * Reads release data from a file of the bundled shape (src/moodle/data/releases.json).
 * Throws `MoodleError`: `release-data-not-json`, `release-data-shape` with the place of the first fault.
 */
export function parseReleaseData(text: string): ReleaseData {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new MoodleError('release-data-not-json', error instanceof Error ? error.message : '');
  }
  return releaseDataOf(json);
}

/** The data this version was built with (devdocs' versions.json and environment.xml). */
export function bundledReleases(): ReleaseData {
  return releaseDataOf(bundled);
}

function releaseDataOf(json: unknown): ReleaseData {
  const parsed = file.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new MoodleError('release-data-shape', issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`);
  }
  const releases = new Map<number, Release>();
  for (const { name, points, ...rest } of parsed.data.releases) {
    const line = parseLine(name);
    if (line?.name !== name) throw new MoodleError('release-data-shape', `not a major version: ${name}`);
    releases.set(line.branch, {
      ...rest,
      line,
      points: points.map(([point, version, day]) => ({ name: point, version, date: day })),
    });
  }
  return { releases };
}

export function releaseOf(data: ReleaseData, line: Line): Release | null {
  return data.releases.get(line.branch) ?? null;
}

/** Whether Moodle has published or announced this line. */
export function knownLine(data: ReleaseData, line: Line): boolean {
  return data.releases.has(line.branch);
}

export function isExperimental(data: ReleaseData, line: Line): boolean {
  return releaseOf(data, line)?.experimental ?? false;
}

/** Support of a line on an ISO day; the last day still counts, as the last point release is made on it. */
export function supportOn(data: ReleaseData, line: Line, day: string): Support {
  const release = releaseOf(data, line);
  if (release === null) return 'unknown';
  if (day < release.released) return 'future';
  if (day <= release.generalEnd) return 'general';
  return day <= release.securityEnd ? 'security' : 'ended';
}

/** The oldest version that may be upgraded to this line in one step (`4.1.2`); null when not known. */
export function minimumUpgradeFrom(data: ReleaseData, line: Line): string | null {
  return releaseOf(data, line)?.requiresAtLeast ?? null;
}

/** The point release of this line that a `$version` (or a plugin's `requires`) belongs to: the newest not newer than it. */
export function pointReleaseOf(data: ReleaseData, line: Line, version: string): PointRelease | null {
  const points = releaseOf(data, line)?.points ?? [];
  return points.findLast((point) => compareVersionNumbers(point.version, version) <= 0) ?? null;
}
