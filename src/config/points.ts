import { readYaml } from './document';
import type { Path, Plain } from './document';
import type { Diagnostic } from './types';

/** Where a configuration or a decision names a tag or commit, as a base or an exception, that the repository has not got. */
export function absentPoints(text: string, absent: ReadonlySet<string>): readonly Diagnostic[] {
  if (absent.size === 0) return [];
  const yaml = readYaml(text);
  return [...pointsIn(yaml.value, [])]
    .filter(({ point }) => absent.has(point))
    .map(({ point, path }) => {
      const message = `${point} is no tag and no commit of this repository; fetch if it is new.`;
      return { severity: 'warning', code: 'absent', message, range: yaml.valueRange(path) };
    });
}

function* pointsIn(value: Plain, path: Path): Generator<{ readonly point: string; readonly path: Path }> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    const here = [...path, key];
    if (key === 'base' && typeof inner === 'string') yield { point: inner, path: here };
    else if (key === 'exceptions' && Array.isArray(inner)) {
      for (const [index, point] of inner.entries())
        if (typeof point === 'string') yield { point, path: [...here, index] };
    } else yield* pointsIn(inner, here);
  }
}
