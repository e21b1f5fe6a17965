import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import { jsonSchema, parseConfig } from '../../../src/config';
import { mapOutline, outlineOf } from '../../../src/config/outline';
import { fileShape } from '../../../src/config/shape';
import { facts } from '../../../src/config/words';

const written: unknown = JSON.parse(readFileSync('media/moodle-release.schema.json', 'utf8'));

describe('the JSON schema', () => {
  const isValid = new Ajv({ allowUnionTypes: true }).compile(jsonSchema());

  it('is the one in media (npm run gen writes it)', () => {
    assert.deepEqual(written, jsonSchema());
  });

  it('says what zod says of the same shape', () => {
    const options = { target: 'draft-07', io: 'input', metadata: facts } as const;
    const theirs: object = z.toJSONSchema(fileShape, options);
    /** Ours has one part for `X or null`, where zod has two. */
    const folded = mapOutline(theirs, ({ anyOf, ...outer }) => {
      const [inner, none, ...more] = anyOf ?? [];
      if (inner?.type === undefined || none?.type !== 'null' || more.length > 0)
        return { ...outer, ...(anyOf && { anyOf }) };
      const type = [inner.type, 'null'].flat();
      return { ...inner, ...outer, type, ...(inner.enum && { enum: [...inner.enum, null] }) };
    });
    assert.deepEqual({ $schema: 'http://json-schema.org/draft-07/schema#', ...outlineOf(fileShape) }, folded);
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
