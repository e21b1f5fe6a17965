import type { GitEffect, TagEffect } from '../../git';
import type { ObjectId } from '../../git/types';
import { asJson } from '../../plan';
import type { Fact, Remark, Section } from '../../plan';
import type { TagInputs } from '../planning/askedTypes';
import { stillHas } from '../planning/push';
import { shortOf } from '../planning/newBranch';
import type { GitPlan } from '../planning/types';
import type { RoleBranch } from '../types';
import type { Manifest } from './types';

/** The tag of a local release as it will be, and who else gets it. */
export interface TagDraft {
  /** Its message is the release's. */
  readonly effect: TagEffect;
  readonly manifest: Manifest;
  /** Short name of the branch that is tagged. */
  readonly branch: string;
  /** Where the team finds it, and what else the remote needs to have; null: nowhere. */
  readonly share: TagShare | null;
  /** Sections of the plan that come before. */
  readonly after?: readonly string[];
}

export interface TagShare {
  readonly remote: string;
  /** The branch's commit, where the remote lacks it. */
  readonly branch: { readonly ref: string; readonly old: ObjectId | null; readonly new: ObjectId } | null;
}

export interface TagSections {
  readonly sections: readonly Section<GitEffect>[];
  readonly facts: readonly Fact<GitEffect>[];
}

export const TAG = 'tag';
const SHARE = 'share';

/**
 * What tagging adds to a plan: the tag, and its push with what the remote lacks of the branch. That neither this repository
 * nor the remote has such a tag is an identity of the plan: who is second is refused before anything is done.
 */
export function tagSections({ effect, manifest, branch, share, after = [] }: TagDraft): TagSections {
  const tag = shortTag(effect.ref);
  const title = `Tag ${branch} as ${tag}: ${contentsText(manifest)}`;
  const tagging: Section<GitEffect> = {
    id: TAG,
    title,
    ...(after.length === 0 ? {} : { after }),
    steps: [{ id: TAG, title: `Tag ${branch} as ${tag}`, effect }],
  };
  const isFree: Fact<GitEffect> = { type: 'identity', of: 'refs', resource: effect.ref, id: null };
  if (share === null) return { sections: [tagging], facts: [isFree] };
  const { remote, branch: lacking } = share;
  const updates = [{ ref: effect.ref, old: null, new: effect.expect }, ...(lacking === null ? [] : [lacking])];
  const names = updates.map(({ ref }) => shortTag(shortOf(ref)));
  // In a plan of more there is another one that shares what is recorded.
  const id = after.length === 0 ? SHARE : `${SHARE}-${TAG}`;
  const pushing = {
    id,
    title: `Push ${names.join(' and ')} to ${remote}`,
    effect: { kind: 'push' as const, remote, updates },
    irreversible: true,
    remains: stillHas(remote, names),
  };
  return {
    sections: [tagging, { id, title: `Share it on ${remote}`, after: [TAG], steps: [pushing] }],
    facts: [isFree, { type: 'identity', of: 'push', resource: `${remote} ${effect.ref}`, id: null }],
  };
}

/** `v2.5.1 with 7 changes, 1 fix from upstream, 2 loose commits`. */
function contentsText({ upstream, changes, picks, loose, withheld = 0 }: Manifest): string {
  const parts = [
    counted(changes.length, 'change', 'changes'),
    ...(withheld === 0 ? [] : [`${withheld} under embargo`]),
    ...(picks.length === 0 ? [] : [counted(picks.length, 'fix from upstream', 'fixes from upstream')]),
    ...(loose.length === 0 ? [] : [counted(loose.length, 'loose commit', 'loose commits')]),
  ];
  return `${upstream ?? 'Moodle'} with ${parts.join(', ')}`;
}

/** What a plan of a tag alone is made from. */
export interface TagFacts {
  readonly inputs: TagInputs;
  /** What is tagged; null where there is no such branch. */
  readonly role: RoleBranch | null;
  /** What else has to be where it is: the deployment that a packaging branch was held against. */
  readonly stands: readonly Pick<RoleBranch, 'ref' | 'tip'>[];
  /** Null where it is refused. */
  readonly draft: TagDraft | null;
  readonly refusal: Remark | null;
  readonly warnings: readonly Remark[];
}

/** The plan of a local release. */
export function planTag({ inputs, role, stands, draft, refusal, warnings }: TagFacts): GitPlan {
  const made = refusal === null && draft !== null && role !== null ? { role, ...tagSections(draft) } : null;
  const held = [...(made === null ? [] : [made.role]), ...stands].map(({ ref, tip }): Fact<GitEffect> => {
    return { type: 'requirement', of: 'refs', resource: ref, id: tip, step: TAG };
  });
  const name = draft === null ? (role?.name ?? inputs.of) : shortTag(draft.effect.ref);
  return {
    id: inputs.id,
    kind: TAG,
    title: `Tag ${name}`,
    inputs: asJson(inputs),
    facts: made === null ? [] : [...made.facts, ...held],
    sections: made?.sections ?? [],
    warnings: [...warnings, ...(draft === null ? [] : remarksOn(draft.manifest))],
    ...(refusal === null ? {} : { refusal }),
  };
}

function remarksOn({ withheld = 0, loose }: Manifest): readonly Remark[] {
  const hidden = `${counted(withheld, 'change', 'changes')} under embargo: the tag does not name ${withheld === 1 ? 'it' : 'them'}.`;
  const subjects = loose.slice(0, 3).map(({ subject }) => subject);
  const more = loose.length > subjects.length ? ` and ${loose.length - subjects.length} more` : '';
  return [
    ...(withheld === 0 ? [] : [{ code: 'withheld', text: hidden }]),
    ...(loose.length === 0 ? [] : [{ code: 'loose', text: `In no change: ${subjects.join('; ')}${more}.` }]),
  ];
}

function counted(n: number, one: string, many: string): string {
  return n === 1 ? `1 ${one}` : `${n} ${many}`;
}

function shortTag(ref: string): string {
  return ref.replace(/^refs\/tags\//, '');
}
