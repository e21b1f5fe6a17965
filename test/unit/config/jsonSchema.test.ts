import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { jsonSchema, parseConfig } from '../../../src/config';

const written: unknown = JSON.parse(readFileSync('media/moodle-release.schema.json', 'utf8'));

describe('the JSON schema', () => {
  const isValid = new Ajv({ allowUnionTypes: true }).compile(jsonSchema());

  it('is the one in media (npm run gen writes it)', () => {
    assert.deepEqual(written, jsonSchema());
  });

  it('describes each key', () => {
    assert.ok(written !== null && typeof written === 'object' && 'properties' in written);
    for (const [key, part] of Object.entries(written.properties ?? {})) {
      assert.ok(part !== null && typeof part === 'object' && 'description' in part, key);
    }
  });

  /** Both are asked: does it say that something is wrong? */
  const texts: readonly (readonly [right: boolean, text: string])[] = [
    [true, readFileSync('test/data/moodle-release.yaml', 'utf8')],
    [true, '{}'],
    [true, 'schema: 1'],
    [false, 'schema: 2'],
    [false, 'schema: one'],
    [true, 'customers:\nlines:\nremotes:\nnames:\nroles:\ntypes:\npatterns:\nexternal:\npackages:\n'],
    [true, 'webhooks: { a: 1 }'],
    [true, 'customers: { LUVLE: , EXT: {}, A-1: { title: 7, spellings: [] } }'],
    [false, 'customers: [LUVLE]'],
    [false, 'customers: { lu_vle: {} }'],
    [false, 'customers: { LUVLE: { titel: x } }'],
    [false, 'customers: { LUVLE: { title: [x] } }'],
    [false, 'customers: { LUVLE: { spellings: lu } }'],
    [
      true,
      'lines: { "2.5": , 26: { base: v2.6.0, life: live, exceptions: [v2.6.1], customers: { EXT: { base: abc123 } } } }',
    ],
    [false, 'lines: { next: {} }'],
    [false, 'lines: { "2.5": { life: dead } }'],
    [false, 'lines: { "2.5": { base: --exec } }'],
    [false, 'lines: { "2.5": { customers: { EXT: { customers: {} } } } }'],
    [true, 'remotes: { origin: upstream, a: internal, b: public, c: personal, d: ignored }'],
    [false, 'remotes: { origin: mine }'],
    [false, 'remotes: { -origin: upstream }'],
    [
      true,
      'names: { a: ignore, "b*": { change: A/hack/core, line: 2.5 }, c: { role: testing, customer: A, line: main } }',
    ],
    [false, 'names: { a: forget }'],
    [false, 'names: { a: }'],
    [false, 'names: { a: { change: A/hack/core } }'],
    [false, 'names: { a: { change: core, line: "2.5" } }'],
    [false, 'names: { a: { role: live, customer: A, line: "2.5" } }'],
    [false, 'names: { a: { role: testing, customer: A, line: "2.5", change: A/hack/core } }'],
    [true, 'roles: { testing: [uat], packaging: [] }'],
    [false, 'roles: { live: [prod] }'],
    [false, 'roles: { testing: uat }'],
    [true, 'types: [feature, theme]'],
    [false, 'types: { feature: {} }'],
    [false, 'types: ["a b"]'],
    [true, 'patterns: { change: "{customer}/{line}/{type}/{component}" }'],
    [false, 'patterns: { changes: x }'],
    [true, 'external: { mod_ouwiki: , block_x: { source: x } }'],
    [false, 'external: { mod_ouwiki: x }'],
    [false, 'sites: []'],
  ];
  for (const [right, text] of texts) {
    it(`and parseConfig ${right ? 'accept' : 'refuse'} ${text.slice(0, 70).replaceAll('\n', ' ')}`, () => {
      const complaints = parseConfig(text).diagnostics.filter(({ severity }) => severity !== 'info');
      assert.deepEqual(
        { schema: isValid(parse(text)), parseConfig: complaints.length === 0 },
        { schema: right, parseConfig: right },
      );
    });
  }
});
