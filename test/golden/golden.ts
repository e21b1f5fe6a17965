import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Compares `text` with test/golden/<name>; UPDATE_GOLDEN=1 writes the file instead, for a person to read the difference. */
export function matchesGolden(name: string, text: string): void {
  const path = join('test/golden', name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  assert.equal(text, existsSync(path) ? readFileSync(path, 'utf8') : '', `${path} differs; UPDATE_GOLDEN=1 rewrites it`);
}
