export interface PreRelease {
  readonly kind: 'dev' | 'beta' | 'rc';
  /** 0 when none is written. */
  readonly n: number;
}

/** What `$release` and the upstream tags say. semver cannot hold it: `2.5` has no point, `4.5+` comes after 4.5. */
export interface MoodleVersion {
  readonly major: number;
  readonly minor: number;
  readonly point: number;
  readonly pre: PreRelease | null;
  /** A `+`: a weekly build made after the version it is named by. */
  readonly weekly: boolean;
  /** `YYYYMMDD` of the build, when it is written. */
  readonly build: string | null;
}

const NUMBER = '(0|[1-9]\\d{0,4})';
const VERSION = new RegExp(
  `^${NUMBER}\\.${NUMBER}(?:\\.${NUMBER}|(dev|beta|rc)(\\d{0,3}))?(\\+)?(?: *\\(Build: *(\\d{8})\\))?$`,
);
const PRE_ORDER = { dev: 0, beta: 1, rc: 2 } as const;

/** Reads `4.5`, `4.5.1`, `4.5dev`, `4.5beta+`, `4.5rc1`, each with or without ` (Build: 20251205)`; null for anything else. */
export function parseVersion(text: string): MoodleVersion | null {
  const match = VERSION.exec(text);
  if (match === null) return null;
  const [, major, minor, point, pre, n, weekly, build] = match;
  return {
    major: Number(major),
    minor: Number(minor),
    point: Number(point ?? 0),
    pre: pre === undefined ? null : { kind: pre as PreRelease['kind'], n: Number(n) },
    weekly: weekly !== undefined,
    build: build ?? null,
  };
}

/** Reads the value of `$release` as it stands in a version.php, with or without its quotes. */
export function parseRelease(text: string): MoodleVersion | null {
  const quoted = /^\s*(['"]?)(.*)\1\s*$/.exec(text);
  return quoted?.[2] === undefined ? null : parseVersion(quoted[2].trim());
}

/** The way Moodle writes it: no `.0` point, the build in brackets. */
export function formatVersion(version: MoodleVersion): string {
  const { major, minor, point, pre, weekly, build } = version;
  const last = pre === null ? (point === 0 ? '' : `.${point}`) : `${pre.kind}${pre.n === 0 ? '' : pre.n}`;
  return `${major}.${minor}${last}${weekly ? '+' : ''}${build === null ? '' : ` (Build: ${build})`}`;
}

/** dev < beta < beta+ < rc1 < rc10 < 4.5 < 4.5+ < 4.5.1; builds decide between two weeklies when both are known. */
export function compareVersions(a: MoodleVersion, b: MoodleVersion): number {
  return (
    a.major - b.major ||
    a.minor - b.minor ||
    a.point - b.point ||
    preOrder(a.pre) - preOrder(b.pre) ||
    (a.pre?.n ?? 0) - (b.pre?.n ?? 0) ||
    Number(a.weekly) - Number(b.weekly) ||
    (a.build === null || b.build === null ? 0 : Number(a.build) - Number(b.build))
  );
}

function preOrder(pre: PreRelease | null): number {
  return pre === null ? 3 : PRE_ORDER[pre.kind];
}

/**
 * Orders two `$version` values given as decimal text, as PHP does (`.1` equals `.10`, `.09` comes before both).
 * They stay text because 2025100600.10 printed from a number loses its last digit, which counts weeks.
 */
export function compareVersionNumbers(a: string, b: string): number {
  const [wholeA, fractionA] = decimal(a);
  const [wholeB, fractionB] = decimal(b);
  return wholeA.length - wholeB.length || order(wholeA, wholeB) || order(fractionA, fractionB);
}

function decimal(text: string): readonly [whole: string, fraction: string] {
  const [whole = '', fraction = ''] = text.split('.');
  return [whole.replace(/^0+/, ''), fraction.replace(/0+$/, '')];
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
