import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  configBranch,
  configFileName,
  jsonSchema,
  parseAssemblyList,
  parseConfig,
  parseDecision,
} from '../../../src/config';
import { defaultPatterns, defaultTypes } from '../../../src/scheme';

const page = readFileSync('docs/configuration.md', 'utf8');
const blocks = Array.from(page.matchAll(/```yaml\n(.*?)```/gs), ([, text = '']) => text);

describe('docs/configuration.md', () => {
  it('shows only what can be read as it is', () => {
    assert.ok(blocks.length >= 10);
    for (const block of blocks) {
      const [, path = '', folder] = /^# ((decisions|lists)\/\S+)\n/.exec(block) ?? [];
      const { diagnostics } =
        folder === 'decisions'
          ? parseDecision(path, block)
          : folder === 'lists'
            ? parseAssemblyList(path, block)
            : parseConfig(block);
      assert.deepEqual(diagnostics, [], block);
    }
  });

  it('has a section for every key', () => {
    const schema = jsonSchema();
    assert.ok('properties' in schema && typeof schema.properties === 'object' && schema.properties !== null);
    const headings = Array.from(page.matchAll(/^### (.*)$/gm), ([, heading = '']) => heading.split(', ')).flat();
    assert.deepEqual(
      headings,
      Object.keys(schema.properties).toSorted((a, b) => headings.indexOf(a) - headings.indexOf(b)),
    );
  });

  it('names the file, the branch and the defaults as they are', () => {
    for (const name of [configFileName, configBranch, ...defaultTypes, ...Object.values(defaultPatterns)]) {
      assert.ok(page.includes(name), name);
    }
  });
});
