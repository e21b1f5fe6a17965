import type { ObjectId } from '../../git/types';
import { parseLine, parseReleaseTag } from '../../moodle';
import type { Remark } from '../../plan';
import { customerOf, nearest } from '../../scheme';
import { otherLine } from '../assembling/otherLine';
import { isOlder } from '../news';
import { branchRef, Obstacles } from '../planning/newBranch';
import { roleProblem, unreadRemark } from '../roles';
import type { ReleaseTag } from '../survey';
import type { RoleBranch } from '../types';
import type { Minor, MinorBranch, MinorFacts } from './minorTypes';
import { compareTag } from './upstreamTag';

/**
 * Which role branches of its line get a release of Moodle. Refused: what is no release here, or of another line; a tag
 * that was moved; branches that have it or something newer, that went on elsewhere, are checked out, or wait.
 */
export function chooseMinor(facts: MinorFacts): Minor | Remark {
  const { inputs, arranged } = facts;
  const release = arranged.tags.named(inputs.release);
  const tag =
    release && arranged.facts.snapshot.refs.find(({ kind, short }) => kind === 'tag' && short === release.tag);
  if (release === undefined || tag === undefined) return noSuchRelease(facts);
  const line = inputs.line === null ? release.line : (parseLine(inputs.line)?.name ?? inputs.line);
  const elsewhere = otherLine(release.tag, line, arranged);
  if (elsewhere !== null) return elsewhere;
  const { refusal, warnings } = compareTag(release.tag, tag.id, facts.seen);
  if (refusal !== null) return refusal;
  const roles = rolesOn(facts, release);
  if (!Array.isArray(roles)) return roles;
  return chooseBranches(facts, release, { ref: tag.name, id: tag.id }, roles, warnings);
}

export function isRefused(chosen: Minor | Remark): chosen is Remark {
  return 'code' in chosen;
}

/** The role branches of one customer on the line of the release. */
function rolesOn({ inputs, arranged, roles }: MinorFacts, { line, tag }: ReleaseTag): RoleBranch[] | Remark {
  const { scheme } = arranged.facts;
  const asked = inputs.customer === null ? null : customerOf(inputs.customer, scheme);
  const here = roles.filter((one) => one.line === line && (asked === null || one.customer === asked));
  const customers = [...new Set(here.map(({ customer }) => customer))];
  const [customer, ...others] = customers;
  if (others.length > 0) {
    return remark(
      'which-customer',
      `Several customers have role branches of ${line}: ${customers.join(', ')}. Name one.`,
      line,
    );
  }
  if (customer === undefined || !here.some(({ role }) => role !== 'packaging')) {
    const text = `There is no testing or deployment branch of ${line} to merge ${tag} into. Assemble one first.`;
    return remark('no-role-branches', text, tag);
  }
  return here;
}

function chooseBranches(
  { inputs, arranged, waiting }: MinorFacts,
  release: ReleaseTag,
  tag: Minor['tag'],
  roles: readonly RoleBranch[],
  warnings: readonly Remark[],
): Minor | Remark {
  const { snapshot } = arranged.facts;
  const obstacles = new Obstacles(snapshot, waiting);
  const [own, others] = [roles.filter(({ suffix }) => suffix === null), roles.filter(({ suffix }) => suffix !== null)];
  const wanted = own.filter(({ role }) => role !== 'packaging');
  const unread = wanted.find(({ unreadable }) => unreadable);
  if (unread !== undefined) return unreadRemark(unread.name);
  const lacking = wanted.filter(({ contains }) => contains === null || isOlder(contains, release.tag));
  if (lacking.length === 0) return alreadyThere(release, wanted);
  const gets = (role: RoleBranch): MinorBranch => {
    const ref = branchRef(role.name);
    return { role, ref, old: snapshot.refs.find(({ name }) => name === ref)?.commit ?? null };
  };
  const branches = lacking.map(gets);
  const follows = lacking.some(({ role }) => role === 'deployment');
  const packaging = own.find(({ role }) => role === 'packaging');
  const after = follows && packaging !== undefined ? gets(packaging) : null;
  for (const { role, ref, old } of [...branches, ...(after === null ? [] : [after])]) {
    const refusal = roleProblem(role) ?? obstacles.claim(ref, old);
    if (refusal !== null) return remark(refusal.code, refusal.text, role.name);
  }
  const into = (name: string, start: ObjectId): Minor['branches'][number]['recipe'] => ({
    start,
    merges: [{ branch: release.tag, tip: release.commit, kind: 'tag' }],
    into: name,
    committer: inputs.by,
  });
  const befores = lacking.flatMap(({ contains }) => (contains === null ? [] : (arranged.tags.named(contains) ?? [])));
  const has = wanted.filter((role) => !lacking.includes(role));
  return {
    inputs,
    customer: lacking[0]?.customer ?? '',
    line: release.line,
    release,
    tag,
    branches: branches.map((branch) => ({ ...branch, recipe: into(branch.role.name, branch.role.tip) })),
    packaging: after,
    before: befores.sort((a, b) => Number(isOlder(b.tag, a.tag)) - Number(isOlder(a.tag, b.tag)))[0] ?? null,
    warnings: [
      ...warnings,
      ...has.map(({ name, contains }) => remark('has-it', `${name} has ${contains ?? release.tag} already.`, name)),
      ...others.map(({ name, role, suffix }) => {
        const command = `moodle-release merge ${release.tag} --into ${role}-${suffix ?? ''} --line ${release.line}`;
        return remark('left-beside', `${name} is left as it is: ${command}`, name);
      }),
    ],
  };
}

function alreadyThere({ tag }: ReleaseTag, roles: readonly RoleBranch[]): Remark {
  const newer = roles.find(({ contains }) => contains !== null && isOlder(tag, contains));
  const names = roles.map(({ name }) => name).join(' and ');
  return newer === undefined
    ? remark('has-it', `${names} ${roles.length === 1 ? 'has' : 'have'} ${tag} already.`, tag)
    : remark('older-release', `${newer.name} has ${newer.contains ?? ''}, which is newer than ${tag}.`, tag);
}

function noSuchRelease({ inputs, arranged }: MinorFacts): Remark {
  const { release } = inputs;
  const { tags } = arranged;
  const line = parseReleaseTag(release)?.line.name ?? parseLine(inputs.line ?? release)?.name ?? null;
  const newest = line === null ? undefined : tags.newestOf(line);
  const near =
    nearest(
      release,
      tags.all.map(({ tag }) => tag),
    ) ??
    newest?.tag ??
    null;
  const hint = near === null ? '' : ` Did you mean ${near}?`;
  return remark('no-release', `There is no release ${release} here.${hint} Fetch if it is new.`, release);
}

function remark(code: string, text: string, about: string): Remark {
  return { code, text, about };
}
