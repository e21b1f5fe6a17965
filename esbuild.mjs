// Builds what ships (dist/) and, with --tests, what the test lanes run (dist-test/).
//   --production  minified, without source maps
import esbuild from 'esbuild';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const production = process.argv.includes('--production');
const node = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode', 'mocha'],
  sourcemap: production ? false : 'linked',
  minify: production,
  metafile: true,
  logLevel: 'warning',
};

/** Every file below `folder` whose name ends in `suffix`. */
export function filesBelow(folder, suffix) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith(suffix) && !name.includes('node_modules'));
}

const jobs = [];
for (const [entry, out] of [['src/extension.ts', 'dist/extension.js'], ['src/rooms.ts', 'dist/rooms.js'], ['src/cli/main.ts', 'dist/cli.js']]) {
  if (existsSync(entry)) jobs.push(esbuild.build({ ...node, entryPoints: [entry], outfile: out }));
}
if (process.argv.includes('--tests')) {
  rmSync('dist-test', { recursive: true, force: true });
  jobs.push(esbuild.build({ ...node, minify: false, sourcemap: 'inline', entryPoints: filesBelow('test/unit', '.test.ts'), outdir: 'dist-test/unit', outbase: 'test/unit' }));
}
await Promise.all(jobs);
