// `npm run bench`: builds what ships, then the benchmark, and runs it. Repositories are kept in .cache/bench by content.
import esbuild from 'esbuild';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from '../../esbuild.mjs';
import { budget, weighed } from '../check/weights.mjs';

process.chdir(resolve(dirname(fileURLToPath(import.meta.url)), '../..'));
const out = resolve('.cache/bench-program');
mkdirSync(out, { recursive: true });
// A build of its own: what is measured is what ships, whoever builds dist meanwhile.
const shipped = join(out, 'dist');
const files = await build({ outdir: shipped, production: true });
const bundle = (name) =>
  esbuild.build({
    entryPoints: [`test/bench/${name}.ts`],
    bundle: true,
    platform: 'node',
    format: 'esm',
    // simple-git's own packages are CommonJS.
    banner: {
      js: `import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);`,
    },
    outfile: join(out, `${name}.mjs`),
    logLevel: 'warning',
  });
// The generator alone, so that a change to the measuring does not make the repositories anew.
await Promise.all([bundle('main'), bundle('repositories')]);
const { main } = await import(pathToFileURL(join(out, 'main.mjs')).href);
process.exitCode = await main(process.argv.slice(2), {
  shipped,
  ...weighed(files),
  budget,
  cache: resolve('.cache/bench'),
  generator: join(out, 'repositories.mjs'),
});
