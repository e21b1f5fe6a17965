import type { Carried, FilesEffect, GitEffect } from '../../git';
import { asJson } from '../../plan';
import type { Fact, Remark, Section, Step } from '../../plan';
import { shortOf } from '../planning/newBranch';
import { previewOf } from '../planning/previews';
import { recordFacts, recordSection, shareSections } from '../planning/record';
import { refusedPlan } from '../planning/refusedPlan';
import { relocationsOf } from '../planning/relocation';
import { tagFacts } from '../planning/tagFacts';
import type { CarryItem, GitPlan } from '../planning/types';
import type { ImportInputs } from '../planning/askedTypes';
import { sourceLabel } from './sourceWords';
import type { ImportFacts } from './types';

const IMPORT = 'import';
const CARRY = 'carry';

/** A plan of an import that cannot be. */
export function refuseImport(inputs: ImportInputs, refusal: Remark): GitPlan {
  return refusedPlan(IMPORT, `Import ${inputs.component}`, inputs, refusal);
}

/**
 * The plan of an import: the publisher's code as one commit at a ref nobody sees; our commits onto it, which makes or
 * moves the branch, with a person's help where they conflict; and what is left out for good, for the team.
 * @param item the branch as it is carried
 * @param record what git made of the commit to the team's branch; null where there is none
 */
export function planImport(facts: ImportFacts, item: CarryItem, record: FilesEffect | null): GitPlan {
  const { inputs, effect, lints, warnings, team, hooks, arranged, found } = facts;
  const { id, component } = inputs;
  // What is left without commits of ours is the publisher's code alone.
  const carried: Carried = facts.carried.result === 'empty' ? { ...facts.carried, result: 'clean' } : facts.carried;
  const preview = previewOf({ item, carried }, lints);
  const refusal = refusalFor(facts, item, carried);
  if (refusal !== null) return refuseImport(inputs, refusal);
  const branch = shortOf(item.newBranch);
  const [subject = ''] = effect.message.split('\n');
  const said = subject.replace(/^\S+ /, '');
  const from = sourceLabel(found.source.where);
  const carrying = carrySection(facts, item, carried);
  const { id: stepOfCarry } = carrying.steps[0] ?? { id: CARRY };
  const title = `Import ${component} on ${item.target.line}`;
  const sections: Section<GitEffect>[] = [
    {
      id: IMPORT,
      title: `${said} from ${from}`,
      steps: [{ id: IMPORT, title: `Commit ${component} from ${from}`, effect }],
    },
    carrying,
    ...(record === null
      ? []
      : [
          { ...recordSection('Leave out what it replaces', record), after: [carrying.id] },
          ...shareSections(record, team),
        ]),
  ];
  return {
    id,
    kind: IMPORT,
    title: `${title} as ${branch}`,
    inputs: asJson(inputs),
    facts: [
      ...tagFacts([item.target.base.tag], arranged.facts.snapshot),
      { type: 'observation', of: 'import', resource: found.source.where, id: found.source.is.replace('sha256:', '') },
      { type: 'requirement', of: 'refs', resource: effect.ref, id: effect.old, step: IMPORT },
      ...needs(item, stepOfCarry),
      ...(record === null ? [] : recordFacts(record, team)),
    ],
    sections,
    warnings: [
      ...warnings,
      ...(hooks.length === 0
        ? []
        : [{ code: 'hooks', text: `A commit by hand would run these hooks, a plan runs none: ${hooks.join(', ')}.` }]),
    ],
    branches: [asJson(preview)],
  };
}

function refusalFor({ lints, arranged, effect }: ImportFacts, item: CarryItem, carried: Carried): Remark | null {
  const lint = lints.find(({ code }) => code === 'incompatible');
  if (lint !== undefined) {
    return { code: lint.code, text: `${lint.text} Import a release that is made for it.`, about: item.change };
  }
  if (carried.result === 'unknown' || carried.result === 'waiting') {
    const reason = previewOf({ item, carried }, []).reason;
    return reason === null ? null : { ...reason, about: item.change };
  }
  const { graph } = arranged.facts;
  const isThere =
    carried.result === 'clean' &&
    item.how === 'move' &&
    graph.commit(item.source.tip)?.tree === carried.tree &&
    graph.base(item.source.tip) === effect.parent;
  if (!isThere) return null;
  const text = `${shortOf(item.newBranch)} has this code already, with all that is ours on it.`;
  return { code: 'nothing-to-import', text, about: item.change };
}

function carrySection(facts: ImportFacts, item: CarryItem, carried: Carried): Section<GitEffect> {
  const { inputs, backupPrefix, arranged, paths } = facts;
  const { recipe, newBranch, old } = item;
  const title = shortOf(newBranch);
  const place = (step: string): string => backupPrefix({ plan: inputs.id, step });
  if (carried.result === 'clean') {
    const move = { ...recipe, newBranch, old, expect: { tree: carried.tree, tip: carried.tip } };
    const step: Step<GitEffect> = {
      id: CARRY,
      title: `Carry ${title} onto the import`,
      effect: { kind: 'carry', moves: [move], backupPrefix: place(CARRY) },
    };
    return { id: 'clean', title, after: [IMPORT], steps: [step] };
  }
  const { branch, onto, commits, drop, committer } = recipe;
  const id = 'conflict-1';
  const relocate = relocationsOf(item, paths, arranged);
  const step: Step<GitEffect> = {
    id: `resolve-${id}`,
    title: `Carry ${title} onto the import, with a person's help`,
    effect: {
      kind: 'resolve',
      branch,
      commits,
      drop,
      committer,
      onto: typeof onto === 'string' ? onto : { ref: onto.branch },
      ...(relocate.length === 0 ? {} : { relocate }),
      newBranch,
      old,
      backupPrefix: place(`resolve-${id}`),
    },
  };
  return { id, title, after: [IMPORT], steps: [step] };
}

type RefFact = Fact<GitEffect>;

function needs({ source, newBranch, old }: CarryItem, step: string): readonly RefFact[] {
  const held = (resource: string, id: string | null): RefFact => ({
    type: 'requirement',
    of: 'refs',
    resource,
    id,
    step,
  });
  const from = source.ref === null || source.ref === newBranch ? [] : [held(source.ref, source.tip)];
  return [...from, held(newBranch, old)];
}
