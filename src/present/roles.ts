import { t } from '@vscode/l10n';
import type { Alarm, LooseCommit, RoleBranch } from '../release/types';
import { changesText, roleName, whereText } from './phrases';
import { bullets, code, display, markdown, shortId } from './text';

/** What tells a role branch from its neighbours: `2.5 deployment`, with its suffix when it has one. */
export function roleLabel(role: Pick<RoleBranch, 'line' | 'role' | 'suffix'>): string {
  const name = `${role.line} ${roleName(role.role)}`;
  return display(role.suffix === null ? name : `${name} · ${role.suffix}`);
}

/** `on v2.5.1, 12 changes, 2 loose commits`. */
export function roleDescription(role: RoleBranch): string {
  if (role.unreadable) return t('cannot be read: its history is not all here');
  const behind = role.contains !== null && role.newest !== null && role.contains !== role.newest;
  const where = whereText(role.where);
  const parts = [
    role.contains === null ? t('on no release') : t('on {0}', role.contains),
    ...(behind ? [t('{0} is out', role.newest)] : []),
    changesText(role.changes.length),
    ...(role.loose.length > 0 ? [looseText(role.loose.length)] : []),
    ...(role.shaped.length > 0 ? [shapedText(role.shaped.length)] : []),
    ...(role.lacks.length > 0 ? [t('lacks {0}', changesText(role.lacks.length))] : []),
    ...(where === null || role.where === 'local' ? [] : [where]),
  ];
  return display(parts.join(', '));
}

/** For a screen reader. */
export function roleSpoken(role: RoleBranch): string {
  return display(`${role.customer}, ${roleLabel(role)}, ${roleDescription(role)}`);
}

/** Markdown; everything that came from outside is escaped. */
export function roleTooltip(role: RoleBranch): string {
  const points = role.unreadable
    ? [t('It cannot be read: its history is not all here.')]
    : [
        role.contains === null
          ? t('It contains no upstream release of its line.')
          : role.newest === null || role.newest === role.contains
            ? t('It contains {0}, the newest release of its line here.', code(role.contains))
            : t('It contains {0}; {1} is out.', code(role.contains), code(role.newest)),
        t('Merged into it: {0}.', changesText(role.changes.length)),
        ...(role.loose.length > 0
          ? [t('In no change and not upstream: {0}.', code(role.loose.map((commit) => shortId(commit.id)).join(' ')))]
          : []),
        ...(role.shaped.length > 0
          ? [t('Merges a person shaped: {0}.', code(role.shaped.map((merge) => shortId(merge.id)).join(' ')))]
          : []),
        ...(role.lacks.length > 0
          ? [t('Testing has, and this lacks: {0}.', role.lacks.map((key) => code(key)).join(', '))]
          : []),
      ];
  const where = whereText(role.where);
  if (where !== null) points.push(t('It is {0}.', where));
  return [
    `**${code(role.name)}**`,
    t('{0} of {1}', roleName(role.role), markdown(role.customer)),
    bullets(points).join('\n'),
  ].join('\n\n');
}

/** Where a loose commit was picked from; empty when upstream does not have it. */
export function looseDescription(commit: LooseCommit): string {
  return commit.upstream === null ? t('in no change') : t('picked from upstream {0}', shortId(commit.upstream));
}

/** One sentence, plain text. */
export function alarmText(alarm: Alarm): string {
  const change = display(alarm.change);
  const line = display(alarm.line);
  switch (alarm.code) {
    case 'dropped-out':
      return t('{0} is in the last release, but on no list for {1}.', change, line);
    case 'not-in-deployment':
      return t('{0} is in testing of {1}, but not in deployment.', change, line);
    case 'not-pushed':
      return notPushedText(change, line, alarm.detail['where']);
  }
}

/** Says only what is known of the remote: a branch that was moved may have diverged from it, or be gone from it. */
function notPushedText(change: string, line: string, where: string | number | undefined): string {
  switch (where) {
    case 'ahead':
      return t('{0} has commits on {1} that are not pushed.', change, line);
    case 'diverged':
      return t('{0} has diverged on {1}: here and on the remote are commits the other has not.', change, line);
    case 'remote-gone':
      return t('{0} is on {1} only here: its branch is gone from the remote.', change, line);
    default:
      return t('{0} is on {1}, but not pushed.', change, line);
  }
}

function looseText(n: number): string {
  return n === 1 ? t('1 loose commit') : t('{0} loose commits', n);
}

function shapedText(n: number): string {
  return n === 1 ? t('1 merge shaped by hand') : t('{0} merges shaped by hand', n);
}
