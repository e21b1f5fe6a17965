import type { Commit, ObjectId } from '../../git/types';
import type { Remark } from '../../plan';
import { isMerge } from '../equivalents';
import { leftAs } from '../planning/left';
import type { CarryItem, LeftChange } from '../planning/types';
import type { DroppedCommit } from '../types';
import { containedBy } from './contained';
import type { Contained, FixCommit, FixHome, PickAsked, PickFacts, PickHome, Picking } from './types';

/** The commits that what was asked for comes to, each once: of an issue those that nothing has taken back. */
export function commitsAsked(asked: readonly PickAsked[]): readonly ObjectId[] {
  const wanted = asked.flatMap(({ fix, commit }) => {
    if (commit !== null) return [commit.id];
    return (fix?.commits ?? []).flatMap(({ id, stands }) => (stands === 'yes' ? [id] : []));
  });
  return [...new Set(wanted)];
}

/** Commits whose patches say what a home has already: the wanted ones, its own, and those below it that touch the same paths. */
export function patchesSought({ asked, chosen, upstream, paths }: Omit<PickFacts, 'patchIds'>): readonly ObjectId[] {
  const wanted = commitsAsked(asked);
  const keys = new Set(wanted.flatMap((id) => paths.get(id) ?? []));
  const bases = new Set(chosen.homes.flatMap(({ base }) => base ?? []));
  const below = [...bases].flatMap((base) =>
    upstream.flatMap((graph) =>
      [...graph.reachable(base)].filter((id) => keys.has(graph.log.commits.get(id)?.pathKey ?? '')),
    ),
  );
  const own = chosen.homes.flatMap((home) => home.own.filter((commit) => !isMerge(commit)).map(({ id }) => id));
  return [...new Set([...wanted, ...own, ...below])];
}

/** What is picked to each home, parents first; what it has for certain is left out, what it seems to have is said. */
export function choosePicks(facts: PickFacts): Picking {
  const { inputs, chosen, asked, commits, pickOrder, upstream, history } = facts;
  const known = new Map<ObjectId, Pick<Commit, 'parents'>>(
    [...upstream.map(({ log }) => log.commits), history.history.commits].flatMap((some) => [...some]),
  );
  const wanted = commitsAsked(asked).flatMap((id) => commits.get(id) ?? []);
  for (const commit of wanted) known.set(commit.id, commit);
  const places = new Map(
    // A commit above them all, which no log holds.
    pickOrder(new Map([...known, ['', { parents: wanted.map(({ id }) => id) }]]), '').picks.map((id, at) => [id, at]),
  );
  const place = ({ id }: Commit): number => places.get(id) ?? -1;
  const inOrder = wanted.toSorted((a, b) => place(a) - place(b));
  const homes = homesOf(facts);
  const picks = chosen.homes.map((home) => pickTo(home, inOrder, homes(home), inputs));
  return {
    ...chosen,
    inputs,
    items: picks.flatMap(({ item }) => item ?? []),
    left: [...chosen.left, ...picks.flatMap(({ left }) => left ?? [])],
    unknown: [
      ...chosen.unknown,
      // Where nothing can be picked to, that comes first.
      ...(chosen.homes.length === 0 ? chosen.left.map(({ remark }) => remark) : []),
      ...asked.flatMap(problemOf),
    ],
    warnings: [...asked.flatMap((one) => remarksOn(one, wanted)), ...picks.flatMap(({ warnings }) => warnings)],
  };
}

/** What a home has: its own commits on top of those of upstream. */
function homesOf({ upstream, patchIds }: PickFacts): (home: PickHome) => FixHome {
  const below = new Map<ObjectId, FixHome['commits']>();
  return ({ own, base }) => {
    const known =
      below.get(base ?? '') ??
      upstream.flatMap((graph) => {
        const reached = graph.reachable(base ?? '');
        return [...graph.log.commits.values()].filter(({ id }) => reached.has(id)).reverse();
      });
    below.set(base ?? '', known);
    return { commits: [...known, ...own], patchIds };
  };
}

interface Picked {
  readonly item: CarryItem | null;
  readonly left: LeftChange | null;
  readonly warnings: readonly Remark[];
}

function pickTo(home: PickHome, wanted: readonly Commit[], has: FixHome, inputs: PickFacts['inputs']): Picked {
  const { name, change, target, how, source, base, newBranch, old } = home;
  const found = wanted.map((commit) => ({ commit, contained: containedBy(commit, has) }));
  const dropped = found.flatMap(({ commit, contained }): DroppedCommit[] =>
    isCertain(contained)
      ? [{ commit: commit.id, subject: commit.subject, upstream: contained.commit, reason: 'contained' }]
      : [],
  );
  if (dropped.length === wanted.length) {
    const what = dropped.map(({ subject, upstream }) => `${subject} (${shortId(upstream ?? '')})`).join('; ');
    return { item: null, left: leftAs(home.change, 'needless', 'contained', `${name} has it: ${what}.`), warnings: [] };
  }
  const item: CarryItem = {
    ...{ change, target, how, source, base, newBranch, old },
    recipe: {
      branch: newBranch,
      onto: source.tip,
      commits: wanted.map(({ id }) => id),
      drop: dropped.map(({ commit }) => commit),
      committer: inputs.by,
      picked: inputs.cite ? 'cited' : 'plain',
    },
    onto: how === 'create' ? target.base.tag : name,
    dropped,
    merges: [],
    commits: wanted,
    wrongBase: null,
    probable: [],
    stands: [],
  };
  const warnings = found.flatMap(({ commit, contained }) =>
    contained === null || isCertain(contained) ? [] : [probably(change, name, commit, contained)],
  );
  return { item, left: null, warnings };
}

function isCertain(contained: Contained | null): contained is Contained {
  return contained?.by === 'itself' || contained?.by === 'twin';
}

function probably(change: string, name: string, { id, subject }: Commit, has: Contained): Remark {
  const how = has.by === 'backport' ? 'seems to be a backport of it, or it of that' : 'says the same';
  const text = `${name} may have ${shortId(id)} ${subject} already: ${shortId(has.commit)} ${has.subject} ${how}. Compare them.`;
  return { code: 'probably-contained', text, about: change };
}

/** Why nothing can be made of a word. */
function problemOf({ word, fix, commit }: PickAsked): readonly Remark[] {
  const problem = (code: string, text: string): readonly Remark[] => [{ code, text, about: word }];
  if (commit !== null) {
    const id = shortId(commit.id);
    const side = `git log --no-merges ${id}^1..${id}`;
    return isMerge(commit)
      ? problem('merge-commit', `${id} is a merge. Pick the issue, or the commits it brought: ${side}`)
      : [];
  }
  if (fix === null) {
    return /^MDL-\d+$/i.test(word)
      ? problem(
          'no-such-fix',
          `No commit of ${word} is in upstream after the base of the line. Fetch upstream, or name a commit.`,
        )
      : problem('no-such-commit', `${word} is no commit here and no number of Moodle's tracker. Name one of these.`);
  }
  return fix.commits.some(({ stands }) => stands === 'yes')
    ? []
    : problem(
        'taken-back',
        `${word} was taken back upstream: nothing of it stands. Name a commit to pick it all the same.`,
      );
}

/** What a person ought to know of what they asked for. */
function remarksOn({ word, fix, commit }: PickAsked, wanted: readonly Commit[]): readonly Remark[] {
  if (fix === null) return [];
  const said = ({ id, subject }: Pick<FixCommit, 'id' | 'subject'>): string => `${shortId(id)} ${subject}`;
  const all = [...fix.commits, ...fix.elsewhere];
  if (commit === null) {
    return fix.commits.flatMap((one): Remark[] => {
      if (one.stands === 'yes') return [];
      const why = one.stands === 'revert' ? 'takes it back' : 'was taken back';
      return [{ code: 'taken-back', text: `${said(one)} ${why} and is not picked.`, about: word }];
    });
  }
  const own = all.find(({ id }) => id === commit.id);
  const others = fix.commits.filter(({ id, stands }) => stands === 'yes' && !wanted.some((one) => one.id === id));
  const isOneOfThem = fix.commits.some(({ id }) => id === commit.id);
  return [
    ...(own?.stands === 'taken-back'
      ? [{ code: 'taken-back', text: `${said(own)} was taken back upstream by a later commit.`, about: word }]
      : []),
    ...(fix.issue === null || !isOneOfThem || others.length === 0
      ? []
      : [
          {
            code: 'issue-has-more',
            text: `${fix.issue} has more: ${others.map(said).join('; ')}. Name the issue to pick all of it.`,
            about: word,
          },
        ]),
  ];
}

function shortId(id: ObjectId): string {
  return id.slice(0, 8);
}
