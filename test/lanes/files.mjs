import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every file below `folder` whose name ends in `suffix`, sorted; none when there is no such folder. */
export function filesBelow(folder, suffix) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(suffix) && !name.includes('node_modules'))
    .map((name) => join(folder, name))
    .sort();
}
