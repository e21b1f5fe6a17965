// An esbuild plugin that leaves out of simple-git what nothing here calls: a method for every command of git's, with a
// parser for its answer, is 33 of its 50 kB, and esbuild cannot tell that no method is called. A method that was left
// out is no function, and says so when it is called all the same.
import esbuild from 'esbuild';

/** What src/git/porcelain.ts calls, and what that calls. */
const called = new Set(['constructor', '_runTask', 'env', 'raw']);

const keepCalled = (method, name) => (called.has(name) ? method : '');
const pure = '/* @__PURE__ */ ';

/** Each is applied to the module as esbuild prints it, one declaration a statement, and has to find something. */
const cuts = [
  // f.prototype.fetch = function(…) {…};
  [/^\w+\.prototype\.(\w+) = function[^]*?^};\n/gm, keepCalled],
  // The methods of the class that f inherits from.
  [
    /^var \w+ = class \{\n {2}constructor\(e\) \{\n {4}this\._executor = e;\n[^]*?^};\n/m,
    (text) => text.replace(/^ {2}(\w+)\([^)]*\) \{\n[^]*?^ {2}}\n/gm, keepCalled),
  ],
  // Object.assign(le.prototype, …);
  [/^Object\.assign\(\n {2}\w+\.prototype,[^]*?^\);\n/m, () => ''],
  // What is left are the tables of the parsers, which esbuild drops when it knows that making them does nothing.
  [/(?<=^ {2}|= )new \w+\(/gm, (call) => pure + call],
  [
    /^var (\w+) = ((?:\/\* @__PURE__ \*\/ new Map\(\[|\[|\{)\n[^]*?^[\]}]\)?);$/gm,
    (_, name, table) => `var ${name} = ${pure}(() => (${table}))();`,
  ],
];

export const leanGit = {
  name: 'leanGit',
  setup(build) {
    build.onLoad({ filter: /[\\/]simple-git[\\/]dist[\\/]index\.mjs$/ }, async ({ path }) => {
      const printed = await esbuild.build({
        entryPoints: [path],
        bundle: true,
        write: false,
        format: 'esm',
        packages: 'external',
      });
      let [{ text: contents }] = printed.outputFiles;
      for (const [pattern, cut] of cuts) {
        if (contents.search(pattern) < 0)
          return { errors: [{ text: `${path} is not as leanGit knows it: ${pattern}` }] };
        contents = contents.replace(pattern, cut);
      }
      return { contents, loader: 'js' };
    });
  },
};
