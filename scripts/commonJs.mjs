// An ES module as esbuild prints it made CommonJS, which every extension host and Node can load. esbuild can do that
// too, with half a kilobyte of its own in each file and a detour in each call; it can split only ES modules.
import ts from 'typescript';

/** `{ a as b, c }` as a pattern or an object: `a:b,c`. */
function renamed(elements, turn) {
  return elements
    .map(({ propertyName, name }) => (propertyName ? turn(propertyName.text, name.text) : name.text))
    .join();
}

function required({ importClause, moduleSpecifier }) {
  const call = `require(${JSON.stringify(moduleSpecifier.text)});`;
  if (!importClause) return call;
  const { name, namedBindings: bindings } = importClause;
  if (name && bindings) throw new Error(`${moduleSpecifier.text} is imported as a whole and by name at once.`);
  // The default of a module of Node's is the module.
  if (name || ts.isNamespaceImport(bindings)) return `const ${(name ?? bindings.name).text}=${call}`;
  return `const{${renamed(bindings.elements, (theirs, ours) => `${theirs}:${ours}`)}}=${call}`;
}

/** Says what takes the place of a statement: of an import nothing, for it stands before all others. */
function replacement(statement) {
  if (ts.isImportDeclaration(statement)) return '';
  const { exportClause, moduleSpecifier } = statement;
  if (!exportClause || moduleSpecifier || !ts.isNamedExports(exportClause)) {
    throw new Error(`An export that esbuild does not print: ${statement.getText()}`);
  }
  return `module.exports={${renamed(exportClause.elements, (ours, theirs) => `${theirs}:${ours}`)}};`;
}

/** What is exported must not be assigned anew afterwards: an importer has the value of the moment the file was loaded. */
export function commonJs(text) {
  const source = ts.createSourceFile('module.js', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const imports = source.statements.filter(ts.isImportDeclaration);
  const edits = source.statements
    .filter((statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement))
    .map((statement) => [statement.getStart(), statement.end, replacement(statement)]);
  const visit = (node) => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [path] = node.arguments;
      edits.push([node.getStart(), node.end, `Promise.resolve().then(()=>require(${path.getText()}))`]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  const hashbang = /^#!.*\n/.exec(text)?.[0] ?? '';
  // On the first line, and each line stays where it was, for source maps.
  edits.push([hashbang.length, hashbang.length, `"use strict";${imports.map(required).join('')}`]);
  return edits
    .toSorted(([a], [b]) => b - a)
    .reduce((done, [start, end, put]) => {
      return done.slice(0, start) + put + done.slice(start, end).replace(/[^\n]/g, '') + done.slice(end);
    }, text);
}
