import * as z from 'zod/mini';
import { isObjectId } from '../commits';
import { isWritableRef } from '../refName';

/** What effects are made of, parsed as strictly as from a stranger. */

export const objectId = z.string().check(z.refine(isObjectId));
export const writableRef = z.string().check(z.refine(isWritableRef));
export const localBranch = z.string().check(z.refine((name) => isWritableRef(name) && name.startsWith('refs/heads/')));
export const backupFolder = z.string().check(z.regex(/^refs\/moodle-release\/backup\/[a-z0-9-]+\/[a-z0-9-]+\/$/i));
/** Of a person, as git stores it: seconds since 1970 and the time zone. */
export const signature = z.strictObject({
  name: z.string(),
  email: z.string(),
  date: z.string().check(z.regex(/^\d+ [+-]\d{4}$/)),
});

/** How a recipe's commits are made. */
export const picked = z.enum(['plain', 'cited']);

const treePath = z.string().check(z.refine(isTreePath));
/** Files to move, each once and each to a place of its own. */
export const relocations = z.array(z.strictObject({ from: treePath, to: treePath })).check(
  z.minLength(1),
  z.refine((moved) => areUnique(moved.flatMap(({ from, to }) => [from, to]))),
);

/** Whether no two are the same. */
export function areUnique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

/** Whether a path may stand in a tree: relative, and not out of it or into git's own folder. */
export function isTreePath(text: string): boolean {
  return text.split('/').every((part) => !/^(?:|\.|\.\.|\.git)$/i.test(part)) && !/[\0-\x1f\x7f]/.test(text);
}
