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
  const { snapshot, survey, remotes, configuration } = arranged.facts;
  const { shallow, partial } = snapshot.repository;
  const changes = assessChanges(
    arranged,
    findings?.equivalents ?? null,
    findings?.absences ?? { submodules: new Set(), composer: new Set() },
  );
  const roles = describeRoles(arranged, roleFacts(arranged), findings?.roles ?? null);
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
    unparsed: survey.unparsed,
    counts: {
      branches: survey.branches,
      changes: survey.changes.length,
      roles: survey.roles.length,
      unparsed: survey.unparsed.length,
    },
    complete: findings !== null,
  };
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
