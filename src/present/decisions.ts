import { t } from '@vscode/l10n';
import type { DecisionKind } from '../config/types';
import type { Assessment } from '../release/types';
import { code, display } from './text';

/** Where the decision that may be taken on a change is written, and what to write. Markdown lines; none when there is none. */
export function decisionLines(change: Assessment): string[] {
  const decision = possibleDecision(change);
  if (decision === null) return [];
  const { key, customer, target } = change;
  const path = `decisions/${customer}/${target}/${key.replaceAll('/', '~')}.${decision}.yaml`;
  const needed: Readonly<Partial<Record<DecisionKind, readonly string[]>>> = {
    'exception-base': [`base: ${change.base?.tag ?? change.base?.commit ?? 'TAG'}`],
    'left-out': ['commits:', ...change.missing.map(({ id }) => `  - ${id}`)],
  };
  return [
    '',
    t('A decision is the file {0} on the branch {1}:', code(path), code('moodle-release')),
    '',
    '```yaml',
    'schema: 1',
    `change: ${display(key)}`,
    `decision: ${decision}`,
    'because: WHY',
    'by: WHO',
    'at: YYYY-MM-DDThh:mm:ssZ',
    ...(needed[decision] ?? []),
    '```',
  ];
}

function possibleDecision({ state, also, branch }: Assessment): DecisionKind | null {
  if (state === 'pending') return 'dropped';
  if (state === 'off-base') return 'exception-base';
  if (state === 'partial' && branch !== null && !also.includes('empty')) return 'left-out';
  return null;
}
