import type { ChangeBranches, Upgrade } from './branches';
import { branchName } from './branches';
import type { Expectation, Row, Where } from './row';
import type { RoleTruth } from './roles';
import { unparsed } from './surroundings';

/** What must be seen of the sample, derived from its table. */

/** What must be seen of one change, derived from its row. */
export interface ChangeTruth
  extends Required<Pick<Expectation, 'state' | 'also'>>, Omit<Expectation, 'state' | 'also' | 'missing'> {
  readonly key: string;
  readonly about: string;
  /** The target's line. */
  readonly target: string;
  /** Short name of its branch on the target line, and that branch's tip that counts. */
  readonly branch: string | null;
  readonly tip: string | null;
  /** Of the branch on the target line, else of the one before it; null when both are not there. */
  readonly where: Where | null;
  readonly shipped: boolean;
  /** Full ref name of its branch, null when lost. */
  readonly predecessor: { readonly line: string; readonly branch: string | null; readonly tip: string } | null;
  readonly stackedOn: string | null;
  /** Ids of the commits of the predecessor that nothing accounts for; absent where not part of the truth. */
  readonly missing: readonly string[] | null;
}

export interface AlarmTruth {
  readonly code: 'dropped-out' | 'not-in-deployment' | 'not-pushed';
  readonly change: string;
}

export interface Truth {
  readonly targets: readonly { readonly customer: string; readonly line: string; readonly base: string }[];
  readonly changes: readonly ChangeTruth[];
  readonly roles: readonly RoleTruth[];
  readonly alarms: readonly AlarmTruth[];
  /** Branches that look like changes or role branches but do not parse. */
  readonly unparsed: readonly string[];
  /** Last local release of each customer. */
  readonly released: Readonly<Record<string, string>>;
}

/** The truth of all upgrades drawn. */
export function truthOf(
  drawn: readonly { upgrade: Upgrade; changes: readonly ChangeBranches[] }[],
  roles: readonly RoleTruth[],
): Truth {
  const changes = drawn.flatMap(({ upgrade, changes }) => changes.map((change) => changeTruth(upgrade, change)));
  return {
    targets: drawn.map(({ upgrade: { customer, target } }) => ({ customer, line: target, base: `v${target}.0` })),
    changes,
    roles,
    alarms: changes.flatMap(({ key, alarms = [] }) => alarms.map((code) => ({ code, change: key }))),
    unparsed,
    released: { LUVLE: 'lu-moodle-lu_v2.5.1-3', EXT: 'lu-moodle-ext_v2.4.0-0' },
  };
}

/** The truth of one change of an upgrade. */
export function changeTruth(upgrade: Upgrade, { row, before, now }: ChangeBranches): ChangeTruth {
  const { missing, ...see } = row.see;
  return {
    ...see,
    also: see.also ?? [],
    key: row.change,
    about: row.about,
    target: upgrade.target,
    branch: now?.name ?? null,
    tip: now?.tip.id ?? null,
    where: row.now?.where ?? oldWhere(row),
    shipped: row.before === undefined || row.before.reached === 'release',
    predecessor: before === null ? null : { line: upgrade.line, branch: oldRef(row, upgrade.line), tip: before.tip.id },
    stackedOn: row.now?.stackedOn ?? row.before?.stackedOn ?? null,
    missing: missing?.map((n) => before?.commits[n]?.id ?? '') ?? null,
  };
}

function oldRef(row: Row, line: string): string | null {
  const where = oldWhere(row);
  if (where === null) return null;
  return `refs/${where === 'both' ? 'heads' : 'remotes/cis'}/${branchName(row.change, line)}`;
}

function oldWhere({ before }: Row): 'both' | 'remote' | null {
  if (before === undefined || before.branch === 'lost') return null;
  return before.branch ?? 'both';
}
