import type { Assessment } from '../types';
import type { Candidate } from '../arrange';
import type { LeftChange } from './types';

/** Why a change is left where it is: nothing of it is to move, or not as it stands. */
export function leftAs(change: string, why: LeftChange['why'], code: string, text: string): LeftChange {
  return { change, why, remark: { code, text, about: change } };
}

/** What its state says of a change that is not to move. */
export function leftByState({ key, state, reason }: Assessment, { decisions, target }: Candidate): LeftChange {
  const { line, base } = target;
  switch (state) {
    case 'dropped': {
      const decision = decisions.find((one) => one.decision === 'dropped');
      const who = decision === undefined ? '' : ` ${decision.by}: ${decision.because}`;
      return leftAs(key, 'needless', 'dropped', `It is dropped on ${line}.${who}`);
    }
    case 'external':
      return leftAs(key, 'needless', 'external', `It is its publisher's code: import the release for ${line} instead.`);
    case 'adopted':
      return leftAs(key, 'needless', 'adopted', `All of it is in ${base.tag}.`);
    case 'new':
      return leftAs(key, 'needless', 'new', `It is on ${line} only; there is nothing to bring there.`);
    case 'unknown':
      return leftAs(key, 'refused', reason.code, UNKNOWN[reason.code] ?? `Too little is known of it: ${reason.code}.`);
    default:
      return leftAs(key, 'needless', 'carried', `All of it is on ${line} already.`);
  }
}

const UNKNOWN: Readonly<Partial<Record<Assessment['reason']['code'], string>>> = {
  'shallow-history': 'The history here is cut off before its base. Fetch the rest of it first.',
  'missing-object': 'An object of it is not in this repository. Fetch it first.',
  'submodule-absent': 'It changes a submodule that is not here. Fetch that first.',
  'composer-managed': 'It changes what Composer installs. Nobody can tell from here what that brings.',
};
