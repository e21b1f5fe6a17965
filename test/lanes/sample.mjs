import { execFileSync } from 'node:child_process';

/** Makes the demo in `folder` with a built command line; its Moodle repository is `<folder>/moodle`. */
export function makeSample(folder, cli) {
  execFileSync(process.execPath, [cli, 'demo', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
}
