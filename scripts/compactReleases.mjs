// An esbuild plugin that writes src/moodle/data/releases.json into a bundle as lines of text, a third of the size. Each
// line is one major version; what follows from what stands before it is left out.
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';

/** All dates are of this century: `2026-10-05` is `261005`. */
const short = (date) => date.slice(2).replaceAll('-', '');

function pack({ releases }) {
  return releases
    .map(({ name, released, generalEnd, securityEnd, lts, experimental, requiresAtLeast, points }) => {
      let before = '';
      const tokens = points.map(([point, version, date], index) => {
        const named = point === `${name}.${index}` ? '' : `${point}=`;
        const kept = version.slice(0, 8) === before ? version.slice(8) : version;
        before = version.slice(0, 8);
        return `${named}${kept}/${short(date)}`;
      });
      const dates = [released, generalEnd, securityEnd].map(short);
      return [name, ...dates, lts ? 'l' : '', experimental ? 'e' : '', requiresAtLeast ?? '', ...tokens].join(' ');
    })
    .join('\n');
}

/** Stands in the bundle as it is, so it knows only its argument. */
function unpack(text) {
  const long = (date) => date.replace(/(..)(..)(..)/, '20$1-$2-$3');
  return text.split('\n').map((row) => {
    const [name, released, generalEnd, securityEnd, lts, experimental, requiresAtLeast, ...tokens] = row.split(' ');
    let before = '';
    const points = tokens.map((token, index) => {
      const [, point = `${name}.${index}`, kept, date] = /^(?:(.*)=)?(.*)\/(.*)$/.exec(token);
      const version = kept.length < 10 ? before + kept : kept;
      before = version.slice(0, 8);
      return [point, version, long(date)];
    });
    return {
      name,
      released: long(released),
      generalEnd: long(generalEnd),
      securityEnd: long(securityEnd),
      lts: lts !== '',
      experimental: experimental !== '',
      requiresAtLeast: requiresAtLeast || null,
      points,
    };
  });
}

export const compactReleases = {
  name: 'compactReleases',
  setup(build) {
    build.onLoad({ filter: /[\\/]moodle[\\/]data[\\/]releases\.json$/ }, ({ path }) => {
      const data = JSON.parse(readFileSync(path, 'utf8'));
      const text = pack(data);
      if (!isDeepStrictEqual(unpack(text), data.releases)) {
        return { errors: [{ text: `${path} has something that compactReleases does not know` }] };
      }
      const contents = `${unpack}\nexport default { releases: /* @__PURE__ */ unpack(${JSON.stringify(text)}) };`;
      return { contents, loader: 'js', watchFiles: [path] };
    });
  },
};
