// `npm run bench`: builds what ships, then the benchmark, and runs it. Repositories are kept in .cache/bench by content.
import esbuild from 'esbuild';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

process.chdir(resolve(dirname(fileURLToPath(import.meta.url)), '../..'));
execFileSync(process.execPath, ['esbuild.mjs', '--production'], { stdio: 'inherit' });
const out = resolve('.cache/bench-program');
mkdirSync(out, { recursive: true });
const bundle = (name) =>
  esbuild.build({
    entryPoints: [`test/bench/${name}.ts`],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: join(out, `${name}.mjs`),
    logLevel: 'warning',
  });
// The generator alone, so that a change to the measuring does not make the repositories anew.
await Promise.all([bundle('main'), bundle('repositories')]);
const { main } = await import(pathToFileURL(join(out, 'main.mjs')).href);
process.exitCode = await main(process.argv.slice(2), resolve('.cache/bench'), join(out, 'repositories.mjs'));
