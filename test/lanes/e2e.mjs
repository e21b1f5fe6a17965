import { filesBelow } from './files.mjs';
import { runNodeTests } from './nodeTests.mjs';

/** What users get: the packaged extension, installed in a real VS Code, seen through its window. */
export const e2e = {
  name: 'e2e',
  needs: ['git', 'chromium', 'newest'],
  run: (options) => runNodeTests({ ...options, files: filesBelow('test/e2e', '.e2e.mjs') }),
};
