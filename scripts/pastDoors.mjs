// An esbuild plugin: code that takes `{ a }` from a room's index.ts takes it from the file index.ts has it from. To
// esbuild an index.ts needs all it names, and so whoever wants one word of a room would load them all.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const list = (names) =>
  names
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);

/** What an index.ts hands on, by name: the file without ending, and the name there. */
function handedOn(index) {
  const handed = new Map();
  for (const [, names, from] of readFileSync(index, 'utf8').matchAll(/^export \{([^}]*)\} from '(\.\/[^']+)';$/gm)) {
    for (const name of list(names)) {
      const [own, as = own] = name.split(' as ');
      handed.set(as, { file: join(dirname(index), from), own });
    }
  }
  return handed;
}

export const pastDoors = {
  name: 'pastDoors',
  setup(build) {
    const doors = new Map();
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const contents = text.replace(/^(import|export) \{([^}]*)\} from '(\.[^']*)';$/gm, (whole, verb, names, from) => {
        const index = join(dirname(path), from, 'index.ts');
        if (!existsSync(index)) return whole;
        if (!doors.has(index)) doors.set(index, handedOn(index));
        const direct = list(names).map((name) => {
          const [taken, as = taken] = name.split(' as ');
          const found = doors.get(index).get(taken);
          if (found === undefined) return `${verb} { ${name} } from '${from}';`;
          const file = `./${relative(dirname(path), found.file).replaceAll(sep, '/')}`;
          return `${verb} { ${found.own} as ${as} } from '${file}';`;
        });
        // Every line stays where it was, for source maps.
        return direct.join(' ') + whole.replace(/[^\n]/g, '');
      });
      return { contents, loader: 'ts' };
    });
  },
};
