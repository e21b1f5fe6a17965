import { t } from '@vscode/l10n';
import type { Assessment, Base, Containment, OwnCommit, Where } from '../release/types';
import { shortId } from './text';

/** Parts of sentences that several surfaces share. Plain text, not escaped. */

export function commitsText(n: number): string {
  if (n === 0) return t('no commits');
  return n === 1 ? t('1 commit') : t('{0} commits', n);
}

export function branchesText(n: number): string {
  return n === 1 ? t('1 branch') : t('{0} branches', n);
}

export function changesText(n: number): string {
  return n === 1 ? t('1 change') : t('{0} changes', n);
}

/** `v2.5.0`, or the short id of a base no release names. */
export function baseName(base: Base): string {
  return base.tag ?? shortId(base.commit);
}

export function roleName(role: 'testing' | 'deployment' | 'packaging' | 'live'): string {
  switch (role) {
    case 'testing':
      return t('testing');
    case 'deployment':
      return t('deployment');
    case 'packaging':
      return t('packaging');
    case 'live':
      return t('live');
  }
}

/** Where a branch is, relative to the ref whose tip counts; null when there is nothing to say about it. */
export function whereText(where: Where | null): string | null {
  switch (where) {
    case null:
    case 'both':
      return null;
    case 'local':
      return t('only here');
    case 'remote':
      return t('only on the remote');
    case 'ahead':
      return t('ahead of the remote');
    case 'behind':
      return t('behind the remote');
    case 'diverged':
      return t('diverged from the remote');
    case 'remote-gone':
      return t('gone from the remote');
  }
}

export function containmentText(containment: Containment): string {
  switch (containment.state) {
    case 'all':
      return t('all of it');
    case 'some':
      return containment.tip === null ? t('some of it') : t('some of it, up to {0}', shortId(containment.tip));
    case 'none':
      return t('none of it');
    case 'absent':
      return t('no such branch or release');
  }
}

/** How the twin of a commit stands, null without one. */
export function twinText(commit: OwnCommit): string | null {
  if (commit.upstream === null) return null;
  const id = shortId(commit.upstream);
  switch (commit.twin) {
    case 'adopted':
      return t('upstream as {0}', id);
    case 'changed-since':
      return t('upstream as {0}, changed there since', id);
    case 'differs':
      return t('has the twin {0}, reverted or different by now', id);
    case 'probable':
    case null:
      return t('probably upstream as {0}', id);
  }
}

/** `1 of 2 commits upstream`, `probably upstream`; null when none is or all are. */
export function adoptionText(adoption: Assessment['adoption']): string | null {
  switch (adoption.kind) {
    case 'none':
    case 'all':
      return null;
    case 'some':
      return t('{0} of {1} commits upstream', adoption.n, adoption.m);
    case 'probable':
      return t('probably upstream');
  }
}

/** The day of an ISO 8601 time. */
export function day(iso: string): string {
  return iso.slice(0, 10);
}
