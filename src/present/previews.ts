import type { Json, Plan } from '../plan/types';
import type { CarryPreview } from '../release/types';

/** What a plan foresees of each branch. A plan may come from a file or a journal: what is no preview is passed over. */
export function previewsOf({ branches = [] }: Plan): readonly CarryPreview[] {
  return branches.flatMap((value: unknown) => (isPreview(value) ? [value] : []));
}

type Fields = Readonly<Record<string, unknown>>;

function isPreview(value: unknown): value is CarryPreview {
  return (
    isObject(value) &&
    ['change', 'newBranch', 'onto'].every((name) => typeof value[name] === 'string') &&
    isOneOf(value['how'], ['create', 'move', 'top-up']) &&
    isOneOf(value['result'], ['clean', 'empty', 'conflict', 'waiting', 'refused', 'unknown']) &&
    isOneOf(value['exact'], ['in-memory', 'by-work-tree']) &&
    isListOf(value['commits'], isText) &&
    (value['picks'] === undefined || isListOf(value['picks'], isPick)) &&
    isListOf(value['dropped'], isDropped) &&
    isListOf(value['conflicts'], isConflict) &&
    isListOf(value['lints'], isLint) &&
    isNullOr(value['reason'], isReason)
  );
}

function isDropped(value: unknown): boolean {
  return (
    isObject(value) &&
    isText(value['commit']) &&
    isText(value['subject']) &&
    isNullOr(value['upstream'], isText) &&
    isOneOf(value['reason'], [
      'adopted',
      'changed-since',
      'decision',
      'became-empty',
      'contained',
      'imported-anew',
      'declined',
    ])
  );
}

function isPick(value: unknown): boolean {
  return isObject(value) && isText(value['commit']) && isText(value['subject']);
}

function isConflict(value: unknown): boolean {
  return isPick(value) && isObject(value) && isListOf(value['paths'], isText);
}

function isLint(value: unknown): boolean {
  return isObject(value) && isText(value['text']) && isNullOr(value['path'], isText);
}

function isReason(value: unknown): boolean {
  return isObject(value) && isText(value['text']);
}

/** A field of a plan's inputs, null where there is none of that name. */
export function inputOf({ inputs }: { readonly inputs: Json }, name: string): Json {
  return isObject(inputs) ? ((inputs as Readonly<Record<string, Json>>)[name] ?? null) : null;
}

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isOneOf(value: unknown, words: readonly string[]): boolean {
  return isText(value) && words.includes(value);
}

export function isListOf(value: unknown, isEach: (value: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isEach);
}

export function isNullOr(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === null || is(value);
}
