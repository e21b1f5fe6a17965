import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assemblyListText } from '../../../src/config';
import type { AssemblyList, ListEntry } from '../../../src/config';
import type { Assembled, AssembledMerge } from '../../../src/git';
import { chooseAssembly, chooseMerges, deriveList, isAssembled, lackingIn, planAssemble } from '../../../src/release';
import type { AssembledBranch, Assembling, AssemblyWanted, GitPlan } from '../../../src/release';
import { describeRoles, roleFacts } from '../../../src/release/roles';
import { defaultScheme } from '../../../src/scheme';
import { matchesGolden } from '../../golden/golden';
import { assembledMerge, COMMITTER, decided, drawn, prefix } from './drawn';
import type { Drawing, Drawn } from './drawn';

const BRANCH = 'LUVLE-2.6-deployment';
const key = (name: string): string => `LUVLE/hack/mod_${name}`;
const branch = (name: string): string => `LUVLE-2.6-hack-mod_${name}`;

/** Changes of one commit each, merged into a deployment branch; `also` are further lines of the drawing. */
function deployed(merged: readonly string[], also = '', more: Partial<Drawing> = {}): Drawing {
  const names = ['book', 'chat', 'data'];
  const merges = merged.map(
    (name, at) => `d${at}: ${at === 0 ? 'v26' : `d${at - 1}`} ${name} · Merge branch '${branch(name)}'`,
  );
  return {
    history: [...names.map((name) => `${name}: v26`), ...merges, also].join('\n'),
    ...more,
    branches: {
      ...Object.fromEntries(names.map((name) => [branch(name), name])),
      ...(merged.length === 0 ? {} : { [BRANCH]: `d${merged.length - 1}` }),
      ...more.branches,
    },
  };
}

function roleIn({ arranged }: Drawn, name = BRANCH): AssembledBranch | null {
  const roles = describeRoles(arranged, roleFacts(arranged), null);
  return roles.filter(isAssembled).find((role) => role.name === name) ?? null;
}

const entry = (name: string, more: Partial<ListEntry> = {}): ListEntry => {
  return { change: key(name), pin: null, hold: null, exclude: null, ...more };
};

function listOf(merges: readonly ListEntry[], more: Partial<AssemblyList> = {}): AssemblyList {
  const place = { customer: 'LUVLE', line: '2.6', role: 'deployment', suffix: null } as const;
  return { ...place, upstream: null, merges, declined: [], ...more };
}

describe('an adopted role branch', () => {
  const adopted = (drawing: Drawing): ReturnType<typeof deriveList> => {
    const { arranged, assessments, ...rest } = drawn(drawing);
    const role = roleIn({ arranged, assessments, ...rest });
    assert.ok(role);
    return deriveList({ arranged, role, assessments });
  };

  it('is the list of its merges, in their order', () => {
    const { list, tips, loose, unlisted } = adopted(deployed(['data', 'book']));
    assert.equal(
      assemblyListText(list),
      `schema: 1\nupstream: v2.6.0\nmerges:\n  - ${key('data')}\n  - ${key('book')}\n`,
    );
    assert.deepEqual(
      [...tips],
      [
        [key('data'), 'data'],
        [key('book'), 'book'],
      ],
    );
    assert.deepEqual([loose, unlisted], [[], []]);
  });

  it('follows a change that went on, and knows what it has of it', () => {
    const { list, tips } = adopted(deployed(['book'], 'book2: book', { branches: { [branch('book')]: 'book2' } }));
    assert.deepEqual(list.merges, [entry('book')]);
    assert.equal(tips.get(key('book')), 'book');
  });

  it('pins what has no branch any more', () => {
    const { list } = adopted(
      deployed(['book'], `page: v26\nd9: d0 page · Merge branch '${branch('page')}'`, { branches: { [BRANCH]: 'd9' } }),
    );
    assert.deepEqual(list.merges, [entry('book'), entry('page', { pin: 'page' })]);
  });

  it('names what no list can say', () => {
    const { list, loose, unlisted } = adopted(
      deployed(['book'], 'old: v25\nd8: d0 old · Bring the old one along\nd9: d8 · Fix it in place', {
        branches: { [BRANCH]: 'd9', 'LUVLE-2.5-hack-mod_url': 'old' },
      }),
    );
    assert.deepEqual(list.merges, [entry('book')]);
    assert.deepEqual(
      loose.map(({ subject }) => subject),
      ['Fix it in place'],
    );
    assert.deepEqual(
      unlisted.map(({ id }) => id),
      ['old'],
    );
  });
});

describe('what a list merges', () => {
  const chosen = (merges: readonly ListEntry[], drawing = deployed(['book'])): ReturnType<typeof chooseMerges> => {
    return chooseMerges(listOf(merges), drawn(drawing).assessments, defaultScheme());
  };

  it('is each change at the tip that counts, or at its pin', () => {
    const drawing = deployed([], 'book2: book', { branches: { [`cis/${branch('book')}`]: 'book2' } });
    const pinned = entry('page', { pin: 'p1' });
    assert.deepEqual(chosen([entry('chat'), entry('book'), entry('data', { pin: 'p0' }), pinned], drawing).merges, [
      { change: key('chat'), branch: branch('chat'), ref: `refs/heads/${branch('chat')}`, tip: 'chat' },
      { change: key('book'), branch: branch('book'), ref: `refs/remotes/cis/${branch('book')}`, tip: 'book2' },
      { change: key('data'), branch: branch('data'), ref: null, tip: 'p0' },
      { change: key('page'), branch: branch('page'), ref: null, tip: 'p1' },
    ]);
  });

  it('leaves out what is held, excluded or dropped, with the reason', () => {
    const drawing = deployed([], '', { decisions: [decided(key('data'), 'dropped')] });
    const held = entry('book', { hold: 'exams', pin: 'p0' });
    const { merges, left, refusals } = chosen(
      [held, entry('chat', { exclude: 'only testing' }), entry('data')],
      drawing,
    );
    assert.deepEqual([merges, refusals], [[], []]);
    assert.deepEqual(
      left.map(({ change, why, remark }) => [change, why, remark.text]),
      [
        [key('book'), 'held', 'It is held: exams'],
        [key('chat'), 'excluded', 'It is excluded: only testing'],
        [key('data'), 'dropped', 'It is dropped on 2.6. Take it off the list.'],
      ],
    );
  });

  const refused: readonly (readonly [about: string, list: readonly ListEntry[], drawing: Drawing, code: string])[] = [
    ['an unknown change', [entry('nobody')], deployed([]), 'no-such-change'],
    [
      'a change without a branch on the line',
      [entry('url')],
      deployed([], 'u: v25', { branches: { 'LUVLE-2.5-hack-mod_url': 'u' } }),
      'no-branch',
    ],
    [
      'what would bring a held one along',
      [entry('book', { hold: 'exams' }), entry('page')],
      deployed([], 'page: book', { branches: { [branch('page')]: 'page' } }),
      'brings-along',
    ],
  ];
  for (const [about, list, drawing, code] of refused) {
    it(`cannot be ${about}`, () => {
      assert.deepEqual(
        chosen(list, drawing).refusals.map((remark) => [remark.code, remark.about]),
        [[code, list.at(-1)?.change]],
      );
    });
  }

  it('says what is not fit to be merged', () => {
    const drawing = deployed([], 'page: v25', { branches: { [branch('page')]: 'page' } });
    assert.deepEqual(chosen([entry('page')], drawing).warnings, [
      { code: 'stale', text: `${branch('page')} is still cut from v2.5.0. Rebase it first.`, about: key('page') },
    ]);
  });

  it('is held against what testing merges', () => {
    const testing = chosen([entry('book'), entry('chat'), entry('data')]);
    const lacking = (merges: readonly ListEntry[]): readonly string[] => {
      return lackingIn(chosen(merges), testing).map(({ change, why }) => `${change.slice(15)} ${why}`);
    };
    assert.deepEqual(lacking([entry('data'), entry('chat'), entry('book')]), []);
    assert.deepEqual(lacking([entry('book', { pin: 'p0' }), entry('chat', { hold: 'exams' })]), [
      'book other-commit',
      'chat held',
      'data not-listed',
    ]);
  });
});

/** What is chosen for a drawing and a list; null: as adopted. */
function assembling(
  drawing: Drawing,
  merges: readonly ListEntry[] | null,
  inputs: Partial<AssemblyWanted> = {},
  more: Partial<AssemblyList> = {},
): Assembling {
  const all = drawn(drawing);
  const place = { customer: 'LUVLE', line: '2.6', role: 'deployment', suffix: null } as const;
  return chooseAssembly({
    wanted: { id: 'p1', ...place, how: 'continue', committer: COMMITTER, ...inputs },
    arranged: all.arranged,
    assessments: all.assessments,
    list: merges === null ? null : listOf(merges, more),
    team: { ref: 'refs/heads/moodle-release', tip: 'team' },
    role: roleIn(all),
    waiting: new Map(),
  });
}

const rebuild = { how: 'rebuild' } as const;
const codes = ({ warnings }: Pick<Assembling, 'warnings'>): readonly string[] =>
  warnings.map(({ code, about = '' }) => `${code} ${about.split('_').at(-1) ?? ''}`);

describe('an assembly', () => {
  it('continues from the branch, and brings the release first that its list names', () => {
    const { recipe, ref, old } = assembling(
      deployed(['book']),
      [entry('book'), entry('chat')],
      {},
      { upstream: 'v2.6.1' },
    );
    assert.deepEqual([ref, old], [`refs/heads/${BRANCH}`, 'd0']);
    assert.deepEqual(recipe, {
      start: 'd0',
      merges: [
        { branch: 'v2.6.1', tip: 'v261', kind: 'tag' },
        { branch: branch('book'), tip: 'book' },
        { branch: branch('chat'), tip: 'chat' },
      ],
      into: BRANCH,
      committer: COMMITTER,
    });
  });

  it('rebuilds from the release, over what the branch is', () => {
    const { recipe } = assembling(deployed(['book']), [entry('chat')], rebuild, { upstream: 'v2.6.1' });
    assert.deepEqual(
      [recipe?.start, recipe?.over, recipe?.merges],
      ['v261', 'd0', [{ branch: branch('chat'), tip: 'chat' }]],
    );
  });

  it('makes a branch that is not there from the agreed base', () => {
    const { recipe, old, ref } = assembling(deployed([]), [entry('chat')], rebuild);
    assert.deepEqual([recipe?.start, recipe?.over, old, ref], ['v26', undefined, null, `refs/heads/${BRANCH}`]);
  });

  it('says what only a rebuild takes out, and what a rebuild does', () => {
    const drawing = deployed(['book', 'chat']);
    const merges = [entry('book', { hold: 'exams' })];
    assert.deepEqual(codes(assembling(drawing, merges)), ['held book', 'still-in book', 'still-in chat']);
    assert.deepEqual(codes(assembling(drawing, merges, rebuild)), ['held book', 'taken-out book', 'taken-out chat']);
  });

  it('says that a rebuild goes back behind a release', () => {
    const drawing = deployed(['book'], 'd9: d0 v261', { branches: { [BRANCH]: 'd9' } });
    const at = (upstream: string): readonly string[] =>
      codes(assembling(drawing, [entry('book')], rebuild, { upstream }));
    assert.deepEqual(at('v2.6.0'), [`older-release ${BRANCH}`]);
    assert.deepEqual(at('v2.6.1'), []);
  });

  it('says which change brings a newer release along', () => {
    const quiz = { branches: { [branch('quiz')]: 'quiz' } };
    const at = (also: string, upstream: string): readonly string[] =>
      codes(assembling(deployed(['book'], also, quiz), [entry('book'), entry('quiz')], {}, { upstream }));
    assert.deepEqual(at('quiz: v261', 'v2.6.0'), ['brings-release quiz']);
    assert.deepEqual(at('quiz: v261', 'v2.6.1'), []);
    assert.deepEqual(at('quiz: v26', 'v2.6.0'), []);
  });

  const loose = deployed(['book'], 'd9: d0 · Fix it in place', { branches: { [BRANCH]: 'd9' } });
  it('keeps loose commits when it continues', () => {
    assert.equal(assembling(loose, [entry('book')]).refusal, null);
  });
  it('may lose what was declined, and what a change has', () => {
    assert.equal(assembling(loose, [entry('book')], rebuild, { declined: ['d9'] }).refusal, null);
    assert.equal(assembling(loose, [entry('book'), entry('page', { pin: 'd9' })], rebuild).refusal, null);
  });

  it('loses what a change was before it was rebased, with the change', () => {
    const twice = `again: v26\nd1: d0 again · Merge branch '${branch('book')}'`;
    const drawing = deployed(['book'], twice, { branches: { [branch('book')]: 'again', [BRANCH]: 'd1' } });
    const { refusal, warnings } = assembling(drawing, [entry('chat'), entry('book', { exclude: 'no' })], rebuild);
    assert.equal(refusal, null);
    assert.deepEqual(
      warnings.map(({ code, about = '' }) => `${code} ${about}`),
      [`excluded ${key('book')}`, `taken-out ${key('book')}`],
    );
  });

  const refused: readonly (readonly [about: string, chosen: Assembling, code: string, text: RegExp])[] = [
    [
      'a rebuild with loose commits',
      assembling(loose, [entry('book')], rebuild),
      'loose-commits',
      /Ada: Fix it in place/,
    ],
    [
      'a rebuild over what came from another line',
      assembling(
        deployed(['book'], 'old: v25\nd9: d0 old · Bring it along', {
          branches: { [BRANCH]: 'd9', 'LUVLE-2.5-hack-mod_url': 'old' },
        }),
        [entry('book')],
        rebuild,
      ),
      'loose-commits',
      /Commit old/,
    ],
    ['a branch without a list', assembling(deployed(['book']), null), 'no-list', /Adopt it first\.$/],
    [
      'no branch and no list',
      assembling(deployed([]), null),
      'no-list',
      /begins lists\/LUVLE\/2\.6\/deployment\.yaml\.$/,
    ],
    [
      'a release that is not here',
      assembling(deployed(['book']), [entry('book')], {}, { upstream: 'v2.6.9' }),
      'no-release',
      /^v2\.6\.9 is not in this repository/,
    ],
    [
      'a list that names an unknown change',
      assembling(deployed(['book']), [entry('nobody')]),
      'no-such-change',
      /mod_nobody/,
    ],
    [
      'a branch on which a colleague went on',
      assembling(
        deployed(['book'], 'x: d0', {
          branches: { [BRANCH]: 'x', [`cis/${BRANCH}`]: 'y' },
          history: `${deployed(['book']).history}\nx: d0\ny: d0`,
        }),
        [entry('book')],
      ),
      'diverged',
      /went on here and on the remote/,
    ],
    [
      'a branch that is checked out',
      assembling(deployed(['book'], '', { workTrees: [{ path: '/w', branch: `refs/heads/${BRANCH}`, busy: null }] }), [
        entry('book'),
      ]),
      'checked-out',
      /is checked out in \/w/,
    ],
  ];
  for (const [about, { refusal, recipe }, code, text] of refused) {
    it(`refuses ${about}`, () => {
      assert.ok(refusal);
      assert.equal(refusal.code, code);
      assert.match(refusal.text, text);
      assert.equal(recipe, null);
    });
  }
});

const ASKED = { id: 'p1', line: '2.6', customer: null, by: COMMITTER, role: 'deployment', how: 'continue' } as const;

/** What git would have made of it: merged, where nothing else is said by the name of the branch. */
function assembledAs(
  { recipe }: Assembling,
  others: Readonly<Record<string, Partial<AssembledMerge>>> = {},
): Assembled | null {
  if (recipe === null) return null;
  const merges = recipe.merges.map(({ branch: name, tip }) => assembledMerge(name, tip, others[name]));
  const last = merges.findLast(({ result }) => result === 'merged');
  return { merges, tip: last?.commit ?? recipe.start, tree: last?.tree ?? `tree-${recipe.start}` };
}

describe('the plan of an assembly', () => {
  const plan = (chosen: Assembling, others: Parameters<typeof assembledAs>[1] = {}): GitPlan =>
    planAssemble({ inputs: ASKED, assembling: chosen, assembled: assembledAs(chosen, others), backupPrefix: prefix });
  const contained = { result: 'contained', commit: null } as const;

  it('is this, whole', () => {
    const drawing = deployed(['book'], '', { branches: { [`cis/${branch('data')}`]: 'data' } });
    const merges = [entry('book'), entry('chat', { hold: 'exams' }), entry('data')];
    const made = plan(assembling(drawing, merges, {}, { upstream: 'v2.6.1' }), { [branch('book')]: contained });
    matchesGolden('release/assemble.json', `${JSON.stringify(made, null, 2)}\n`);
  });

  it('comes out equal when it is planned again', () => {
    const make = (): GitPlan => plan(assembling(deployed(['book']), [entry('book'), entry('chat')]));
    assert.deepEqual(make(), make());
  });

  const conflict = {
    result: 'conflict',
    commit: null,
    paths: ['b.php', 'a.php'],
    clashesWith: [branch('book')],
  } as const;

  it('leaves to a person what conflicts, after what is clean', () => {
    const made = plan(assembling(deployed(['book']), [entry('book'), entry('chat'), entry('data')]), {
      [branch('book')]: contained,
      [branch('chat')]: conflict,
    });
    assert.deepEqual([made.refusal, made.tree, made.warnings], [undefined, undefined, []]);
    assert.deepEqual(
      made.sections.map(({ id, after }) => [id, after]),
      [
        ['assemble', undefined],
        ['settle', ['assemble']],
      ],
    );
  });

  it('goes through all of a rebuild with a person where something conflicts', () => {
    const made = plan(assembling(deployed(['book']), [entry('book'), entry('chat')], rebuild), {
      [branch('chat')]: conflict,
    });
    assert.deepEqual([made.refusal, made.sections.map(({ id }) => id)], [undefined, ['settle']]);
  });

  it('is refused where git cannot tell', () => {
    const made = plan(assembling(deployed([]), [entry('book')]), { [branch('book')]: { result: 'unknown' } });
    assert.equal(made.refusal?.code, 'unknown');
  });

  it('is refused when the branch has all of it', () => {
    const made = plan(assembling(deployed(['book']), [entry('book')]), { [branch('book')]: contained });
    assert.deepEqual(made.refusal?.code, 'nothing-to-assemble');
  });

  it('is refused when a rebuild gives the same tree', () => {
    const chosen = assembling(deployed(['book']), [entry('book')], rebuild);
    const made = plan(chosen, { [branch('book')]: { tree: 'tree-d0' } });
    assert.equal(made.refusal?.text, `Rebuilt, ${BRANCH} is the same.`);
    assert.equal(plan(chosen).refusal, undefined);
  });

  it('says why it was refused before git was asked', () => {
    const made = plan(assembling(deployed(['book']), null));
    assert.deepEqual(
      [made.refusal?.code, made.merges, made.title],
      ['no-list', undefined, `Bring up to date ${BRANCH}`],
    );
  });
});
