import { compareVersions, parseLine, parseReleaseTag } from '../../moodle';
import type { Remark } from '../../plan';
import { unreadRemark } from '../roles';
import type { LocalRelease } from '../survey';
import type { RoleBranch } from '../types';
import type { TagInputs } from '../planning/askedTypes';
import type { Excess } from './packagingExcess';

/** The branch that is to be tagged, or why it is not known which. */
export function branchToTag(
  roles: readonly RoleBranch[],
  inputs: Pick<TagInputs, 'line' | 'customer' | 'of'>,
): RoleBranch | Remark {
  const { of, customer } = inputs;
  const line = inputs.line === null ? null : (parseLine(inputs.line)?.name ?? inputs.line);
  const found = roles.filter(
    (role) =>
      role.role === of &&
      role.suffix === null &&
      (line === null || role.line === line) &&
      (customer === null || role.customer === customer),
  );
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  if (first === undefined) {
    const place = [customer, line].filter((part) => part !== null).join(' ');
    const text = `There is no ${of} branch of ${place}. Assemble it first, or name another line.`;
    return { code: 'no-such-branch', text };
  }
  const names = found.map(({ name }) => name).join(', ');
  const option = new Set(found.map((role) => role.line)).size > 1 ? '--line' : '--customer';
  return { code: 'which-branch', text: `More than one branch is meant: ${names}. Say which with ${option}.` };
}

export interface TagObstacles {
  /** The local releases that are here. */
  readonly releases: readonly LocalRelease[];
  /** By full ref name, the plans in which branches wait for a person. */
  readonly waiting: ReadonlyMap<string, string>;
}

/** Why a branch must not be tagged as it is; null when it may. */
export function tagObstacle(role: RoleBranch, { releases, waiting }: TagObstacles): Remark | null {
  const { name, customer, contains } = role;
  const about = (code: string, text: string): Remark => ({ code, text, about: name });
  if (role.unreadable) return unreadRemark(name);
  if (role.where === 'diverged') {
    return about('diverged', `${name} went on here and elsewhere. Bring both together first.`);
  }
  const plan = waiting.get(`refs/heads/${name}`);
  if (plan !== undefined) {
    return about('waits', `${name} waits for a person in the plan ${plan}. Bring that to its end first.`);
  }
  const version = versionOf(contains);
  if (version === null) return unknownRelease(name, contains);
  const same = releases.find((one) => one.commit === role.tip && one.customer === customer && isOf(one, contains));
  if (same !== undefined) return about('already-tagged', `${name} is tagged already, as ${same.tag}.`);
  if (role.changes.length + role.loose.length === 0) {
    return about('nothing-on-it', `${name} holds nothing but Moodle ${version}. Assemble it first.`);
  }
  return null;
}

/** Why a branch gets no number: what it contains of Moodle is not known, or was never released. */
export function unknownRelease(branch: string, contains: string | null): Remark {
  const what = contains === null ? 'a release of Moodle that is not known here' : `${contains}, which is no release`;
  const text = `${branch} contains ${what}. Fetch upstream, or merge a release first.`;
  return { code: 'unknown-release', text, about: branch };
}

/** The version of a release tag of Moodle, `2.5.1`; null when there is none, or it was not released. */
export function versionOf(tag: string | null): string | null {
  const release = parseReleaseTag(tag ?? '');
  return release === null || release.version.pre !== null ? null : release.tag.slice(1);
}

function isOf({ version }: LocalRelease, contains: string | null): boolean {
  const release = parseReleaseTag(contains ?? '');
  return release !== null && compareVersions(release.version, version) === 0;
}

/** Paths that are told. */
const SHOWN = 20;

/**
 * Why a packaging branch must not be released: what it has beyond deployment.
 * @param changes the change that each path belongs to, as far as that is known
 */
export function excessRemark(
  packaging: string,
  deployment: string,
  excess: readonly Excess[],
  changes: ReadonlyMap<string, string>,
): Remark | null {
  if (excess.length === 0) return null;
  const said = excess.slice(0, SHOWN).map(({ path, what }) => {
    const change = changes.get(path);
    return `${path} (${SAID[what]}${change === undefined ? '' : `, of ${change}`})`;
  });
  const more = excess.length > said.length ? ` and ${excess.length - said.length} more` : '';
  const files = excess.length === 1 ? '1 file differs' : `${excess.length} files differ`;
  const text = `But for debian/ and its extras ${packaging} has to be ${deployment}, and ${files}: ${said.join(', ')}${more}. Merge ${deployment} into it, or take these files out; what belongs to the package goes under packages in moodle-release.yaml.`;
  return { code: 'not-deployment', text, about: packaging };
}

const SAID = {
  added: 'not in deployment',
  missing: 'only in deployment',
  changed: 'changed',
} as const;
