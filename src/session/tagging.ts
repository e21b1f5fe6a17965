import type { Remark } from '../plan';
import { branchToTag, planTag, tagObstacle } from '../release';
import type { RoleBranch, TagInputs } from '../release';
import { customerOf } from '../scheme';
import type { Ground, Reading } from './ground';
import type { AnyPlan } from './planTypes';
import { draftRelease, packagingRemark } from './releasing';

/** Plans the next local release of a line: its tag, with what it is made of, and its way to the team. */
export async function planTagging(ground: Ground, inputs: TagInputs, signal: AbortSignal): Promise<AnyPlan> {
  const { line, customer } = inputs;
  const wanted = { ...(line === null ? {} : { target: line }), ...(customer === null ? {} : { customer }) };
  const reading = await ground.read(wanted, signal);
  const { status, named } = reading;
  const asked = customer === null ? inputs : { ...inputs, customer: customerOf(customer, named.scheme) };
  const found = branchToTag(status.roles, asked);
  const role = 'code' in found ? null : found;
  const made = 'code' in found ? found : await release(ground, reading, inputs, found, signal);
  return 'code' in made
    ? planTag({ inputs, role, draft: null, refusal: made, warnings: [] })
    : planTag({ inputs, role, refusal: null, ...made });
}

async function release(
  ground: Ground,
  reading: Reading,
  inputs: TagInputs,
  role: RoleBranch,
  signal: AbortSignal,
): ReturnType<typeof draftRelease> {
  const { git } = ground;
  const { localReleases: releases } = reading.named.survey;
  const obstacle =
    tagObstacle(role, { releases, waiting: await ground.waiting() }) ??
    (role.role === 'packaging' ? await notDeployment(ground, reading, role, signal) : null);
  if (obstacle !== null) return obstacle;
  return draftRelease(git, reading, { role, target: role.tip, upstream: role.contains, plan: inputs }, signal);
}

async function notDeployment(
  { git }: Ground,
  reading: Reading,
  packaging: RoleBranch,
  signal: AbortSignal,
): Promise<Remark | null> {
  const deployment = branchToTag(reading.status.roles, { ...packaging, of: 'deployment' });
  return 'code' in deployment ? deployment : packagingRemark(git, reading, packaging, deployment, signal);
}
