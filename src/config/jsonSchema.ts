import { mapOutline, outlineOf } from './outline';
import type { Outline } from './outline';
import { fileShape } from './shape';

/** The JSON Schema (draft 7) of `moodle-release.yaml`: the content of media/moodle-release.schema.json. */
export function jsonSchema(): object {
  const { properties, ...rest } = mapOutline(outlineOf(fileShape), forEditors);
  return {
    title: 'Moodle Release Engineering',
    description: 'How an institution names, keeps and ships its changes to Moodle.',
    ...rest,
    // A number for YAML's own tools, though every number is read as the text it was written as.
    properties: { ...properties, schema: { description: properties?.['schema']?.description, enum: [1, '1'] } },
  };
}

/** Leaves out what only completion reads, and takes an unquoted number for text, as parseConfig does. */
function forEditors(part: Outline): Outline {
  const rest: Outline = Object.fromEntries(Object.entries(part).filter(([key]) => key !== 'known'));
  const isText = [part.type].flat().includes('string') && part.enum === undefined && part.const === undefined;
  return isText ? { ...rest, type: [part.type ?? [], 'number'].flat() } : rest;
}
