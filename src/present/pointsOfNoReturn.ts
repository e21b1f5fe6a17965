import { t } from '@vscode/l10n';
import type { Plan, Step } from '../plan/types';
import { isGitEffect } from './effects';
import { display, refName } from './text';

/** How many refs of a step are named. */
const named = 8;

/** What a plan does that cannot be taken back, a line for each remote and ref. */
export function pointsOfNoReturn({ sections }: Plan): readonly string[] {
  return sections
    .flatMap(({ steps }) => steps)
    .filter(({ irreversible }) => irreversible === true)
    .flatMap(linesOf);
}

function linesOf({ title, effect }: Step): readonly string[] {
  if (!isGitEffect(effect) || effect.kind !== 'push') return [display(title)];
  const refs = effect.updates.map(({ ref }) => display(`${effect.remote}: ${refName(ref)}`, 200));
  const more = refs.length - named;
  return more > 1 ? [...refs.slice(0, named), t('and {0} more, which the plan names', more)] : refs;
}
