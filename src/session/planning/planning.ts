import type { ChangingGit, Signature } from '../../git';
import type { PlanInputs } from '../../release';
import { planAdopting } from './adopting';
import { planAssembling } from './assembling';
import { planBranching } from './branching';
import { planCarry } from './carrying';
import { SessionError } from '../error';
import type { Ground } from '../ground';
import { planImporting } from './importing';
import { planListing } from './listing';
import { planMerging } from './merging';
import { planMinor } from './minor';
import { planPicking } from './picking';
import type { AnyPlan } from '../planTypes';
import { planPushing } from './pushing';
import { planRecording } from './recording';
import { planRenaming } from './renaming';
import { planTagging } from './tagging';

/** Makes the plan that inputs ask for; from the same inputs the same plan, while nothing has moved. */
export function planFrom(ground: Ground, asked: PlanInputs, signal: AbortSignal): Promise<AnyPlan> {
  switch (asked.kind) {
    case 'rebase':
      return planCarry(ground, asked.inputs, signal);
    case 'decide':
    case 'take':
    case 'release':
      return planRecording(ground, asked, signal);
    case 'push':
      return planPushing(ground, asked.inputs, signal);
    case 'rename':
      return planRenaming(ground, asked.inputs, signal);
    case 'create-branch':
      return planBranching(ground, asked.inputs, signal);
    case 'adopt':
      return planAdopting(ground, asked.inputs, signal);
    case 'list':
      return planListing(ground, asked.inputs, signal);
    case 'assemble':
      return planAssembling(ground, asked.inputs, signal);
    case 'merge':
      return planMerging(ground, asked.inputs, signal);
    case 'pick':
      return planPicking(ground, asked.inputs, signal);
    case 'minor':
      return planMinor(ground, asked.inputs, signal);
    case 'import':
      return planImporting(ground, asked.inputs, signal);
    case 'tag':
      return planTagging(ground, asked.inputs, signal);
  }
}

/**
 * Who acts, as git knows, and when: fixed in a plan's inputs.
 * @throws SessionError `no-identity`
 */
export async function signatureNow(git: ChangingGit, signal: AbortSignal): Promise<Signature> {
  const person = await git.identity(signal);
  if (person === null) throw new SessionError('no-identity');
  const { name, email, zone } = person;
  return { name, email, date: `${Math.floor(Date.now() / 1000)} ${zone}` };
}
