import * as z from 'zod/mini';
import type { Path } from './document';
import { facts } from './words';
import type { Known } from './words';

/** A shape as data: JSON Schema draft 7, with the one addition `known`. */
export interface Outline {
  readonly $schema?: string;
  readonly description?: string;
  readonly known?: keyof Known;
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | null)[];
  readonly const?: string;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Outline>>;
  readonly required?: readonly string[];
  readonly propertyNames?: Outline;
  readonly additionalProperties?: Outline | boolean;
  readonly items?: Outline;
  readonly anyOf?: readonly Outline[];
}

export function outlineOf(shape: z.ZodMiniType): Outline {
  const schema: unknown = z.toJSONSchema(shape, { target: 'draft-07', io: 'input', metadata: facts });
  // The shapes use only what Outline lists; a test validates files with the result.
  return mapOutline(schema as Outline, foldNull);
}

/** The outline with `change` applied to every part, inner parts first. */
export function mapOutline(outline: Outline, change: (part: Outline) => Outline): Outline {
  const inner = (part: Outline): Outline => mapOutline(part, change);
  const { properties, propertyNames, additionalProperties, items, anyOf } = outline;
  return change({
    ...outline,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, part]) => [key, inner(part)])),
    }),
    ...(propertyNames && { propertyNames: inner(propertyNames) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: inner(additionalProperties) }),
    ...(items && { items: inner(items) }),
    ...(anyOf && { anyOf: anyOf.map(inner) }),
  });
}

/** What may stand at a path: several parts where the shape has alternatives. */
export function partsAt(outline: Outline, path: Path): readonly Outline[] {
  return path.reduce<readonly Outline[]>(
    (parts, step) => parts.flatMap((part) => alternatives(below(part, step))),
    alternatives(outline),
  );
}

/** The keys an outline knows at a path. */
export function keysAt(outline: Outline, path: Path): readonly string[] {
  return partsAt(outline, path).flatMap((part) =>
    [...Object.keys(part.properties ?? {}), ...(part.propertyNames?.enum ?? [])].filter((key) => key !== null),
  );
}

function below(part: Outline, step: string | number): Outline | undefined {
  if (typeof step === 'number') return part.items;
  const named =
    part.properties !== undefined && Object.hasOwn(part.properties, step) ? part.properties[step] : undefined;
  return named ?? (typeof part.additionalProperties === 'object' ? part.additionalProperties : undefined);
}

function alternatives(part: Outline | undefined): readonly Outline[] {
  return part === undefined ? [] : (part.anyOf ?? [part]);
}

/** `X or null` as one part that may be null: shorter to read, and better messages in editors. */
function foldNull({ anyOf, ...outer }: Outline): Outline {
  if (anyOf === undefined) return outer;
  const [inner, none, ...more] = anyOf;
  if (inner?.type === undefined || none?.type !== 'null' || more.length > 0) return { ...outer, anyOf };
  return { ...inner, ...outer, type: [inner.type, 'null'].flat(), ...(inner.enum && { enum: [...inner.enum, null] }) };
}
