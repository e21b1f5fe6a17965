import type { Remark } from '../../plan';
import type { SeenTag } from './minorTypes';
import type { ObjectId } from '../../git/types';

/**
 * Whether the tag of a release is what the remotes Moodle comes from say of it. Whoever moves a tag puts other code under
 * a name that is trusted, so a tag that differs is refused; one that could not be compared is a warning.
 */
export function compareTag(
  name: string,
  here: ObjectId,
  seen: readonly SeenTag[],
): { readonly refusal: Remark | null; readonly warnings: readonly Remark[] } {
  const same = { refusal: null, warnings: [] };
  if (seen.some(({ id }) => id === here)) return same;
  const moved = seen.find(({ id }) => id !== null);
  if (moved !== undefined) return { refusal: movedTag(name, here, moved), warnings: [] };
  const [remote] = seen;
  const warning: Remark =
    remote === undefined
      ? { code: 'tag-not-checked', text: `Nobody could be asked whether ${name} is Moodle's own.`, about: name }
      : { code: 'tag-not-upstream', text: `${remote.remote} has no tag ${name}.`, about: name };
  return { refusal: null, warnings: [warning] };
}

function movedTag(name: string, here: ObjectId, { remote, id }: SeenTag): Remark {
  const what = `The tag ${name} is ${here.slice(0, 12)} here and ${(id ?? '').slice(0, 12)} on ${remote}: it was moved.`;
  const next = `Find out why. If ${remote} is right, delete the one here (git tag -d ${name}) and fetch ${remote} again.`;
  return { code: 'moved-tag', text: `${what} ${next}`, about: name };
}
