// An esbuild plugin: zod's mini schemas reach one function as `core.util.…`, which makes esbuild keep all of zod's
// tools, 6 kB that nothing calls. They import the same tools by name as well.
import { readFileSync } from 'node:fs';

export const leanZod = {
  name: 'leanZod',
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]mini[\\/]schemas\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const contents = text.replaceAll(/\bcore\.util\./g, 'util.');
      if (contents === text) return { errors: [{ text: `${path} is not as leanZod knows it` }] };
      return { contents, loader: 'js' };
    });
  },
};
