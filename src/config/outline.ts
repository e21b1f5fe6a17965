import type * as z from 'zod/mini';
import type { Path } from './document';
import { facts } from './words';
import type { Known } from './words';

/** A shape as data: JSON Schema draft 7, with the one addition `known`. */
export interface Outline {
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

/**
 * The outline of what a shape takes. zod's own `toJSONSchema` says the same (a test holds them against each other), and
 * is 21 kB larger. Throws for a kind of shape that no file of ours has.
 */
export function outlineOf(shape: z.ZodMiniType): Outline {
  return outlineOfAny(shape);
}

function outlineOfAny(shape: z.core.$ZodType): Outline {
  // The base type does not say of which kind it is; all there are are in the union.
  const { _zod } = shape as z.core.$ZodTypes;
  return { ...outlineOfKind(_zod.def), ...facts.get(shape as z.ZodMiniType) };
}

function outlineOfKind(def: z.core.$ZodTypes['_zod']['def']): Outline {
  switch (def.type) {
    case 'string':
      return { type: 'string', ...patternOf(def.checks) };
    case 'enum':
      return { type: 'string', enum: Object.values(def.entries).map(String) };
    case 'literal':
      return { type: 'string', const: def.values.map(String).join() };
    case 'array':
      return { type: 'array', items: outlineOfAny(def.element) };
    case 'object':
      return outlineOfObject(def);
    case 'record':
      return {
        type: 'object',
        propertyNames: outlineOfAny(def.keyType),
        additionalProperties: outlineOfAny(def.valueType),
      };
    case 'union':
      return { anyOf: def.options.map(outlineOfAny) };
    case 'optional':
      return outlineOfAny(def.innerType);
    case 'nullable':
      return foldNull(outlineOfAny(def.innerType));
    case 'unknown':
      return {};
    default:
      throw new Error(`No outline of a ${def.type}.`);
  }
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

/** Every key that may not be absent is required; what else there may be is nothing, or anything. */
function outlineOfObject({ shape, catchall }: z.core.$ZodObjectDef): Outline {
  const parts = Object.entries(shape);
  const required = parts.filter(([, part]) => part._zod.optin !== 'optional').map(([key]) => key);
  return {
    type: 'object',
    properties: Object.fromEntries(parts.map(([key, part]) => [key, outlineOfAny(part)])),
    ...(required.length > 0 && { required }),
    additionalProperties: catchall?._zod.def.type === 'never' ? false : {},
  };
}

function patternOf(checks: readonly z.core.$ZodCheck[] = []): Pick<Outline, 'pattern'> {
  for (const { _zod } of checks) {
    if ('pattern' in _zod.def && _zod.def.pattern instanceof RegExp) return { pattern: _zod.def.pattern.source };
  }
  return {};
}

/** `X or null` as one part: shorter to read, and better messages in editors. */
function foldNull(part: Outline): Outline {
  if (part.type === undefined) return { anyOf: [part, { type: 'null' }] };
  return { ...part, type: [part.type, 'null'].flat(), ...(part.enum && { enum: [...part.enum, null] }) };
}
