import { t } from '@vscode/l10n';
import type { Fact, Plan } from '../plan/types';
import { movedText } from './effects';
import { display, refName } from './text';

/**
 * Why a plan that was saved is not the one that is planned now: each thing that was moved since; where nothing was, what
 * stands in its way now, such as a check-out, or that somebody changed the plan itself. Sentences without a full stop,
 * safe to show.
 */
export function differenceText(saved: Plan, now: Plan): readonly string[] {
  const facts = new Map(now.facts.map((fact) => [keyOf(fact), fact]));
  const moved = saved.facts.flatMap((fact) => {
    const other = facts.get(keyOf(fact));
    if (other === undefined || other.id === fact.id) return [];
    return [display(`${refName(fact.resource)}: ${movedText(fact.id, other.id)}`)];
  });
  if (moved.length > 0) return [...new Set(moved)];
  const gone = saved.facts.filter((fact) => !facts.has(keyOf(fact)));
  if (gone.length === 0 && now.refusal === undefined) return [t('hand-edited, or written by another version')];
  const said = new Set(saved.warnings.map(({ text }) => text));
  const news = now.warnings.filter(({ text }) => !said.has(text));
  // A refusal may do no more than to point at the warnings.
  const obstacles = news.length > 0 || now.refusal === undefined ? news : [now.refusal];
  if (obstacles.length > 0) return obstacles.map(({ text }) => display(text.replace(/\.$/, ''), 400));
  const names = gone.map(({ resource }) => display(refName(resource))).join(', ');
  return [t('what it rests on is no longer the same: {0}', names)];
}

function keyOf(fact: Fact): string {
  return JSON.stringify([fact.type, fact.of, fact.resource, fact.type === 'requirement' ? fact.step : null]);
}
