import type { AssembledMerge, AssembleEffect, GitEffect } from '../../git';
import { asJson } from '../../plan';
import type { Fact, Remark } from '../../plan';
import { shortOf } from '../planning/newBranch';
import type { GitPlan } from '../planning/types';
import type { AssembleFacts, Assembling, MergePreview } from './types';

const ASSEMBLE = 'assemble';

/**
 * The plan of an assembly: one step, with all merges in `merges`. A branch that is continued may do without a change that
 * conflicts, and gets it later; a rebuild without it would take it out, so that is refused.
 */
export function planAssemble({ assembling, assembled, backupPrefix }: AssembleFacts): GitPlan {
  const { facts, ref, old, recipe, warnings } = assembling;
  const { inputs, role } = facts;
  const merges = assembled?.merges.map((merge) => previewOf(merge, assembling)) ?? [];
  const left = merges.filter(({ result }) => result === 'conflict' || result === 'unknown');
  const mayWait = role !== null && inputs.how === 'continue';
  const inTheWay = left.filter(({ change }) => !mayWait || change === null);
  const refusal = assembling.refusal ?? mergeProblem(inTheWay) ?? nothingNew(assembling, assembled, left.length);
  const title = `${role === null ? 'Assemble' : TITLE[inputs.how]} ${shortOf(ref)}`;
  const isPlanned = refusal === null && recipe !== null && assembled !== null;
  const effect: AssembleEffect | null = isPlanned
    ? {
        kind: 'assemble',
        ref,
        old,
        ...recipe,
        expect: { tree: assembled.tree, tip: assembled.tip },
        backupPrefix: backupPrefix({ plan: inputs.id, step: ASSEMBLE }),
      }
    : null;
  return {
    id: inputs.id,
    kind: 'assemble',
    title,
    inputs: asJson(inputs),
    facts: effect === null ? [] : needs(assembling),
    sections: effect === null ? [] : [{ id: ASSEMBLE, title, steps: [{ id: ASSEMBLE, title, effect }] }],
    warnings: [...warnings, ...left.filter((merge) => !inTheWay.includes(merge)).map(leftOut)],
    ...(assembled === null ? {} : { merges: merges.map(asJson) }),
    ...(isPlanned ? { tree: assembled.tree } : {}),
    ...(refusal === null ? {} : { refusal }),
  };
}

const TITLE = { continue: 'Bring up to date', rebuild: 'Rebuild' } as const;

function previewOf(merge: AssembledMerge, { chosen }: Assembling): MergePreview {
  const { branch, tip, result, resolved, paths, clashesWith, clashesWithStart, exact } = merge;
  const change = chosen.merges.find((one) => one.branch === branch)?.change ?? null;
  return {
    change,
    branch,
    tip,
    result,
    resolved,
    paths: [...paths].sort(),
    clashesWith: [...clashesWith],
    clashesWithStart,
    exact,
  };
}

function mergeProblem(merges: readonly MergePreview[]): Remark | null {
  const conflicts = merges.filter(({ result }) => result === 'conflict');
  if (conflicts.length > 0) {
    const said = conflicts.map(conflictText).join(' ');
    return { code: 'conflict', text: `${said} Settle it on one of the branches, or hold one.` };
  }
  const unknown = merges.map(({ branch }) => branch);
  if (unknown.length === 0) return null;
  return { code: 'unknown', text: `${unknownText(unknown.join(', '))} Fetch what it lacks, or hold it.` };
}

function leftOut(merge: MergePreview): Remark {
  const { change, branch, result } = merge;
  const said = result === 'conflict' ? conflictText(merge) : unknownText(branch);
  return { code: result, text: `${said} It is left out for now.`, about: change ?? branch };
}

function unknownText(branches: string): string {
  return `git cannot tell what comes of ${branches}.`;
}

function conflictText({ branch, clashesWith, paths }: MergePreview): string {
  const other = clashesWith.length === 0 ? 'what was there before' : clashesWith.join(' and ');
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : '';
  return `${branch} conflicts with ${other} in ${paths.slice(0, 3).join(', ')}${more}.`;
}

function nothingNew(
  { facts, ref, old }: Assembling,
  assembled: AssembleFacts['assembled'],
  leftOver: number,
): Remark | null {
  const { role, arranged } = facts;
  if (assembled === null) return null;
  const name = shortOf(ref);
  const text =
    leftOver === 0 ? `${name} has all that its list says.` : `Nothing else is new to ${name}. See the warnings.`;
  if (assembled.tip === old) return { code: 'nothing-to-assemble', text, about: name };
  const tree = role === null ? null : arranged.facts.graph.commit(role.tip)?.tree;
  const isSame = role !== null && role.tip === old && tree === assembled.tree && facts.inputs.how === 'rebuild';
  return isSame ? { code: 'nothing-to-assemble', text: `Rebuilt, ${name} is the same.`, about: name } : null;
}

type RefFact = Fact<GitEffect>;

/** The release and the branch's own tip hold for the whole plan; each branch is to be where it was merged from. */
function needs({ facts, ref, old, release, chosen }: Assembling): readonly RefFact[] {
  const { arranged, role, team } = facts;
  const tag = arranged.facts.snapshot.refs.find(({ kind, short }) => kind === 'tag' && short === release.name);
  const held = (resource: string, id: string | null): RefFact => {
    return { type: 'requirement', of: 'refs', resource, id, step: ASSEMBLE };
  };
  return [
    ...(tag === undefined ? [] : [{ type: 'identity', of: 'refs', resource: tag.name, id: tag.id } as const]),
    held(ref, old),
    ...(role === null || role.ref === ref ? [] : [held(role.ref, role.tip)]),
    ...chosen.merges.flatMap((one) => (one.ref === null ? [] : [held(one.ref, one.tip)])),
    ...(team === null ? [] : [{ type: 'observation', of: 'refs', resource: team.ref, id: team.tip } as const]),
  ];
}
