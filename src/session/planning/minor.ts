import { backupPrefix } from '../../git';
import type { Assembled, ChangingGit } from '../../git';
import {
  asPlanned,
  chooseMinor,
  draftLists,
  isRefused,
  listWarnings,
  packagingRecipe,
  planMinor as planRelease,
  refusedPlan,
  touchingFacts,
  usualLayouts,
  versionNeeds,
} from '../../release';
import type { Minor, MinorEvidence, MinorInputs, MinorMade, MinorPlanFacts } from '../../release';
import { answerOutage } from '../code';
import { SessionError } from '../error';
import type { Ground, Reading } from '../ground';
import { listUnderItsCustomer, placeOfList, wrongList } from '../roles/lists';
import type { AnyPlan } from '../planTypes';
import { draftRelease } from './releasing';
import { readSeenTags } from '../roles/seenTags';
import { readTeam } from '../team';

/** Plans a point release: everything is merged in memory and said, and nothing changed. */
export async function planMinor(ground: Ground, inputs: MinorInputs, signal: AbortSignal): Promise<AnyPlan> {
  const { git } = ground;
  const reading = await readFor(ground, inputs, signal);
  const { arranged, status, named } = reading;
  const tag = named.snapshot.refs.find(({ kind, short }) => kind === 'tag' && short === inputs.release);
  const seen = tag === undefined ? [] : await readSeenTags(git, named.remotes, tag.name, signal);
  const chosen = chooseMinor({ inputs, arranged, roles: status.roles, waiting: await ground.waiting(), seen });
  const title = `Bring ${inputs.release} into the role branches`;
  if (isRefused(chosen)) return refusedPlan('minor', title, inputs, chosen);
  try {
    return planRelease(await preview(git, chosen, reading, signal));
  } finally {
    await git.dropKeeps(inputs.id);
  }
}

/** For the release itself as target, so that what it brings is looked for; where there is none, to say what there is. */
async function readFor(ground: Ground, { release, customer }: MinorInputs, signal: AbortSignal): Promise<Reading> {
  const wanted = customer === null ? {} : { customer };
  try {
    return await ground.read({ ...wanted, target: release }, signal);
  } catch (error) {
    if (!SessionError.is(error, 'unknown-target')) throw error;
    return ground.read(wanted, signal);
  }
}

async function preview(git: ChangingGit, minor: Minor, reading: Reading, signal: AbortSignal): Promise<MinorPlanFacts> {
  const made = await Promise.all(
    minor.branches.map(async ({ recipe, ...branch }) => ({
      branch,
      recipe,
      // What deployment becomes is looked at, and merged further, before it is there.
      assembled:
        branch.role.role === 'deployment'
          ? await git.assembleAndKeep(recipe, minor.inputs.id, signal)
          : await git.assemble(recipe, signal),
    })),
  );
  const deployment = made.find(({ branch }) => branch.role.role === 'deployment') ?? null;
  const isKnown = deployment !== null && isWhole(deployment.assembled);
  const packaging = isKnown ? await followDeployment(git, minor, deployment, signal) : null;
  const { team, lists } = await readTeam(git, reading.named, signal);
  const { scheme } = reading.named;
  const known = lists.flatMap(({ path, text, list }) =>
    text === null || list === null ? [] : [{ path, text, list: listUnderItsCustomer(list, scheme) }],
  );
  const wrong = lists.flatMap((file) => {
    const place = placeOfList(file, scheme);
    const isOurs = place !== null && place.customer === minor.customer && place.line === minor.line;
    return isOurs ? (wrongList(file) ?? []) : [];
  });
  const draft = draftLists(minor, known, team, backupPrefix);
  const effect = draft.refusal === null ? await git.filesEffect(draft.commit, signal) : null;
  return {
    minor,
    made,
    packaging,
    evidence: await readEvidence(git, minor, isKnown ? deployment : null, reading, signal),
    record: effect === null ? null : { effect, title: draft.title, team },
    tag: deployment === null ? null : await readTag(git, minor, reading, deployment, isKnown, signal),
    warnings: [...wrong, ...listWarnings(draft)],
    backupPrefix,
  };
}

function isWhole({ merges }: Assembled): boolean {
  return merges.every(({ result }) => result === 'merged' || result === 'contained');
}

async function followDeployment(
  git: ChangingGit,
  minor: Minor,
  { branch, assembled }: MinorMade,
  signal: AbortSignal,
): Promise<MinorMade | null> {
  const { packaging } = minor;
  if (packaging === null) return null;
  const planned = asPlanned(branch.role, branch.ref, assembled.tip);
  const recipe = packagingRecipe(packaging.role, planned, minor.inputs.by);
  return { branch: packaging, recipe, assembled: await git.assemble(recipe, signal) };
}

/** The tag of the local release; a word where it cannot be planned along. */
async function readTag(
  git: ChangingGit,
  { inputs, release, line, customer }: Minor,
  reading: Reading,
  { branch: { role, ref }, assembled }: MinorMade,
  isKnown: boolean,
  signal: AbortSignal,
): Promise<NonNullable<MinorPlanFacts['tag']>> {
  const afterwards = `Tag it afterwards: moodle-release tag --line ${line} --customer ${customer}`;
  if (!isKnown) {
    const text = `What comes of it is known when its conflict is settled. ${afterwards}`;
    return { draft: null, warnings: [{ code: 'tag-waits', text, about: role.name }] };
  }
  const target = { ref, expect: assembled.tip };
  const plan = { id: inputs.id, by: inputs.by };
  const made = await draftRelease(git, reading, { role, target, upstream: release.tag, plan }, signal);
  if ('code' in made) return { draft: null, warnings: [{ ...made, text: `${made.text} ${afterwards}` }] };
  return made;
}

async function readEvidence(
  git: ChangingGit,
  minor: Minor,
  deployment: MinorMade | null,
  { arranged, findings, status }: Reading,
  signal: AbortSignal,
): Promise<MinorEvidence> {
  const { upstream, paths } = findings.equivalents;
  const { before, release, customer, line } = minor;
  const changed = before === null ? [] : await git.changedPaths(before.commit, release.commit, signal);
  const facts = touchingFacts(minor, { arranged, paths, texts: new Map() });
  const layouts = usualLayouts();
  const needed = [...new Set(facts.carrying.items.flatMap((item) => versionNeeds(item, facts, layouts)))];
  const objects = await git.readObjects(needed, signal);
  const texts = new Map(needed.map((name) => [name, objects.get(name)?.content.toString('utf8') ?? null]));
  const lines = arranged.lines.get(customer) ?? [];
  const upToThis = lines.slice(0, lines.findIndex((one) => one.line === line) + 1);
  const live = upToThis.findLast(({ lastRelease }) => lastRelease !== null)?.lastRelease?.tag ?? null;
  const outage =
    live === null || deployment === null
      ? null
      : { live, answer: await answerOutage(git, live, deployment.assembled.tip, signal) };
  return { arranged, assessments: status.changes, upstream, paths, changed, texts, outage };
}
