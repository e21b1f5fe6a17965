import type { ChangingGit } from '../../git';
import type { Remark } from '../../plan';
import { branchToTag, planTag, tagObstacle } from '../../release';
import type { RoleBranch, TagInputs } from '../../release';
import { customerOf } from '../../scheme';
import type { Ground, Reading } from '../ground';
import type { AnyPlan } from '../planTypes';
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
  const deployment = role?.role === 'packaging' ? branchToTag(status.roles, { ...role, of: 'deployment' }) : null;
  const made = 'code' in found ? found : await release(ground, reading, inputs, found, deployment, signal);
  return 'code' in made
    ? planTag({ inputs, role, stands: [], draft: null, refusal: made, warnings: [] })
    : planTag({
        inputs,
        role,
        stands: deployment === null || 'code' in deployment ? [] : [deployment],
        refusal: null,
        ...made,
      });
}

/** @param deployment what a packaging branch has to be; null for any other */
async function release(
  ground: Ground,
  reading: Reading,
  inputs: TagInputs,
  role: RoleBranch,
  deployment: RoleBranch | Remark | null,
  signal: AbortSignal,
): ReturnType<typeof draftRelease> {
  const { git } = ground;
  const { localReleases: releases } = reading.named.survey;
  const obstacle =
    tagObstacle(role, { releases, waiting: await ground.waiting() }) ??
    (deployment === null ? null : await notDeployment(git, reading, role, deployment, signal));
  if (obstacle !== null) return obstacle;
  return draftRelease(git, reading, { role, target: role.tip, upstream: role.contains, plan: inputs }, signal);
}

function notDeployment(
  git: ChangingGit,
  reading: Reading,
  packaging: RoleBranch,
  deployment: RoleBranch | Remark,
  signal: AbortSignal,
): Promise<Remark | null> {
  return 'code' in deployment
    ? Promise.resolve(deployment)
    : packagingRemark(git, reading, packaging, deployment, signal);
}
