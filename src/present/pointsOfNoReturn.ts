import type { Plan } from '../plan/types';
import { isGitEffect } from './planOutline';
import { display, refName } from './text';

/** What a plan does that cannot be taken back, a line for each step: the remote and its refs. */
export function pointsOfNoReturn({ sections }: Plan): readonly string[] {
  return sections
    .flatMap(({ steps }) => steps)
    .filter(({ irreversible }) => irreversible === true)
    .map(({ title, effect }) =>
      isGitEffect(effect) && effect.kind === 'push'
        ? display(`${effect.remote}: ${effect.updates.map(({ ref }) => refName(ref)).join(', ')}`, 1000)
        : display(title),
    );
}
