import { asJson } from '../../plan';
import type { Fact, Remark } from '../../plan';
import type { GitEffect } from '../../git';
import type { GitPlan } from '../planning/types';
import { callOf } from './mergeSources';
import type { Merging, Mergings, MergedBranch, MergePlanFacts } from './mergeTypes';
import { followingSections, sectionsOf } from '../assembling/sections';
import type { AssemblySections, UnmadeDraft } from '../assembling/sections';

/**
 * The plan of merges into role branches, each branch by itself: what conflicts waits for a person, and packaging for what
 * deployment becomes.
 */
export function planMerge(facts: MergePlanFacts): GitPlan {
  const { mergings, made, packaging, backupPrefix } = facts;
  const { inputs } = mergings.facts;
  const places = placesOf(mergings);
  const laid = made.map((one) => ({ one, sections: layOut(one, mergings, backupPrefix, places) }));
  const follows = packagingOf(mergings, packaging, laid, backupPrefix, places);
  const all = [...laid.map(({ sections }) => sections), ...(follows === null ? [] : [follows])];
  const refusal = all.find((one) => one.refusal !== null)?.refusal ?? nothingNew(mergings, all);
  const tags = new Map(made.flatMap(({ merging }) => merging.tags.map((tag) => [tag.ref, tag] as const)));
  const [only, ...others] = all;
  return {
    id: inputs.id,
    kind: 'merge',
    title: titleOf(mergings),
    inputs: asJson(inputs),
    facts:
      refusal === null
        ? [...[...tags.values()].map(identityOf), ...observed(mergings), ...all.flatMap((one) => one.facts)]
        : [],
    sections: refusal === null ? all.flatMap(({ sections }) => sections) : [],
    warnings: [
      ...mergings.warnings,
      ...made.flatMap(({ merging }) => merging.warnings),
      ...all.flatMap(({ warnings }) => warnings),
    ],
    merges: all.flatMap(({ merges }) => merges.map(asJson)),
    ...(refusal === null && others.length === 0 && only?.tree ? { tree: only.tree } : {}),
    ...(refusal === null ? {} : { refusal }),
  };
}

function identityOf({ ref, id }: Merging['tags'][number]): Fact<GitEffect> {
  return { type: 'identity', of: 'refs', resource: ref, id };
}

/** What the lists were read from. */
function observed({ facts: { team } }: Mergings): readonly Fact<GitEffect>[] {
  return team === null ? [] : [{ type: 'observation', of: 'refs', resource: team.ref, id: team.tip }];
}

type Places = ReadonlyMap<string, string>;

/** What ends the ids of each role branch's steps, by its name: a suffix may hold what an id does not. */
function placesOf({ branches, packaging }: Mergings): Places {
  const places = new Map<string, string>();
  const taken = new Set<string>();
  for (const { role } of [...branches, ...(packaging === null ? [] : [packaging.into])]) {
    const word = callOf(role)
      .replace(/[^a-z0-9]+/gi, '-')
      .slice(0, LONGEST)
      .replace(/-$/, '');
    let place = word;
    for (let n = 2; taken.has(place); n += 1) place = `${word}-${n}`;
    taken.add(place);
    places.set(role.name, place);
  }
  return places;
}

/** An id has at most a hundred characters, the kind of its section among them. */
const LONGEST = 80;

type Laid = readonly { readonly one: MergedBranch; readonly sections: AssemblySections }[];

function packagingOf(
  { packaging, facts: { inputs } }: Mergings,
  made: MergedBranch | null,
  laid: Laid,
  backupPrefix: MergePlanFacts['backupPrefix'],
  places: Places,
): AssemblySections | null {
  if (packaging === null) return null;
  const before = laid.find(({ one }) => one.merging === packaging.after)?.sections.sections ?? [];
  const after = before.map(({ id }) => id);
  const draft = {
    ...draftOf(made?.merging ?? packaging.into, inputs.id, backupPrefix, places),
    ...(after.length === 0 ? {} : { after }),
  };
  return followingSections(draft, made?.assembled ?? null);
}

function layOut(
  { merging, assembled }: MergedBranch,
  { facts: { inputs } }: Mergings,
  backupPrefix: MergePlanFacts['backupPrefix'],
  places: Places,
): AssemblySections {
  return sectionsOf({ ...draftOf(merging, inputs.id, backupPrefix, places), assembled, mayWait: true });
}

function draftOf(
  merging: Merging,
  plan: string,
  backupPrefix: MergePlanFacts['backupPrefix'],
  places: Places,
): UnmadeDraft {
  const { role, ref, old, recipe, chosen, stands } = merging;
  const place = places.get(role.name) ?? role.role;
  return { plan, place, title: mergeTitle(merging), ref, old, recipe, chosen, stands, backupPrefix };
}

function titleOf({ branches, packaging, facts: { inputs, place } }: Mergings): string {
  const all = [...branches, ...(packaging === null ? [] : [packaging.into])];
  const [only, ...others] = all;
  if (only !== undefined && others.length === 0) return mergeTitle(only);
  if (only === undefined && inputs.into !== null) return `Merge into ${inputs.into}`;
  return `Merge what the role branches of ${place.customer} ${place.line} lack`;
}

function mergeTitle({ role, recipe: { merges } }: Merging): string {
  const [only, ...others] = merges;
  const what = only !== undefined && others.length === 0 ? only.branch : `${merges.length} branches`;
  return `Merge ${what} into ${role.name}`;
}

function nothingNew({ facts: { inputs, place, roles } }: Mergings, all: readonly AssemblySections[]): Remark | null {
  if (all.some(({ sections }) => sections.length > 0)) return null;
  const named = inputs.into === null ? roles.map(({ name }) => name).join(', ') : inputs.into;
  const text =
    inputs.sources === null
      ? `Nothing is missing in ${named}.`
      : `${inputs.into ?? `${place.customer} ${place.line}`} has all of that already.`;
  return { code: 'nothing-to-merge', text };
}
