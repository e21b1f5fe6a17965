// What of the build is weighed, and how much it may weigh, in bytes.
import { loadedBy } from '../../esbuild.mjs';

export const budget = { activation: 80_000, looking: 370_000, host: 905_000, page: 200_000 };

/** Names of the files that are weighed together. The sample is not part of the product's own code. */
export const weighed = (files) => ({
  activation: loadedBy(files, ['extension.js']),
  /** All that is read before a window shows a status. */
  looking: loadedBy(files, ['extension.js', 'rooms.js']),
  host: loadedBy(files, ['extension.js', 'cli.js'], { later: true, except: ['demo.js'] }),
});
