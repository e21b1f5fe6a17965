import { findAlarms } from './alarms';
import type { Arranged } from './arrange';
import { assessChanges } from './assess';
import type { Absences } from './absences';
import type { Equivalents } from './equivalents';
import { describeRoles, roleFacts } from './roles';
import type { RoleEvidence } from './roles';
import { parseLine } from '../moodle';
import type { LineFacts, Status } from './types';

/** What git found out after the history was read. */
export interface Findings {
  readonly equivalents: Equivalents;
  readonly roles: RoleEvidence;
  readonly absences: Absences;
}

/**
 * The whole answer, as a value.
 * @param findings null for the first answer, from refs and history alone
 */
export function statusOf(arranged: Arranged, findings: Findings | null): Status {
  const { snapshot, remotes, configuration } = arranged.facts;
  const { shallow, partial } = snapshot.repository;
  const changes = assessChanges(
    arranged,
    findings?.equivalents ?? null,
    findings?.absences ?? { submodules: new Set(), composer: new Set() },
  );
  const roles = describeRoles(arranged, roleFacts(arranged), findings?.roles ?? null);
  const { unparsed, counts } = named(arranged);
  return {
    schema: 1,
    repository: { shallow, partial },
    configuration,
    targets: arranged.arrangements.map((a) => a.target),
    lines: lineFacts(arranged),
    remotes,
    changes,
    roles,
    alarms: findAlarms(changes, roles),
    unparsed,
    counts,
    complete: findings !== null,
  };
}

/** How many names there are; of one customer, when the answer is for it alone, without those that name another. */
function named({ customer, facts: { survey, scheme } }: Arranged): Pick<Status, 'unparsed' | 'counts'> {
  const isWanted = (one: string): boolean => customer === null || one === customer;
  const others = [...survey.changes.map(({ identity }) => identity), ...survey.roles]
    .map((one) => one.customer)
    .filter((one) => !isWanted(one));
  const spellings = [...new Set(others), ...[...scheme.customers].flatMap(([as, id]) => (isWanted(id) ? [] : [as]))];
  const unparsed = survey.unparsed.filter(({ name }) => !spellings.some((one) => isBelow(name, one)));
  const changes = survey.changes.filter(({ identity }) => isWanted(identity.customer)).length;
  const roles = survey.roles.filter((role) => isWanted(role.customer)).length;
  const branches = customer === null ? survey.branches : changes + roles + unparsed.length;
  return { unparsed, counts: { branches, changes, roles, unparsed: unparsed.length } };
}

function isBelow(name: string, customer: string): boolean {
  return name.startsWith(customer) && /^[^A-Za-z0-9]/.test(name.slice(customer.length));
}

function lineFacts({ lines, arrangements, baseOf }: Arranged): LineFacts[] {
  return arrangements.flatMap(({ target }) =>
    (lines.get(target.customer) ?? []).flatMap(({ customer, line, life, lastRelease, changes }) => {
      const parsed = parseLine(line);
      if (!parsed) return [];
      const base = line === target.line ? target.base : baseOf(customer, line);
      return [{ customer, line, branch: parsed.branch, life, base, lastRelease: lastRelease?.tag ?? null, changes }];
    }),
  );
}
