import type { Recipe, Row, UpstreamFix } from '../../src/demo';
import { plugin } from '../../src/demo';
import { initialValue, keptFile, ourLines, step } from './history';

/** The changes of the benchmark: for each kind how it is made and what its state must be, in the proportions of a real site. */

interface Kind {
  /** Of a hundred changes. */
  readonly of100: number;
  readonly row: (n: number) => readonly Row[];
}

const release = 'release' as const;
const [upper, lower] = ourLines;

/** A one-line hack in a file of its own, on one of the lines upstream leaves alone. */
function hackOf(n: number, line: number = upper): Recipe {
  const path = keptFile(n);
  const from = initialValue(path, line);
  return { subject: `hack${n}: Change line ${line}`, edits: [step(path, line, from, from + 1_000_003)] };
}

function upstreamFix(n: number, subject: string, edits: UpstreamFix['edits'], week = 1 + (n % 12)): UpstreamFix {
  return { week, subject: `MDL-${70_000 + n} hack${n}: ${subject}`, edits };
}

const feature = (n: number): string => `LUVLE/feature/local_f${n}`;
const hack = (n: number): string => `LUVLE/hack/local_h${n}`;
const added = (n: number): Recipe[] =>
  plugin(`local_f${n}`, ...['Second step', 'Third step', 'Fourth step'].slice(0, n % 4));
const rival = (n: number): UpstreamFix => {
  const path = keptFile(n);
  const from = initialValue(path, upper);
  return upstreamFix(n, 'Another value', [step(path, upper, from, from + 77)]);
};

const kinds: readonly Kind[] = [
  {
    of100: 26,
    row: (n) => [
      {
        change: feature(n),
        about: 'feature to move',
        before: { work: added(n), reached: release, ...(n % 13 === 7 ? { branch: 'remote' } : {}) },
        see: { state: 'pending' },
      },
    ],
  },
  {
    of100: 14,
    row: (n) => [
      {
        change: hack(n),
        about: 'hack to move',
        before: { work: [hackOf(n), hackOf(n, lower)], reached: release },
        see: { state: 'pending' },
      },
    ],
  },
  {
    of100: 8,
    row: (n) => [
      {
        change: hack(n),
        about: 'hack that conflicts',
        before: { work: [hackOf(n)], reached: release },
        upstream: [rival(n)],
        see: { state: 'pending' },
      },
    ],
  },
  {
    of100: 5,
    row: (n) => [
      {
        change: hack(n),
        about: 'adopted',
        before: { work: [hackOf(n)], reached: release },
        upstream: [upstreamFix(n, 'Adopted', hackOf(n).edits)],
        see: { state: 'adopted' },
      },
    ],
  },
  {
    of100: 2,
    row: (n) => {
      const path = keptFile(n);
      const to = initialValue(path, upper) + 1_000_003;
      const later = upstreamFix(n, 'Changed since', [step(path, upper, to, to + 1)], 20);
      return [
        {
          change: hack(n),
          about: 'adopted, changed since',
          before: { work: [hackOf(n)], reached: release },
          upstream: [upstreamFix(n, 'Adopted', hackOf(n).edits), later],
          see: { state: 'adopted', also: ['twin-changed-since'] },
        },
      ];
    },
  },
  {
    of100: 2,
    row: (n) => {
      const path = keptFile(n);
      const from = initialValue(path, upper);
      const revert = upstreamFix(n, 'Reverted', [step(path, upper, from + 1_000_003, from)], 20);
      return [
        {
          change: hack(n),
          about: 'adopted and reverted',
          before: { work: [hackOf(n)], reached: release },
          upstream: [upstreamFix(n, 'Adopted', hackOf(n).edits), revert],
          see: { state: 'pending', also: ['twin-differs'] },
        },
      ];
    },
  },
  {
    of100: 3,
    row: (n) => [
      {
        change: hack(n),
        about: 'half adopted',
        before: { work: [hackOf(n), hackOf(n, lower)], reached: release },
        upstream: [upstreamFix(n, 'Adopted', hackOf(n).edits)],
        see: { state: 'pending' },
      },
    ],
  },
  {
    of100: 2,
    row: (n) => [
      {
        change: feature(n),
        about: 'lower of a stack',
        before: { work: added(n), reached: release },
        see: { state: 'pending' },
      },
      {
        change: `${feature(n)}/upper`,
        about: 'upper of a stack',
        before: { work: [hackOf(n)], stackedOn: feature(n), reached: release },
        see: { state: 'pending' },
      },
    ],
  },
  {
    of100: 2,
    row: (n) => [
      {
        change: feature(n),
        about: 'merge inside',
        before: { work: [...plugin(`local_f${n}`, 'Second'), hackOf(n)], mergeInside: true, reached: release },
        see: { state: 'pending', also: ['merge-inside'] },
      },
    ],
  },
  {
    of100: 3,
    row: (n) => [
      {
        change: feature(n),
        about: 'never released',
        before: { work: added(n), reached: 'testing' },
        see: { state: 'pending' },
      },
    ],
  },
  {
    of100: 1,
    row: (n) => [
      {
        change: feature(n),
        about: 'branch lost',
        before: { work: added(n), reached: release, branch: 'lost' },
        see: { state: 'pending', also: ['branch-lost'] },
      },
    ],
  },
  {
    of100: 8,
    row: (n) => [
      {
        change: feature(n),
        about: 'carried feature',
        before: { work: added(n), reached: release },
        now: { commits: added(n).map((_, k) => k), where: n % 10 === 3 ? 'local' : 'both', inTesting: true },
        see: { state: 'carried' },
      },
    ],
  },
  {
    of100: 5,
    row: (n) => [
      {
        change: hack(n),
        about: 'carried hack',
        before: { work: [hackOf(n), hackOf(n, lower)], reached: release },
        now: { commits: [0, 1], where: n % 3 === 0 ? 'ahead' : n % 3 === 1 ? 'behind' : 'both', inTesting: true },
        see: { state: 'carried' },
      },
    ],
  },
  {
    of100: 2,
    row: (n) => {
      const path = keptFile(n);
      const from = initialValue(path, upper);
      return [
        {
          change: hack(n),
          about: 'carried by hand',
          before: { work: [hackOf(n)], reached: release },
          upstream: [rival(n)],
          now: { commits: [{ again: 0, edits: [step(path, upper, from + 77, from + 1_000_003)] }], where: 'both' },
          see: { state: 'carried', also: ['changed-while-moving'] },
        },
      ];
    },
  },
  {
    of100: 2,
    row: (n) => [
      {
        change: hack(n),
        about: 'one commit lost',
        before: { work: [hackOf(n), hackOf(n, lower)], reached: release },
        now: { commits: [0], where: 'both' },
        see: { state: 'partial' },
      },
    ],
  },
  {
    of100: 3,
    row: (n) => [
      {
        change: feature(n),
        about: 'stale',
        before: { work: added(n), reached: release },
        now: { how: 'copied', where: n % 2 === 0 ? 'both' : 'local' },
        see: { state: 'stale' },
      },
    ],
  },
  {
    of100: 2,
    row: (n) => [
      {
        change: feature(n),
        about: 'release merged in',
        before: { work: added(n), reached: release },
        now: { how: 'copied-and-merged', from: 'v2.6.0', where: 'both' },
        see: { state: 'merged' },
      },
    ],
  },
  {
    of100: 2,
    row: (n) => [
      {
        change: feature(n),
        about: 'off base',
        before: { work: added(n), reached: release },
        now: { from: 'weekly 2.7dev', commits: added(n).map((_, k) => k), where: 'both' },
        see: { state: 'off-base' },
      },
    ],
  },
  {
    of100: 1,
    row: (n) => [
      {
        change: feature(n),
        about: 'on a point release',
        before: { work: added(n), reached: release },
        now: { from: 'v2.6.1', commits: added(n).map((_, k) => k), where: 'both' },
        see: { state: 'carried', also: ['other-base'] },
      },
    ],
  },
  {
    of100: 4,
    row: (n) => [
      {
        change: feature(n),
        about: 'new',
        now: { commits: added(n), where: n % 2 === 0 ? 'both' : 'diverged' },
        see: { state: 'new' },
      },
    ],
  },
  {
    of100: 1,
    row: (n) => [
      {
        change: feature(n),
        about: 'created and not moved',
        before: { work: added(n), reached: release },
        now: { commits: [], where: 'both' },
        see: { state: 'partial', also: ['empty'] },
      },
    ],
  },
];

/** The first `count` changes; every kind is among the first sixty, and a longer list begins with the shorter. */
export function changeRows(count: number): Row[] {
  const hundred = kinds.flatMap((kind) => Array.from({ length: kind.of100 - 1 }, () => kind));
  // A stride without a common divisor mixes the kinds: 79 remain when one of each has gone first.
  const mixed = hundred.map((_, n) => hundred[(n * 37) % hundred.length]).filter((kind) => kind !== undefined);
  const round = [...kinds, ...mixed];
  const rows: Row[] = [];
  for (let n = 0; rows.length < count; n++) rows.push(...(round[n % round.length]?.row(n) ?? []));
  return rows.slice(0, count);
}
