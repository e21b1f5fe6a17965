// Lays out the extension as a folder of its own, so that packaging and tests never touch dist/.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from '../esbuild.mjs';

/** The manifest without what only this repository needs. */
function manifest() {
  const {
    scripts: _scripts,
    devDependencies: _tools,
    private: _private,
    bin: _bin,
    ...shipped
  } = JSON.parse(readFileSync('package.json', 'utf8'));
  return shipped;
}

const isText = (name) => /^(package\.nls(\..+)?\.json|(README|CHANGELOG)\.md|LICENSE|\.vscodeignore)$/.test(name);

/**
 * Builds the extension into `folder`, which is emptied first.
 * @param {{ production?: boolean }} [options]
 */
export async function stage(folder, { production = false } = {}) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await build({ outdir: join(folder, 'dist'), production });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  const names = [...readdirSync('.').filter(isText), 'media', 'l10n'];
  for (const name of names.filter((entry) => existsSync(entry))) {
    cpSync(name, join(folder, name), { recursive: true });
  }
}
