import { t } from '@vscode/l10n';
import { bullets, code, keyLabel, markdown, outageText } from '../../present';
import type { ReleaseComparison } from '../../release';

/** What lies between two local releases, as a page. */
export function releaseComparisonMarkdown({ from, to, changes, tickets, outage }: ReleaseComparison): string {
  return [
    `# ${markdown(from.tag)} … ${markdown(to.tag)}`,
    bullets(outageText(outage, from.tag, to.tag).map((line) => markdown(line, 400))).join('\n'),
    bullets(changes.map(({ change, what }) => `${code(keyLabel(change))}: ${what}`)).join('\n'),
    ...(tickets.length === 0 ? [] : [t('Tickets: {0}', tickets.map((ticket) => code(ticket)).join(', '))]),
  ].join('\n\n');
}
