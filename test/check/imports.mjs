// Every import below src/, read with TypeScript's parser.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { filesBelow } from '../lanes/files.mjs';

/**
 * @typedef {object} Import
 * @property {string} file the importing file, such as `src/git/open.ts`
 * @property {string} text what is written between the quotes
 * @property {string | null} target the imported file of ours; null for a package
 * @property {'value' | 'type' | 'later'} kind `later` is a call of import() or require()
 */

/** A folder of src/ is a room; files beside the rooms belong to none. */
export function roomOf(file) {
  return /^src\/([^/.]+)(?:\/|$)/.exec(file)?.[1] ?? null;
}

function kindOf(node) {
  if (ts.isImportTypeNode(node)) return 'type';
  if (ts.isCallExpression(node)) return 'later';
  return node.isTypeOnly || node.importClause?.isTypeOnly ? 'type' : 'value';
}

/** The literal an import names; undefined for any other node. */
function specifierOf(node) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isImportTypeNode(node)) return node.argument.literal;
  const isCall =
    ts.isCallExpression(node) &&
    (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require');
  return isCall ? node.arguments[0] : undefined;
}

function resolveTarget(file, text) {
  if (!text.startsWith('.')) return null;
  const path = join(dirname(file), text.replace(/\.js$/, ''));
  const found = [`${path}.ts`, join(path, 'index.ts'), path].find((name) => /\.\w+$/.test(name) && existsSync(name));
  return found ?? path;
}

/** @returns {Import[]} */
export function readImports(folder = 'src') {
  return filesBelow(folder, '.ts').flatMap((file) => {
    const imports = [];
    const visit = (node) => {
      const specifier = specifierOf(node);
      if (specifier && ts.isStringLiteralLike(specifier)) {
        const target = resolveTarget(file, specifier.text);
        imports.push({ file, text: specifier.text, target: target && relative('.', target), kind: kindOf(node) });
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
    return imports;
  });
}

/**
 * The first way round from a file back to itself along imports that load code.
 * @param {readonly Import[]} imports
 * @returns {string[] | null} the files on the way
 */
export function findCycle(imports) {
  const next = new Map();
  for (const { file, target, kind } of imports) {
    if (kind === 'value' && target) next.set(file, [...(next.get(file) ?? []), target]);
  }
  const done = new Set();
  const walk = (file, path) => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const target of next.get(file) ?? []) {
      const cycle = walk(target, [...path, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return null;
  };
  for (const file of next.keys()) {
    const cycle = walk(file, []);
    if (cycle) return cycle;
  }
  return null;
}
