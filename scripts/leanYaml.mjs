// An esbuild plugin that leaves out of `yaml` what reading YAML 1.2 does not call: writing YAML, making JavaScript's own
// values of it, and YAML 1.1; 30 of 90 kB. We read the nodes, and edit the text itself (src/config/edit.ts). What was
// left out throws when it is called.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { sep } from 'node:path';

const leftOut = [
  String.raw`stringify/\w+`,
  'doc/(anchors|applyReviver|createNode)',
  'nodes/(addPairToJSMap|toJS)',
  'parse/cst-(scalar|stringify|visit)',
  'schema/json/schema',
  String.raw`schema/yaml-1\.1/\w+`,
  'visit',
];

export const leanYaml = {
  name: 'leanYaml',
  setup(build) {
    // A test holds what we read against the whole package.
    build.onResolve({ filter: /^yaml$/ }, ({ importer }) =>
      importer.includes(`${sep}test${sep}`) ? { path: createRequire(importer).resolve('yaml') } : undefined,
    );
    build.onLoad({ filter: new RegExp(`/yaml/browser/dist/(${leftOut.join('|')})\\.js$`) }, ({ path }) => {
      const [, names] = /^export \{ (.*) \};$/m.exec(readFileSync(path, 'utf8')) ?? [];
      if (names === undefined) return { errors: [{ text: `${path} is not as leanYaml knows it` }] };
      const exported = names.split(', ').map((name) => `leftOut as ${name.split(' as ').at(-1)}`);
      const text = `function leftOut() { throw new Error('${path.split('/').at(-1)} was left out of yaml'); }`;
      return { contents: `${text}\nexport { ${exported.join(', ')} };`, loader: 'js' };
    });
  },
};
