import { t } from '@vscode/l10n';
import type { DecideRequest } from '../../session/planTypes';
import type { Desk } from '../desk';
import { preview } from './preview';
import { choose, type } from './questions';
import { askInTurn } from './sequence';
import type { Question } from './sequence';
import { severalFor } from './targets';

type Kind = DecideRequest['decision'];

interface Known {
  readonly decision: Kind;
  readonly base: string;
  readonly because: string;
}

/** Asks what was decided about changes, and why; shows the plan that writes it down where the team is. */
export async function decide(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('Decide');
  const changes = await severalFor(desk, args, { title });
  const [first] = changes;
  if (first === undefined) return;
  const start: Known = { decision: 'dropped', base: first.base?.tag ?? '', because: '' };
  const known = await askInTurn(title, start, [askDecision, askBase, askBecause]);
  if (known === undefined) return;
  const lines = new Set(changes.map(({ target }) => target));
  await preview(desk, t('Planning'), (plans, signal) =>
    plans.decide(
      {
        changes: changes.map(({ key }) => key),
        decision: known.decision,
        because: known.because,
        ...(lines.size === 1 && { onto: first.target }),
        ...(known.decision === 'exception-base' && { base: known.base }),
      },
      signal,
    ),
  );
}

const askDecision: Question<Known> = async (known, place) => {
  const answer = await choose<Kind>({
    ...place,
    placeholder: t('What was decided?'),
    choices: [
      { label: t('Dropped'), detail: t('It is not needed any more and does not move.'), choice: 'dropped' },
      {
        label: t('External'),
        detail: t('It is code of others, brought in anew instead of moved.'),
        choice: 'external',
      },
      { label: t('Exception base'), detail: t('It is cut from another release on purpose.'), choice: 'exception-base' },
      { label: t('Squashed'), detail: t('Its commits are there as one, or in another form.'), choice: 'squashed' },
      { label: t('Left out'), detail: t('Some of its commits are not carried over.'), choice: 'left-out' },
      {
        label: t('Embargoed'),
        detail: t('It must not become public yet: no public remote gets it, on any line.'),
        choice: 'embargoed',
      },
      { label: t('Published'), detail: t('It may become public: its embargo is lifted.'), choice: 'published' },
    ],
  });
  return typeof answer === 'object' ? { value: { ...known, decision: answer.value } } : answer;
};

/** Only an exception has a base. */
const askBase: Question<Known> = async (known, place) => {
  if (known.decision !== 'exception-base') return { value: known };
  const answer = await type({
    ...place,
    value: known.base,
    prompt: t('The tag or commit it is cut from'),
    check: some,
  });
  return typeof answer === 'object' ? { value: { ...known, base: answer.value.trim() } } : answer;
};

const askBecause: Question<Known> = async (known, place) => {
  const answer = await type({ ...place, value: known.because, prompt: t('Why? The team reads this.'), check: some });
  return typeof answer === 'object' ? { value: { ...known, because: answer.value.trim() } } : answer;
};

/** Refuses an empty answer. */
export function some(text: string): string | undefined {
  return text.trim() === '' ? t('Something has to be written here.') : undefined;
}
