import { resolve } from 'node:path';
import { packageExtension } from '../../scripts/package.mjs';
import { filesBelow } from './files.mjs';
import { runNodeTests } from './nodeTests.mjs';
import { makeSample } from './sample.mjs';

/** What users get: the packaged extension, installed in a real VS Code, seen through its window. */
export const e2e = {
  name: 'e2e',
  needs: ['git', 'chromium', 'newest'],
  async run({ workFolder, pictures, ...options }) {
    const [staged, vsix, sample] = ['staged', 'moodle-release.vsix', 'e2e-sample'].map((name) =>
      resolve(workFolder, name),
    );
    await packageExtension(vsix, staged);
    makeSample(sample, resolve(staged, 'dist', 'cli.js'));
    Object.assign(process.env, { E2E_STAGED: staged, E2E_VSIX: vsix, E2E_SAMPLE: sample });
    if (pictures) process.env.PICTURES = resolve('docs/pictures');
    return runNodeTests({ ...options, files: filesBelow('test/e2e', pictures ? '.pictures.mjs' : '.e2e.mjs') });
  },
};
