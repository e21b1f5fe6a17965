// Packages the extension: `node scripts/package.mjs` writes moodle-release.vsix.
import { createVSIX } from '@vscode/vsce';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stage } from './stage.mjs';

/** Writes the .vsix file users install; `staged` is the folder it is laid out in. */
export async function packageExtension(vsix, staged) {
  await stage(staged, { production: true });
  await createVSIX({
    cwd: staged,
    packagePath: resolve(vsix),
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));
  const folder = mkdtempSync(join(tmpdir(), 'moodle-release-'));
  try {
    await packageExtension('moodle-release.vsix', join(folder, 'extension'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
