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

/** Marks what is wrong in an open configuration file, and completes its keys and values. */
export function offerConfigurationLanguage({ repository, openHouse }: Parts): vscode.Disposable {
  const problems = vscode.languages.createDiagnosticCollection('moodle-release');
  const mark = async (uri: vscode.Uri, text: string): Promise<void> => {
    const { parseConfig } = await openHouse();
    problems.set(uri, parseConfig(text).diagnostics.map(diagnosticOf));
  };
  const check = async (document: vscode.TextDocument): Promise<void> => {
    if (!vscode.workspace.isTrusted || vscode.languages.match(files, document) === 0) return;
    await mark(document.uri, document.getText());
  };
  /** The file that is in force is checked whether or not it is open. */
  const checkFile = async (): Promise<void> => {
    const { folder } = repository;
    if (!vscode.workspace.isTrusted || folder === undefined) return;
    const uri = vscode.Uri.joinPath(folder, 'moodle-release.yaml');
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    if (open !== undefined) return check(open);
    try {
      await mark(uri, new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
    } catch {
      problems.delete(uri);
    }
  };
  return vscode.Disposable.from(
    problems,
    vscode.workspace.onDidOpenTextDocument(check),
    vscode.workspace.onDidChangeTextDocument(({ document }) => check(document)),
    repository.onDidChange(checkFile),
    vscode.languages.registerCompletionItemProvider(files, {
      async provideCompletionItems(document, position) {
        if (!vscode.workspace.isTrusted) return [];
        const { completions } = await openHouse();
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
