// Reads the source for the words people see.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Properties and calls whose text VS Code shows. A literal given to one of them was forgotten by the translator. */
const shownProperties = new Set([
  'label',
  'description',
  'detail',
  'tooltip',
  'title',
  'placeHolder',
  'placeholder',
  'prompt',
  'message',
  'value',
  'accessibilityInformation',
  'openLabel',
  'text',
  'name',
]);
const shownCalls = new Set(['showInformationMessage', 'showWarningMessage', 'showErrorMessage', 'setStatusBarMessage']);

/**
 * Collects every message handed to `t` below a folder, and every literal in the editor that is shown without it.
 * @param {string} folder
 * @returns {{ bundle: Record<string, string | { message: string, comment: string[] }>, bare: { file: string, line: number, text: string }[] }}
 */
export function strings(folder) {
  const bundle = {};
  const bare = [];
  for (const name of readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .sort()) {
    const file = join(folder, name);
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    const where = (node) => ({ file, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1 });
    const visit = (node) => {
      if (ts.isCallExpression(node)) {
        const called = node.expression.getText();
        if (called === 't' || called === 'l10n.t') collect(node.arguments[0], bundle, where(node));
        if (inEditor(file) && shownCalls.has(called.split('.').at(-1))) {
          for (const argument of node.arguments)
            if (isWords(argument)) bare.push({ ...where(argument), text: argument.getText() });
        }
      }
      if (inEditor(file) && (ts.isPropertyAssignment(node) || isAssignment(node))) {
        const property = ts.isPropertyAssignment(node) ? node.name.getText() : node.left.name?.getText();
        const value = ts.isPropertyAssignment(node) ? node.initializer : node.right;
        if (shownProperties.has(property) && isWords(value)) bare.push({ ...where(node), text: node.getText() });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { bundle, bare };
}

const inEditor = (file) => /[\\/](editor[\\/]|extension\.ts)/.test(file);
const isAssignment = (node) =>
  ts.isBinaryExpression(node) &&
  node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
  ts.isPropertyAccessExpression(node.left);
/** A literal with two letters in a row outside its placeholders and icons: something to be read. */
const isWords = (node) =>
  (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) &&
  /\p{L}{2}/u.test(
    node
      .getText()
      .replace(/\$\{[^}]*\}/g, '')
      .replace(/\$\([\w-]+(~spin)?\)/g, ''),
  );

function collect(argument, bundle, { file, line }) {
  if (argument && ts.isStringLiteralLike(argument)) {
    bundle[argument.text] = argument.text;
    return;
  }
  if (argument && ts.isObjectLiteralExpression(argument)) {
    const property = (name) => argument.properties.find((p) => p.name?.getText() === name)?.initializer;
    const message = property('message')?.text;
    const comment = property('comment');
    const comments =
      comment && ts.isArrayLiteralExpression(comment) ? comment.elements.map((e) => e.text) : [comment?.text];
    if (message !== undefined && comments.every((text) => text !== undefined)) {
      bundle[`${message}/${comments.join('')}`] = { message, comment: comments };
      return;
    }
  }
  throw new Error(`${file}:${line}: t() takes a literal, so that it can be translated`);
}
