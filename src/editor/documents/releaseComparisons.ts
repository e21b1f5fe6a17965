import * as vscode from 'vscode';
import { withSignal } from '../cancellation';
import type { CurrentRepository } from '../currentRepository';

const scheme = 'moodle-release-comparison';

interface Compared {
  readonly from: string;
  readonly to: string;
}

/** The address of what lies between two local releases, by the names of their tags. */
export function comparisonOf(folder: vscode.Uri, { from, to }: Compared): vscode.Uri {
  const query = JSON.stringify({ folder: folder.toString(), from, to });
  return vscode.Uri.from({ scheme, path: `/${[from, to].join(' … ').replaceAll('/', '-')}.md`, query });
}

/** Shows them as Markdown. */
export function offerReleaseComparisons(repository: CurrentRepository): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    async provideTextDocumentContent({ query }, token) {
      const { folder, from, to } = parse(query);
      const { plans } = await repository.sessionOf(folder);
      const comparison = await withSignal(token, (signal) => plans.compareReleases(from, to, signal));
      const { releaseComparisonMarkdown } = await import('./reportTexts');
      return releaseComparisonMarkdown(comparison);
    },
  });
}

/** Anybody can open an address: the folder has to be one of this window, and the repository to have the tags. */
function parse(query: string): Compared & { readonly folder: string } {
  const value: unknown = JSON.parse(query);
  if (typeof value === 'object' && value !== null && 'folder' in value && 'from' in value && 'to' in value) {
    const { folder, from, to } = value;
    if (typeof folder === 'string' && typeof from === 'string' && typeof to === 'string') return { folder, from, to };
  }
  throw new Error('not the address of a comparison of releases');
}
