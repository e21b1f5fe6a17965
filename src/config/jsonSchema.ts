import { mapOutline, outlineOf } from './outline';
import type { Outline } from './outline';
import { fileShape } from './shape';

/** The JSON Schema (draft 7) of `moodle-release.yaml`: the content of media/moodle-release.schema.json. */
export function jsonSchema(): object {
  const { properties, ...rest } = mapOutline(outlineOf(fileShape), forEditors);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Moodle Release Engineering',
    description: 'How an institution names, keeps and ships its changes to Moodle.',
    ...rest,
    // To YAML's own tools it is a number, though parseConfig reads every number as the text it was written as.
    properties: { ...properties, schema: { description: properties?.['schema']?.description, enum: [1, '1'] } },
  };
}

/** Leaves out what only completion reads, and takes an unquoted number for text, as parseConfig does. */
function forEditors({ description, propertyNames, ...part }: Outline): Outline {
  const rest: Outline = Object.fromEntries(Object.entries(part).filter(([key]) => key !== 'known'));
  const isText = [part.type].flat().includes('string') && part.enum === undefined && part.const === undefined;
  return {
    ...(description !== undefined && { description }),
    ...rest,
    ...(isText && { type: [part.type ?? [], 'number'].flat() }),
    // A key is always a string.
    ...(propertyNames && { propertyNames: { ...propertyNames, type: 'string' } }),
  };
}
