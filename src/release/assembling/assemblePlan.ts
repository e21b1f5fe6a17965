import type { GitEffect } from '../../git';
import type { ObjectId } from '../../git/types';
import { asJson } from '../../plan';
import type { Fact, Remark } from '../../plan';
import { shortOf } from '../planning/newBranch';
import { tagFacts } from '../planning/tagFacts';
import type { GitPlan } from '../planning/types';
import { sectionsOf } from './sections';
import type { AssemblySections } from './sections';
import type { AssembleFacts, Assembling } from './types';

/**
 * The plan of an assembly. A branch that is continued gets a change that conflicts later than the others; a rebuild
 * without it would take it out, so there a person goes through all of it.
 */
export function planAssemble({ inputs, assembling, assembled, backupPrefix }: AssembleFacts): GitPlan {
  const { facts, ref, old, recipe, chosen, warnings } = assembling;
  const { wanted, role } = facts;
  const title = `${role === null ? 'Assemble' : TITLE[wanted.how]} ${shortOf(ref)}`;
  const made =
    recipe === null || assembled === null
      ? null
      : sectionsOf({
          plan: wanted.id,
          place: null,
          title,
          ref,
          old,
          recipe,
          chosen: chosen.merges,
          assembled,
          stands: role === null || role.ref === ref ? [] : [role],
          mayWait: role !== null && wanted.how === 'continue',
          backupPrefix,
        });
  const refusal = assembling.refusal ?? made?.refusal ?? (made && nothingNew(assembling, made));
  const isPlanned = refusal === null && made !== null;
  return {
    id: wanted.id,
    kind: 'assemble',
    title,
    inputs: asJson(inputs),
    facts: isPlanned ? [...needs(assembling), ...made.facts] : [],
    sections: isPlanned ? made.sections : [],
    warnings: [...withoutReplayed(warnings, assembling, made?.tree ?? null), ...(made?.warnings ?? [])],
    ...(made === null ? {} : { merges: made.merges.map(asJson) }),
    ...(isPlanned && made.tree !== null ? { tree: made.tree } : {}),
    ...(refusal === null ? {} : { refusal }),
  };
}

/** What a person shaped is not worth a word where it has come out as it was: git had all of it on record. */
function withoutReplayed(
  warnings: readonly Remark[],
  assembling: Assembling,
  tree: ObjectId | null,
): readonly Remark[] {
  const isSame = tree !== null && tree === treeBefore(assembling);
  return isSame ? warnings.filter(({ code }) => code !== 'shaped') : warnings;
}

function treeBefore({ facts: { role, arranged } }: Assembling): ObjectId | null {
  return role === null ? null : (arranged.facts.graph.commit(role.tip)?.tree ?? null);
}

const TITLE = { continue: 'Bring up to date', rebuild: 'Rebuild' } as const;

function nothingNew(assembling: Assembling, { sections, merges, tree }: AssemblySections): Remark | null {
  const { facts, ref, old, settled } = assembling;
  const { role, wanted } = facts;
  const name = shortOf(ref);
  const text = merges.some(({ result }) => result === 'unknown')
    ? `Nothing else is new to ${name}. See the warnings.`
    : `${name} has all that its list says.`;
  if (sections.length === 0) return { code: 'nothing-to-assemble', text, about: name };
  const isRebuilt = role !== null && role.tip === old && wanted.how === 'rebuild';
  // With the same tree it still leaves behind what changes stand for by now.
  const isSame = isRebuilt && treeBefore(assembling) === tree && settled.length === 0;
  return isSame ? { code: 'nothing-to-assemble', text: `Rebuilt, ${name} is the same.`, about: name } : null;
}

/** What holds for all of it: the release is what it was. The list was read already. */
function needs({ facts, release }: Assembling): readonly Fact<GitEffect>[] {
  const { arranged, team } = facts;
  return [
    ...tagFacts([release.name], arranged.facts.snapshot),
    ...(team === null ? [] : [{ type: 'observation', of: 'refs', resource: team.ref, id: team.tip } as const]),
  ];
}
