import { join } from 'node:path';
import { bundleUnitTests } from './bundle.mjs';
import { filesBelow } from './files.mjs';
import { runNodeTests } from './nodeTests.mjs';

/** Everything that needs neither VS Code nor a browser. */
export const unit = {
  name: 'unit',
  needs: ['git', 'gpg', 'gpg-agent', 'openssh-client'],
  async run({ workFolder, ...options }) {
    const outdir = join(workFolder, 'unit');
    await bundleUnitTests(outdir);
    return runNodeTests({ ...options, files: filesBelow(outdir, '.test.js'), concurrency: 2 });
  },
};
