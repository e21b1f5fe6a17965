import esbuild from 'esbuild';
import { join } from 'node:path';
import { nodeOptions } from '../../esbuild.mjs';
import { filesBelow } from './files.mjs';
import { runNodeTests } from './nodeTests.mjs';

/** Bundles tests written in TypeScript, one file each. */
export async function bundleTests(folder, entryPoints, outdir) {
  await esbuild.build({ ...nodeOptions, sourcemap: 'inline', metafile: false, entryPoints, outbase: folder, outdir });
}

/** Everything that needs neither VS Code nor a browser. */
export const unit = {
  name: 'unit',
  needs: ['git'],
  async run({ workFolder, ...options }) {
    const outdir = join(workFolder, 'unit');
    await bundleTests('test/unit', filesBelow('test/unit', '.test.ts'), outdir);
    return runNodeTests({ ...options, files: filesBelow(outdir, '.test.js'), concurrency: 2 });
  },
};
