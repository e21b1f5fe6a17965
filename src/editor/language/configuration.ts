import * as vscode from 'vscode';
import type { Known } from '../../config';
import type { Diagnostic, Position } from '../../config/types';
import type { CurrentRepository } from '../currentRepository';
import type { OpenHouse } from '../house';

const files: vscode.DocumentFilter = { scheme: 'file', pattern: '**/moodle-release.yaml' };

interface Parts {
  readonly repository: CurrentRepository;
  readonly openHouse: OpenHouse;
}

/** Marks what is wrong in the configuration, and completes its keys and values. */
export function offerConfigurationLanguage({ repository, openHouse }: Parts): vscode.Disposable {
  const problems = vscode.languages.createDiagnosticCollection('moodle-release');
  const isOurs = (document: vscode.TextDocument): boolean =>
    vscode.workspace.isTrusted && vscode.languages.match(files, document) > 0;
  /** An open file is checked as it is written. */
  const check = async (document: vscode.TextDocument): Promise<void> => {
    if (!isOurs(document)) return;
    const { parseConfig } = await openHouse();
    if (!document.isClosed) problems.set(document.uri, parseConfig(document.getText()).diagnostics.map(diagnosticOf));
  };
  const openAt = (uri: vscode.Uri): vscode.TextDocument | undefined =>
    vscode.workspace.textDocuments.find((document) => document.uri.fsPath === uri.fsPath && isOurs(document));
  let marked: vscode.Uri | undefined;
  /** The file in force is marked whether or not it is open. */
  const markInForce = (): void => {
    if (marked !== undefined && openAt(marked) === undefined) problems.delete(marked);
    const { source, diagnostics = [] } = repository.status?.configuration ?? {};
    marked = source?.kind === 'file' && source.path !== null ? vscode.Uri.file(source.path) : undefined;
    if (marked === undefined) return;
    const open = openAt(marked);
    // A decision's file is on a branch.
    const own = diagnostics.filter(({ path }) => path === undefined);
    if (open === undefined) problems.set(marked, own.map(diagnosticOf));
    else void check(open);
  };
  return vscode.Disposable.from(
    problems,
    vscode.workspace.onDidOpenTextDocument(check),
    vscode.workspace.onDidChangeTextDocument(({ document }) => check(document)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      problems.delete(uri);
      markInForce();
    }),
    repository.onDidChange(markInForce),
    vscode.languages.registerCompletionItemProvider(files, {
      async provideCompletionItems(document, position) {
        if (!vscode.workspace.isTrusted) return [];
        const { openConfigurationEditing } = await openHouse();
        const { completions } = await openConfigurationEditing();
        return completions(document.getText(), position, known(repository)).map((one) => {
          const kind = one.kind === 'key' ? vscode.CompletionItemKind.Property : vscode.CompletionItemKind.Value;
          const item = new vscode.CompletionItem(one.label, kind);
          item.insertText = one.insert;
          item.detail = one.detail;
          item.range = rangeOf(one.range);
          return item;
        });
      },
    }),
  );
}

function known({ status }: CurrentRepository): Known {
  const unique = (values: readonly (string | null)[] = []): string[] => [
    ...new Set(values.filter((value) => value !== null)),
  ];
  return {
    customers: unique(status?.lines.map(({ customer }) => customer)),
    lines: unique(status?.lines.map(({ line }) => line)),
    tags: unique(status?.lines.map(({ base }) => base.tag)),
    remotes: unique(status?.remotes.map(({ name }) => name)),
    branches: unique(status?.unparsed.map(({ name }) => name)),
    components: unique(status?.changes.map(({ component }) => component)),
  };
}

function diagnosticOf({ severity, code, message, range }: Diagnostic): vscode.Diagnostic {
  const severities = {
    error: vscode.DiagnosticSeverity.Error,
    warning: vscode.DiagnosticSeverity.Warning,
    info: vscode.DiagnosticSeverity.Information,
  };
  const diagnostic = new vscode.Diagnostic(rangeOf(range), message, severities[severity]);
  diagnostic.code = code;
  diagnostic.source = 'moodle-release';
  return diagnostic;
}

function rangeOf({ start, end }: { readonly start: Position; readonly end: Position }): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
