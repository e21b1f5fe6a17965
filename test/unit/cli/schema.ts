import Ajv from 'ajv';
import { readFileSync } from 'node:fs';

interface Values {
  readonly enum?: readonly (string | null)[];
}

/** One object of the JSON output, as docs/cli.schema.json has it. */
export interface Definition {
  readonly properties: Readonly<Record<string, Values & { readonly items?: Values }>>;
}

export const schema = JSON.parse(readFileSync('docs/cli.schema.json', 'utf8')) as {
  readonly definitions: Readonly<Record<string, Definition>>;
};

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true }).addSchema(schema, 'cli');

/** What keeps a value from being this definition. */
export function invalid(definition: string, value: unknown): readonly unknown[] {
  ajv.validate(`cli#/definitions/${definition}`, value);
  return ajv.errors ?? [];
}
