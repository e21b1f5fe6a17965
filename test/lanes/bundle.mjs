// Bundles tests written in TypeScript, each file by itself. Run directly it bundles the suites for VS Code's extension
// host into dist-test/debug, for the launch configuration "Extension Tests".
import esbuild from 'esbuild';
import { fileURLToPath } from 'node:url';
import { nodeOptions } from '../../esbuild.mjs';
import { filesBelow } from './files.mjs';

function bundle(folder, entryPoints, outdir) {
  return esbuild.build({ ...nodeOptions, sourcemap: 'inline', metafile: false, entryPoints, outbase: folder, outdir });
}

export const bundleUnitTests = (outdir) => bundle('test/unit', filesBelow('test/unit', '.test.ts'), outdir);

/** `<outdir>/index.js` is what VS Code loads; it runs the suites beside it. */
export const bundleHostTests = (outdir) =>
  bundle('test/host', ['test/host/index.ts', ...filesBelow('test/host/suite', '.test.ts')], outdir);

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleHostTests('dist-test/debug');
