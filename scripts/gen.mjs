// Writes what follows from the source: the generated keys of package.json, package.nls.json, the strings to be
// translated, and the schema of the configuration file.
//   --check  writes nothing, names what would change, and fails if anything would
import esbuild from 'esbuild';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { strings } from './strings.mjs';

/** Loads a TypeScript module of the project. */
async function load(file) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [file],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
const sorted = (record) => Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

const { manifest } = await load('src/contributions/manifest.ts');
const { keys, words } = manifest();
const { jsonSchema } = await load('src/config/jsonSchema.ts');
const { bundle, bare } = strings('src');
const files = {
  'package.json': json({ ...JSON.parse(readFileSync('package.json', 'utf8')), ...keys }),
  'package.nls.json': json(words),
  'l10n/bundle.l10n.json': json(sorted(bundle)),
  'media/moodle-release.schema.json': json(jsonSchema()),
};

const faults = bare.map(({ file, line, text }) => `${file}:${line}: shown to a person but not localised: ${text}`);
for (const [file, text] of Object.entries(files)) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  if (process.argv.includes('--check')) faults.push(`${file} is not what the source says; run npm run gen`);
  else writeFileSync(file, text);
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length ? 1 : 0;
