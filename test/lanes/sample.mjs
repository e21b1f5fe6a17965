import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Makes the demo below `folder`, which is created; its Moodle repository is `<folder>/moodle`. */
export function makeSample(folder, cli) {
  mkdirSync(folder, { recursive: true });
  const git = (...args) => execFileSync('git', ['-C', join(folder, 'moodle'), ...args], { stdio: 'pipe' });
  mkdirSync(join(folder, 'moodle'));
  git('init', '-q', '-b', 'main');
  git('-c', 'user.name=Sample', '-c', 'user.email=sample@example.org', 'commit', '-q', '--allow-empty', '-m', 'Sample');
}
