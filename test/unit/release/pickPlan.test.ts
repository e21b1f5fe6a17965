import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pickOrder } from '../../../src/git';
import { upstreamGraph } from '../../../src/git/upstream';
import type { Commit } from '../../../src/git/types';
import { chooseHomes, choosePicks, planPick, searchFixes } from '../../../src/release';
import type { Carried, Recipe } from '../../../src/git';
import type { GitPlan, PickAsked, PickInputs } from '../../../src/release';
import { planText } from '../../../src/present';
import { drawnCommits } from '../../support/history';
import { matchesGolden } from '../../golden/golden';
import { COMMITTER, drawn, prefix } from './drawn';
import type { Drawing } from './drawn';

const QUIZ = 'LUVLE-2.6-hack-mod_quiz';
const FORUM = 'LUVLE-2.6-hack-mod_forum';
const NEW = 'LUVLE-2.6-fix-mod_book-mdl1';

/** Upstream after 2.6.0, from the newest on: `main` and the line's own branch, which has MDL-1 in two commits. */
const UPSTREAM = drawnCommits(
  [
    'm1: v26 · MDL-1 book: Main has it in one',
    'm2: m1 · MDL-4 chat: Only main has this',
    'm3: m2 · Revert "MDL-1 book: Main has it in one"',
    's1: v26 · MDL-1 book: First half',
    's2: s1 · MDL-1 book: Second half',
    's3: s2 · MDL-2 wiki: Wrong',
    's4: s3 · Revert "MDL-2 wiki: Wrong"',
    's5: s4 · MDL-3 page: The words',
    's6: s5 m2 · Merge branch wip',
  ].join('\n'),
);
// A log has the newest first, and of what was made in one minute whatever comes: not the order of picking.
const LOG = ['s6', 's1', 's2', 's5', 's4', 's3', 'm3', 'm2', 'm1']
  .map((id) => UPSTREAM.get(id))
  .filter((one) => one !== undefined);
const upstream = upstreamGraph(
  { commits: new Map(LOG.map((one) => [one.id, { ...one, pathKey: `${one.id}.txt` }])) },
  'v26',
);

const DRAWING: Drawing = {
  history: `a: v26 · Quiz\nb: v26 · MDL-9 page: The words (backport of MDL-3)\nc: v26 · Loose`,
  branches: { [QUIZ]: 'a', [FORUM]: 'b', 'LUVLE-2.6-testing': 'c' },
};

interface Asked extends Partial<PickInputs> {
  readonly drawing?: Partial<Drawing>;
  readonly patches?: Readonly<Record<string, string>>;
  readonly carried?: (recipe: Recipe) => Partial<Carried> & { readonly result: Carried['result'] };
  readonly waiting?: ReadonlyMap<string, string>;
}

function pick(
  what: readonly string[],
  { drawing, patches = {}, carried, waiting = new Map(), ...more }: Asked = {},
): GitPlan {
  const { arranged } = drawn({ ...DRAWING, ...drawing });
  const inputs: PickInputs = {
    ...{ id: 'p1', line: '2.6', customer: null, by: COMMITTER, what, to: null, toNew: null, cite: false },
    ...more,
  };
  const own = arranged.facts.graph.history.commits;
  const named = new Map<string, Commit>([...UPSTREAM, ...own]);
  const asked = what.map((word): PickAsked => {
    const commit = named.get(word) ?? null;
    const issue = commit === null ? word.toUpperCase() : (/MDL-\d+/.exec(commit.subject)?.[0] ?? null);
    const query = { issue, text: null, path: null, author: null, from: 'v26', to: ['s5', 'm3'] };
    const fixes = issue === null ? [] : searchFixes(query, { upstream, authors: new Map(), pickOrder });
    return { word, fix: fixes.find((fix) => fix.issue === issue) ?? null, commit };
  });
  const picking = choosePicks({
    inputs,
    chosen: chooseHomes(inputs, arranged, waiting),
    asked,
    commits: named,
    upstream: [upstream],
    history: arranged.facts.graph,
    paths: new Map(),
    pickOrder,
    patchIds: new Map(Object.entries(patches)),
  });
  const results = picking.items.map(({ recipe }): Carried => {
    const start = { branch: recipe.branch, picks: [], exact: 'in-memory', workTreeReason: null } as const;
    const clean = { ...start, result: 'clean', tip: `new ${recipe.branch}`, tree: 'tree' } as const;
    return (carried === undefined ? clean : { ...clean, ...carried(recipe) }) as Carried;
  });
  return planPick({
    picking,
    asked,
    arranged,
    carried: results,
    paths: new Map(),
    lints: new Map(),
    backupPrefix: prefix,
  });
}

/** `LUVLE-…: s1 s2` of each branch; what is left out in brackets. */
function picked({ sections }: GitPlan): readonly string[] {
  return sections.flatMap(({ steps }) =>
    steps.flatMap(({ effect }) => {
      const moves = effect.kind === 'carry' ? effect.moves : effect.kind === 'resolve' ? [effect] : [];
      return moves.map(({ newBranch, commits, drop }) => {
        const said = commits.map((id) => (drop.includes(id) ? `(${id})` : id)).join(' ');
        return `${newBranch.replace('refs/heads/', '')}: ${said}`;
      });
    }),
  );
}

const codes = ({ warnings }: GitPlan): readonly string[] => warnings.map(({ code }) => code);

describe('a pick', () => {
  const table: readonly (readonly [
    about: string,
    plan: GitPlan,
    picked: readonly string[],
    warned?: readonly string[],
  ])[] = [
    [
      'takes all of an issue from the line, whatever main has taken back',
      pick(['MDL-1'], { to: [QUIZ] }),
      [`${QUIZ}: s1 s2`],
    ],
    ['takes what only main has', pick(['mdl-4'], { to: [QUIZ] }), [`${QUIZ}: m2`]],
    ['puts parents first, however it was asked', pick(['s5', 's2', 's1'], { to: [QUIZ] }), [`${QUIZ}: s1 s2 s5`]],
    ['takes each commit once', pick(['MDL-1', 's1', 'MDL-1'], { to: [QUIZ] }), [`${QUIZ}: s1 s2`]],
    ['says what more an issue has', pick(['s1'], { to: [QUIZ] }), [`${QUIZ}: s1`], ['issue-has-more']],
    ['goes to several', pick(['MDL-4'], { to: [QUIZ, FORUM] }), [`${QUIZ}: m2`, `${FORUM}: m2`]],
    ['goes to a new branch', pick(['MDL-1'], { toNew: NEW }), [`${NEW}: s1 s2`]],
    ['takes a loose commit of ours', pick(['c'], { toNew: NEW }), [`${NEW}: c`]],
    ['leaves out a twin', pick(['MDL-1'], { to: [QUIZ], patches: { a: 'same', s1: 'same' } }), [`${QUIZ}: (s1) s2`]],
    ['says what seems to be there', pick(['MDL-3'], { to: [FORUM] }), [`${FORUM}: s5`], ['probably-contained']],
    ['takes what was taken back when it is named', pick(['s3'], { to: [QUIZ] }), [`${QUIZ}: s3`], ['taken-back']],
    [
      'leaves one that has it, and says so',
      pick(['MDL-4'], { to: [QUIZ, FORUM], patches: { a: 'same', m2: 'same' } }),
      [`${FORUM}: m2`],
      ['contained'],
    ],
    [
      'leaves one that waits elsewhere',
      pick(['MDL-4'], { to: [QUIZ, FORUM], waiting: new Map([[`refs/heads/${QUIZ}`, 'rebase-1']]) }),
      [`${FORUM}: m2`],
      ['waits'],
    ],
  ];
  for (const [about, plan, expected, warned = []] of table) {
    it(about, () => {
      assert.equal(plan.refusal, undefined);
      assert.deepEqual(picked(plan), expected);
      assert.deepEqual(codes(plan), warned);
    });
  }

  const refused: readonly (readonly [code: string, plan: GitPlan])[] = [
    ['taken-back', pick(['MDL-2'], { to: [QUIZ] })],
    ['no-such-fix', pick(['MDL-99'], { to: [QUIZ] })],
    ['no-such-commit', pick(['elsewhere'], { to: [QUIZ] })],
    ['merge-commit', pick(['s6'], { to: [QUIZ] })],
    ['no-such-change', pick(['MDL-1'], { to: ['LUVLE-2.6-hack-mod_nothing'] })],
    [
      'other-line',
      pick(['MDL-1'], {
        to: ['LUVLE-2.5-hack-mod_quiz'],
        drawing: { branches: { 'LUVLE-2.5-hack-mod_quiz': 'a', [QUIZ]: 'a' } },
      }),
    ],
    ['bad-name', pick(['MDL-1'], { toNew: 'quick-fix' })],
    ['exists', pick(['MDL-1'], { toNew: QUIZ })],
    ['no-home', pick(['MDL-1'])],
    ['contained', pick(['MDL-4'], { to: [QUIZ], patches: { a: 'same', m2: 'same' } })],
    [
      'checked-out',
      pick(['MDL-1'], {
        to: [QUIZ],
        drawing: { workTrees: [{ path: '/r', branch: `refs/heads/${QUIZ}`, busy: null }] },
      }),
    ],
    ['unknown', pick(['MDL-1'], { to: [QUIZ], carried: () => ({ result: 'unknown', reason: 'failed', detail: 'x' }) })],
  ];
  for (const [code, plan] of refused) {
    it(`is refused: ${code}`, () => {
      assert.equal(plan.refusal?.code, code === 'unknown' ? 'failed' : code);
      assert.deepEqual(plan.sections, []);
    });
  }

  it('is shown whole, with what waits for a person', () => {
    const conflict = { commit: 's2', paths: ['mod/book/lib.php'], stages: [] };
    const plan = pick(['MDL-1', 'MDL-3'], {
      to: [QUIZ, FORUM],
      cite: true,
      patches: { a: 'same', s1: 'same' },
      carried: ({ branch }) =>
        branch.endsWith('forum') ? { result: 'conflict', conflict } : { result: 'clean', added: ['public/x.php'] },
    });
    matchesGolden('release/pick.txt', `${planText(plan).join('\n')}\n`);
    matchesGolden('release/pick.json', `${JSON.stringify(plan, null, 2)}\n`);
  });
});
