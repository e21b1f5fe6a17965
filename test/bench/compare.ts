import type { Assessment, Status } from '../../src/release';
import type { BranchFacts, Question } from './reference';
import { askGit } from './reference';

/** Whether the fast answer is also the right one: against git, branch by branch. */

export interface Asked {
  readonly change: Assessment;
  readonly question: Question;
}

/** What the reference is asked for the changes of a status, in its order. */
export function questionsOf(folder: string, status: Status): Asked[] {
  const role = (line: string, name: string): string | null =>
    status.roles.find((each) => each.line === line && each.role === name)?.ref ?? null;
  const live = status.lines.find((each) => each.life === 'live')?.lastRelease ?? null;
  return status.changes.flatMap((change) => {
    const target = status.targets.find(({ customer }) => customer === change.customer)?.base.tag;
    // A lost branch has no ref to ask git about.
    if (change.truth === null || target === undefined) return [];
    const moved = change.branch !== null;
    const line = moved ? change.target : (change.predecessor?.line ?? change.target);
    const question = {
      folder,
      branch: change.truth,
      target,
      testing: role(line, 'testing'),
      deployment: role(line, 'deployment'),
      live: moved ? null : live,
      remote: change.refs.find(({ remote }) => remote !== null)?.name ?? null,
    };
    return [{ change, question }];
  });
}

/** Asks git about one branch and names each difference to our answer. */
export async function differences({ change, question }: Asked): Promise<string[]> {
  const theirs = await askGit(question);
  const ours = factsOf(change, question, theirs);
  return Object.entries(ours)
    .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(theirs[key as keyof BranchFacts]))
    .map(
      ([key, value]) =>
        `${change.key}: ${key} ${JSON.stringify(value)}, git says ${JSON.stringify(theirs[key as keyof BranchFacts])}`,
    );
}

/** Our answer in the reference's terms; what one of the two does not say is left out. */
function factsOf(
  { base, commits, stackedOn, in: inside }: Assessment,
  question: Question,
  theirs: BranchFacts,
): Partial<BranchFacts> {
  // Merges have no patch, and what lies below a stacked change is not its own.
  const listed = commits.filter(({ id }) => theirs.own.includes(id));
  const below = stackedOn === null ? [] : theirs.own.filter((id) => !listed.some((commit) => commit.id === id));
  const twins = listed.filter(({ upstream }) => upstream !== null).map(({ id }) => id);
  const contained = (place: Assessment['in']['live'], ref: string | null): boolean =>
    ref !== null && place.state === 'all';
  return {
    // Off its base a branch has no tag of ours, and git counts all it drags along.
    ...(base === null || base.tag === null ? {} : { base: base.tag, own: [...below, ...listed.map(({ id }) => id)] }),
    equivalent: [...theirs.equivalent.filter((id) => below.includes(id)), ...twins],
    ...(commits.length === 0
      ? {}
      : {
          testing: contained(inside.testing, question.testing),
          deployment: contained(inside.deployment, question.deployment),
        }),
    ...(commits.length === 0 || question.live === null ? {} : { live: contained(inside.live, question.live) }),
  };
}
