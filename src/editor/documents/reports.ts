import * as vscode from 'vscode';
import { changeLabel } from '../../present';
import type { Assessment } from '../../release/types';
import { withSignal } from '../cancellation';
import type { Desk } from '../desk';

const schemes = { explain: 'moodle-release-explain', commits: 'moodle-release-commits' } as const;
const endings = { explain: 'md', commits: 'log' } as const;

/** The address of what is said about a change; it stays the same while what is said changes. */
export function report(kind: keyof typeof schemes, change: Assessment): vscode.Uri {
  const label = `${changeLabel(change)} ${change.target}`.replaceAll('/', '-');
  return vscode.Uri.from({ scheme: schemes[kind], path: `/${label}.${endings[kind]}`, query: nameOf(change) });
}

/** Shows the reports, and shows them anew when the repository was read again. */
export function offerReports({ repository, targets }: Pick<Desk, 'repository' | 'targets'>): vscode.Disposable {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const find = ({ query }: vscode.Uri): Assessment | undefined =>
    repository.status?.changes.find((change) => nameOf(change) === query);
  const isReport = ({ uri }: vscode.TextDocument): boolean => Object.values<string>(schemes).includes(uri.scheme);
  const register = vscode.workspace.registerTextDocumentContentProvider.bind(vscode.workspace);
  return vscode.Disposable.from(
    changed,
    repository.onDidChange(() => {
      for (const { uri } of vscode.workspace.textDocuments.filter(isReport)) changed.fire(uri);
    }),
    register(schemes.explain, {
      onDidChange: changed.event,
      async provideTextDocumentContent(uri) {
        const { explain } = await import('./reportTexts');
        const change = find(uri);
        const { folder } = repository;
        return change === undefined ? '' : explain(change, folder && targets.of(folder).target);
      },
    }),
    register(schemes.commits, {
      onDidChange: changed.event,
      async provideTextDocumentContent(uri, token) {
        const change = find(uri);
        if (change === undefined) return '';
        const session = await repository.session();
        const { commitsText } = await import('./reportTexts');
        return commitsText(await withSignal(token, (signal) => session.commits(change, signal)), change);
      },
    }),
  );
}

const nameOf = ({ key, target }: Assessment): string => JSON.stringify([key, target]);
