import { filesBelow } from './files.mjs';
import { runNodeTests } from './nodeTests.mjs';

/** Types, lint, form, the rules of the house, drift, budgets. */
export const check = {
  name: 'check',
  needs: ['git'],
  run: (options) => runNodeTests({ ...options, files: filesBelow('test/check', '.test.mjs'), concurrency: 2 }),
};
