import { t } from '@vscode/l10n';
import type { ReleaseComparison } from '../release/releasing/types';
import { outageText } from './outage';
import { changesText, commitsText } from './phrases';
import { alignedLines } from './table';
import { bullets, code, markdown, shortId, terminal } from './text';

type ComparedChange = ReleaseComparison['changes'][number];

/** Lines of a kind beyond which a terminal only gets their number. */
const SHOWN = 20;

/** What lies between two local releases, line by line, for a terminal. With `all`, every commit and file. */
export function releaseComparisonText(comparison: ReleaseComparison, all = false): readonly string[] {
  const { from, to, changes, tickets, upstream, files, outage } = comparison;
  const [before, after] = [terminal(from.tag), terminal(to.tag)];
  const some = (lines: readonly string[], total = lines.length): readonly string[] => {
    const shown = all ? lines : lines.slice(0, SHOWN);
    return total > shown.length ? [...shown, t('and {0} more', total - shown.length)] : shown;
  };
  const [told, moved] = divided(changes);
  const rows = alignedLines(
    told.map((change) => [whatText(change), terminal(change.change), idsText(change), terminal(change.ticket ?? '')]),
    null,
  );
  const blocks: readonly (readonly string[])[] = [
    [
      t('{0} → {1}', before, after),
      `  ${moodleText(comparison)}`,
      ...derivedText(comparison).map((line) => `  ${line}`),
      ...outageText(outage, from.tag, to.tag, all).map((line) => `  ${line}`),
    ],
    changes.length === 0
      ? []
      : [
          countsText(comparison),
          ...told.flatMap(({ commits }, n) => [
            `  ${rows[n] ?? ''}`,
            ...some(commits.map(commitText)).map((line) => `    ${line}`),
          ]),
          ...(moved.length === 0 ? [] : [`  ${movedText(moved, terminal)}`]),
        ],
    tickets.length === 0 ? [] : [`${t('Tickets')}: ${tickets.map(terminal).join(', ')}`],
    upstream.total === 0
      ? []
      : [t('From Moodle'), ...some(upstream.commits.map(commitText), upstream.total).map((line) => `  ${line}`)],
    files.length === 0 ? [] : [filesText(comparison), ...some(fileLines(comparison)).map((line) => `  ${line}`)],
  ];
  return blocks.filter((lines) => lines.length > 0).flatMap((lines, n) => (n === 0 ? lines : ['', ...lines]));
}

/** The same as a Markdown document; what came from outside is escaped. Ends with a newline. */
export function releaseComparisonMarkdown(comparison: ReleaseComparison): string {
  const { from, to, changes, tickets, upstream, files, outage } = comparison;
  const [headline = '', ...causes] = outageText(outage, from.tag, to.tag, true);
  const left = upstream.total - upstream.commits.length;
  const [told, moved] = divided(changes);
  const blocks = [
    `# ${markdown(from.tag)} → ${markdown(to.tag)}`,
    `**${markdown(headline)}**`,
    bullets(
      [moodleText(comparison), countsText(comparison), ...derivedText(comparison)].map((line) => markdown(line)),
    ).join('\n'),
    ...(changes.length === 0
      ? []
      : [
          `## ${t('Changes')}`,
          told.flatMap((change) => [changeMarkdown(change), ...change.commits.map(commitBelow)]).join('\n'),
          moved.length === 0 ? '' : movedText(moved, code),
        ]),
    ...(tickets.length === 0 ? [] : [`## ${t('Tickets')}`, bullets(tickets.map((one) => markdown(one))).join('\n')]),
    // An upgrade has a cause for every plugin: they come after what people ask for.
    ...(causes.length === 0
      ? []
      : [`## ${t('Upgrade')}`, bullets(causes.map((line) => markdown(line.trim(), 400))).join('\n')]),
    ...(upstream.total === 0
      ? []
      : [
          `## ${t('From Moodle')}`,
          bullets([...upstream.commits.map(commitMarkdown), ...(left === 0 ? [] : [t('and {0} more', left)])]).join(
            '\n',
          ),
        ]),
    ...(files.length === 0
      ? []
      : [
          `## ${filesText(comparison)}`,
          bullets(files.map((file) => `${statusText(file)}: ${code(file.path)}`)).join('\n'),
        ]),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** `Moodle: v2.5.0 → v2.5.1, 12 commits`. */
function moodleText({ from, to, upstream }: ReleaseComparison): string {
  const [before, after] = [from, to].map(({ manifest }) => terminal(manifest.upstream ?? t('unknown')));
  if (before === after) return t('Moodle: {0}', after ?? '');
  return `${t('Moodle: {0} → {1}', before ?? '', after ?? '')}, ${commitsText(upstream.total)}`;
}

function derivedText({ from, to }: ReleaseComparison): readonly string[] {
  const derived = [from, to].filter(({ manifest }) => manifest.derived === true);
  return derived.map(({ tag }) => t('What {0} is made of was worked out from its history.', terminal(tag)));
}

/** `35 changes: 1 added, 3 updated, 30 moved, 1 removed`. */
function countsText({ changes }: ReleaseComparison): string {
  if (changes.length === 0) return t('No change differs.');
  const kinds = (['added', 'updated', 'moved', 'removed'] as const).flatMap((what) => {
    const n = changes.filter((change) => change.what === what).length;
    return n === 0 ? [] : [`${n} ${whatText({ what })}`];
  });
  return `${changesText(changes.length)}: ${kinds.join(', ')}`;
}

/** What there is to tell of, and what was only moved. */
function divided(changes: readonly ComparedChange[]): readonly [ComparedChange[], ComparedChange[]] {
  return [changes.filter(({ what }) => what !== 'moved'), changes.filter(({ what }) => what === 'moved')];
}

function movedText(changes: readonly ComparedChange[], shown: (key: string) => string): string {
  return t('Moved, with nothing new: {0}', changes.map(({ change }) => shown(change)).join(', '));
}

function whatText({ what }: Pick<ComparedChange, 'what'>): string {
  switch (what) {
    case 'added':
      return t('added');
    case 'removed':
      return t('removed');
    case 'updated':
      return t('updated');
    case 'moved':
      return t('moved');
  }
}

function idsText({ from, to }: Pick<ComparedChange, 'from' | 'to'>): string {
  const ids = [from, to].flatMap((id) => (id === null ? [] : [shortId(id)]));
  return ids.join(' → ');
}

function changeMarkdown(change: ComparedChange): string {
  const ticket = change.ticket === null ? '' : `, ${markdown(change.ticket)}`;
  return `- ${code(change.change)}: ${whatText(change)} (${idsText(change)})${ticket}`;
}

function commitText({ id, subject }: { readonly id: string; readonly subject: string }): string {
  return `${shortId(id)} ${terminal(subject)}`;
}

function commitMarkdown({ id, subject }: { readonly id: string; readonly subject: string }): string {
  return `${code(shortId(id))} ${markdown(subject)}`;
}

function commitBelow(commit: { readonly id: string; readonly subject: string }): string {
  return `  - ${commitMarkdown(commit)}`;
}

function fileLines({ files }: ReleaseComparison): readonly string[] {
  return alignedLines(
    files.map((file) => [statusText(file), terminal(file.path)]),
    null,
  );
}

function filesText({ files }: ReleaseComparison): string {
  return files.length === 1 ? t('1 file') : t('{0} files', files.length);
}

function statusText({ status }: ReleaseComparison['files'][number]): string {
  switch (status) {
    case 'added':
      return t('added');
    case 'deleted':
      return t('deleted');
    case 'modified':
      return t('modified');
  }
}
