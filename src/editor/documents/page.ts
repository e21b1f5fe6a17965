import * as vscode from 'vscode';

/** Opens a Markdown document as it is read; as text where the built-in Markdown extension is switched off. */
export async function showPage(page: vscode.Uri): Promise<void> {
  const canPreview = vscode.extensions.getExtension('vscode.markdown-language-features') !== undefined;
  if (canPreview) await vscode.commands.executeCommand('markdown.showPreview', page);
  else await vscode.window.showTextDocument(page, { preview: true });
}
