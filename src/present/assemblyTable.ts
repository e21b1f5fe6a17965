import { t } from '@vscode/l10n';
import type { AssemblyState } from '../session/assemblyTypes';
import { clashesOf, entryDescription, keyLabel, listProblems, listSummary } from './assemblies';
import { changesText } from './phrases';
import { pathsText } from './predictions';
import { roleLabel } from './roles';
import { alignedLines } from './table';
import { display } from './text';

/** A list as plain text, line by line: its changes in order, each with what is to be said of it, and the paths that clash. */
export function assemblyLines(state: AssemblyState): readonly string[] {
  const { customer, branch, list, entries, path, clashes } = state;
  const name = branch ?? `${customer} ${roleLabel(state)}`;
  const problems = listProblems(state);
  const rows = entries.map((entry, at) => {
    const facts = { entry, clashes: clashesOf(state, entry.change), behind: 0 };
    return [String(at + 1), display(entry.change), entryDescription(facts)];
  });
  const head = [
    display(name),
    ...(branch === null ? [t('no branch yet')] : []),
    ...(list === null
      ? [problems.length > 0 ? t('its list is wrong') : t('not adopted')]
      : [changesText(entries.length)]),
    ...(list?.upstream ? [display(list.upstream)] : []),
    listSummary(state),
  ];
  return [
    head.filter((part) => part !== '').join(' · '),
    ...problems.map((line) => `  ${line}`),
    ...alignedLines(rows, null).map((line) => `  ${line}`),
    ...(clashes.length === 0 ? [] : ['', t('Clashes')]),
    ...clashes.map(({ change, with: other, paths }) => {
      const partner = other === null ? t('what it is merged into') : keyLabel(other);
      return `  ${t('{0} with {1}: {2}', keyLabel(change), partner, pathsText(paths))}`;
    }),
    ...(list === null && problems.length === 0 ? [`  ${t('Adopt it: {0} is made of its merges.', path)}`] : []),
  ];
}
