// Builds what ships: `node esbuild.mjs [--production] [--watch]` writes dist/.
// The rooms are a bundle of their own, which VS Code opens at the first need and the CLI at once; so is the sample.
import esbuild from 'esbuild';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const bundles = [
  { entry: 'src/extension.ts', out: 'extension.js' },
  { entry: 'src/rooms.ts', out: 'rooms.js' },
  { entry: 'src/demo/index.ts', out: 'demo.js' },
  { entry: 'src/cli/bin.ts', out: 'cli.js', banner: '#!/usr/bin/env node' },
];

/** Leaves the import of another bundle to run time, and refuses a static one, which would load it with the window. */
const apart = {
  name: 'apart',
  setup(build) {
    build.onResolve({ filter: /^\.\.?\/(.*\/)?(rooms|demo)$/ }, async ({ path, pluginData, ...from }) => {
      if (pluginData === apart) return undefined;
      const found = await build.resolve(path, { ...from, pluginData: apart });
      const bundle = bundles.find(({ entry }) => resolve(entry) === found.path);
      if (bundle === undefined) return undefined;
      if (from.kind === 'import-statement' && resolve(from.importer) !== resolve('src/cli/bin.ts')) {
        return { errors: [{ text: `${bundle.out} is opened at the first need: write \`await import(…)\`.` }] };
      }
      return { path: `./${bundle.out}`, external: true };
    });
  },
};

/** YAML 1.1's types are never read. */
const yaml12 = {
  name: 'yaml12',
  setup(build) {
    build.onResolve({ filter: /\/yaml-1\.1\/(schema|binary|omap|pairs|set|timestamp)\.js$/ }, () => ({
      path: resolve('scripts/yaml12.mjs'),
    }));
  },
};

/** What every bundle that runs in Node has in common; the test lanes build with it too. */
export const nodeOptions = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // The second bundle is CommonJS like the first: `import()` becomes require(), which every extension host can do.
  supported: { 'dynamic-import': false },
  external: ['vscode', 'mocha'],
  // The library's own entry for Node reads files; ours are handed to it by VS Code.
  alias: {
    '@vscode/l10n': './node_modules/@vscode/l10n/dist/browser.js',
    debug: './scripts/silent.cjs',
    // The same code as ES modules, of which esbuild leaves out what is not used: 17 kB.
    yaml: './node_modules/yaml/browser/dist/index.js',
  },
  plugins: [yaml12],
  sourcemap: 'linked',
  metafile: true,
  charset: 'utf8',
  logLevel: 'warning',
};

function optionsOf({ entry, out, banner = '' }, outdir, production) {
  return {
    ...nodeOptions,
    entryPoints: [entry],
    outfile: join(outdir, out),
    banner: { js: banner },
    plugins: [...nodeOptions.plugins, apart],
    minify: production,
    sourcemap: production ? false : 'linked',
  };
}

/** Names of the npm packages that have code in a bundle. */
export function packagesIn(metafile) {
  const names = Object.keys(metafile.inputs).map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]);
  return [...new Set(names.filter(Boolean))].sort();
}

/** The licences ask that their text travels with the code. */
function notices(metafiles) {
  const names = [...new Set(metafiles.flatMap(packagesIn))].sort();
  return names.map((name) => {
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
function writeNpmPackage(outdir) {
  const { version, description, license, engines } = JSON.parse(readFileSync('package.json', 'utf8'));
  const folder = join(outdir, 'npm');
  mkdirSync(folder, { recursive: true });
  const files = ['cli.js', 'rooms.js', 'demo.js', 'NOTICES.txt'];
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
 * Builds into `outdir` and says what is in each bundle.
 * @returns {Promise<Record<string, import('esbuild').Metafile>>} by file name, such as `rooms.js`
 */
export async function build({ outdir = 'dist', production = false } = {}) {
  const results = await Promise.all(bundles.map((bundle) => esbuild.build(optionsOf(bundle, outdir, production))));
  const metafiles = Object.fromEntries(results.map(({ metafile }, index) => [bundles[index].out, metafile]));
  writeFileSync(join(outdir, 'NOTICES.txt'), notices(Object.values(metafiles)).join(`\n${'-'.repeat(80)}\n\n`));
  writeLaunchers(outdir);
  chmodSync(join(outdir, 'cli.js'), 0o755);
  writeNpmPackage(outdir);
  return metafiles;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.chdir(dirname(fileURLToPath(import.meta.url)));
  const production = process.argv.includes('--production');
  await build({ production });
  if (process.argv.includes('--watch')) {
    for (const bundle of bundles) await (await esbuild.context(optionsOf(bundle, 'dist', production))).watch();
  }
}
