// Builds what ships: `node esbuild.mjs [--production] [--watch]` writes dist/.
// Whatever is taken by `import()` is a file of its own, opened at the first need; what several files need lies once in
// dist/shared/.
import esbuild from 'esbuild';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commonJs } from './scripts/commonJs.mjs';
import { compactReleases } from './scripts/compactReleases.mjs';
import { leanGit } from './scripts/leanGit.mjs';
import { leanYaml } from './scripts/leanYaml.mjs';
import { leanZod } from './scripts/leanZod.mjs';
import { pastDoors } from './scripts/pastDoors.mjs';

/** What is opened by name; `import()` opens the rest. */
const entryPoints = {
  extension: 'src/extension.ts',
  rooms: 'src/rooms.ts',
  demo: 'src/demo/index.ts',
  cli: 'src/cli/bin.ts',
};

/** What every bundle that runs in Node has in common; the test lanes build with it too. */
export const nodeOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // `import()` becomes require(), which every extension host can do.
  supported: { 'dynamic-import': false },
  external: ['vscode', 'mocha'],
  // The library's own entry for Node reads files; ours are handed to it by VS Code.
  alias: {
    '@vscode/l10n': './node_modules/@vscode/l10n/dist/browser.js',
    debug: './scripts/silent.cjs',
    // The same code as ES modules, of which esbuild leaves out what is not used: 17 kB.
    yaml: './node_modules/yaml/browser/dist/index.js',
  },
  plugins: [leanYaml, leanGit, leanZod, compactReleases],
  sourcemap: 'linked',
  metafile: true,
  charset: 'utf8',
  logLevel: 'warning',
};

/** esbuild splits only ES modules: each is made CommonJS once it is split, and then written. */
const splitCommonJs = {
  name: 'splitCommonJs',
  setup(build) {
    build.onEnd(({ outputFiles }) => {
      for (const { path, text } of outputFiles ?? []) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, commonJs(text));
      }
    });
  },
};

function optionsOf(outdir, production) {
  return {
    ...nodeOptions,
    minify: production,
    sourcemap: production ? false : 'inline',
    entryPoints,
    outdir,
    chunkNames: 'shared/[name]-[hash]',
    format: 'esm',
    splitting: true,
    supported: {},
    write: false,
    plugins: [...nodeOptions.plugins, pastDoors, splitCommonJs],
  };
}

/** The pages of panels, each one file and its style. They are a browser's, and load nothing of the host's. */
const pages = { upgradeBoard: 'webview/upgradeBoard/page.ts' };

const pageOptions = (outdir, production) => ({
  entryPoints: pages,
  outdir: join(outdir, 'webview'),
  bundle: true,
  format: 'iife',
  target: 'es2022',
  minify: production,
  sourcemap: production ? false : 'inline',
  metafile: true,
  charset: 'utf8',
  logLevel: 'warning',
});

/**
 * @typedef {object} File one file of the build
 * @property {string[]} sources paths of what is in it
 * @property {{ path: string, kind: string }[]} imports other files by their names here; modules of Node's and VS Code's
 */

/** @returns {Record<string, File>} by name, such as `rooms.js` */
function filesOf({ outputs }, outdir) {
  const nameOf = (path) => relative(outdir, path).replaceAll('\\', '/');
  return Object.fromEntries(
    Object.entries(outputs).map(([path, { inputs, imports }]) => [
      nameOf(path),
      {
        sources: Object.keys(inputs),
        imports: imports.map(({ path: to, kind, external }) => ({ path: external ? to : nameOf(to), kind })),
      },
    ]),
  );
}

/**
 * The names of all files that are read when some are loaded, themselves among them; with `later`, also those that
 * `import()` opens at some time, but for what only `except` needs.
 */
export function loadedBy(files, names, { later = false, except = [] } = {}) {
  const loaded = new Set(names);
  for (const name of loaded) {
    for (const { path, kind } of files[name].imports) {
      const followed = later || kind !== 'dynamic-import';
      if (followed && path in files && !except.includes(path)) loaded.add(path);
    }
  }
  return [...loaded];
}

/** Names of the npm packages that have code in some of the files. */
export function packagesIn(files) {
  const sources = files.flatMap((file) => file.sources);
  const names = sources.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(names.filter(Boolean))].sort();
}

/** The licences ask that their text travels with the code. */
function notices(files) {
  return packagesIn(files).map((name) => {
    const folder = join('node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    return `${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : license}\n`;
  });
}

/** Starts the CLI with VS Code's own Node when a terminal of VS Code names it, else with the one on the PATH. */
const launchers = {
  'moodle-release': `#!/bin/sh
case $0 in */*) here=\${0%/*} ;; *) here=. ;; esac
ELECTRON_RUN_AS_NODE=1 exec "\${MOODLE_RELEASE_NODE:-node}" "$here/../cli.js" "$@"
`,
  'moodle-release.cmd': `@echo off\r
setlocal\r
set ELECTRON_RUN_AS_NODE=1\r
if not defined MOODLE_RELEASE_NODE set MOODLE_RELEASE_NODE=node\r
"%MOODLE_RELEASE_NODE%" "%~dp0..\\cli.js" %*\r
`,
};

function writeLaunchers(outdir) {
  mkdirSync(join(outdir, 'bin'), { recursive: true });
  for (const [name, text] of Object.entries(launchers)) {
    writeFileSync(join(outdir, 'bin', name), text, { mode: 0o755 });
  }
}

/** The CLI alone, for pipelines: `npm pack` in this folder. */
function writeNpmPackage(outdir, built) {
  const { version, description, license, engines } = JSON.parse(readFileSync('package.json', 'utf8'));
  const folder = join(outdir, 'npm');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'shared'), { recursive: true });
  const files = [...loadedBy(built, ['cli.js'], { later: true }), 'NOTICES.txt'];
  for (const file of files) copyFileSync(join(outdir, file), join(folder, file));
  copyFileSync('LICENSE', join(folder, 'LICENSE'));
  copyFileSync('docs/cli.md', join(folder, 'README.md'));
  const manifest = {
    name: 'moodle-release',
    version,
    description,
    license,
    engines: { node: engines.node },
    bin: { 'moodle-release': 'cli.js' },
    files,
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * Builds into `outdir` and says what is in each file.
 * @returns {Promise<Record<string, File>>} by name, such as `rooms.js`
 */
export async function build({ outdir = 'dist', production = false } = {}) {
  // Their names change with their content.
  rmSync(join(outdir, 'shared'), { recursive: true, force: true });
  const options = [optionsOf(outdir, production), pageOptions(outdir, production)];
  const built = await Promise.all(options.map((one) => esbuild.build(one)));
  const files = Object.assign({}, ...built.map(({ metafile }) => filesOf(metafile, outdir)));
  writeFileSync(join(outdir, 'NOTICES.txt'), notices(Object.values(files)).join(`\n${'-'.repeat(80)}\n\n`));
  writeLaunchers(outdir);
  chmodSync(join(outdir, 'cli.js'), 0o755);
  writeNpmPackage(outdir, files);
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.chdir(dirname(fileURLToPath(import.meta.url)));
  const production = process.argv.includes('--production');
  await build({ production });
  if (process.argv.includes('--watch')) {
    for (const options of [optionsOf, pageOptions]) await (await esbuild.context(options('dist', production))).watch();
  }
}
