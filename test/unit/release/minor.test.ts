import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Assembled, AssembledMerge } from '../../../src/git';
import type { Outage } from '../../../src/moodle';
import type { Remark } from '../../../src/plan';
import { planText } from '../../../src/present';
import { chooseMinor, isRefused, planMinor } from '../../../src/release';
import type { GitPlan, Minor, MinorEvidence, MinorFacts, MinorInputs, SeenTag } from '../../../src/release';
import { minorRemarks } from '../../../src/release/releasing/minorRemarks';
import { compareTag } from '../../../src/release/releasing/upstreamTag';
import { describeRoles, roleFacts } from '../../../src/release/roles';
import { matchesGolden } from '../../golden/golden';
import { invalid } from '../cli/schema';
import { assembledMerge, COMMITTER, drawn, prefix } from './drawn';
import type { Drawing, Drawn } from './drawn';

const TESTING = 'LUVLE-2.6-testing';
const DEPLOYMENT = 'LUVLE-2.6-deployment';
const key = (name: string): string => `LUVLE/hack/mod_${name}`;
const branch = (name: string): string => `LUVLE-2.6-hack-mod_${name}`;
const SEEN: readonly SeenTag[] = [{ remote: 'upstream', id: 'tag-v261' }];

/** Two changes on 2.6.0, both in testing and one in deployment. */
function line(more: Partial<Drawing> = {}): Drawing {
  const history = `book: v26\nchat: v26
    d0: v26 book · Merge branch '${branch('book')}'
    t0: v26 book · Merge branch '${branch('book')}'
    t1: t0 chat · Merge branch '${branch('chat')}'`;
  return {
    ...more,
    history: `${history}\n${more.history ?? ''}`,
    branches: {
      [branch('book')]: 'book',
      [branch('chat')]: 'chat',
      [TESTING]: 't1',
      [DEPLOYMENT]: 'd0',
      ...more.branches,
    },
  };
}

function factsOf({ arranged }: Drawn, inputs: Partial<MinorInputs>, more: Partial<MinorFacts> = {}): MinorFacts {
  const asked = { id: 'p1', line: null, customer: null, by: COMMITTER, release: 'v2.6.1' };
  const roles = describeRoles(arranged, roleFacts(arranged), null);
  return { inputs: { ...asked, ...inputs }, arranged, roles, waiting: new Map(), seen: SEEN, ...more };
}

const choose = (drawing: Drawing, inputs: Partial<MinorInputs> = {}, more: Partial<MinorFacts> = {}): Minor | Remark =>
  chooseMinor(factsOf(drawn(drawing, 'v2.6.1'), inputs, more));

function chosen(drawing: Drawing): Minor {
  const minor = choose(drawing);
  assert.ok(!isRefused(minor), JSON.stringify(minor));
  return minor;
}

describe('the role branches a release is for', () => {
  const got: readonly (readonly [
    about: string,
    drawing: Drawing,
    branches: readonly string[],
    warnings: readonly string[],
  ])[] = [
    ['those that lack it', line(), [TESTING, DEPLOYMENT], []],
    [
      'not one that has it',
      line({ history: 't2: t1 v261', branches: { [TESTING]: 't2' } }),
      [DEPLOYMENT],
      [`has-it ${TESTING}`],
    ],
    [
      'not one beside the line',
      line({ branches: { [`${TESTING}-next`]: 't1' } }),
      [TESTING, DEPLOYMENT],
      [`left-beside ${TESTING}-next`],
    ],
    ['one that only a remote has', line({ branches: { [`cis/${DEPLOYMENT}`]: 'd0' } }), [TESTING, DEPLOYMENT], []],
  ];
  for (const [about, drawing, branches, warnings] of got) {
    it(`are ${about}`, () => {
      const minor = chosen(drawing);
      assert.deepEqual(
        minor.branches.map(({ role }) => role.name),
        branches,
      );
      assert.deepEqual(
        minor.warnings.map(({ code, about: whom = '' }) => `${code} ${whom}`),
        warnings,
      );
      for (const { recipe, role } of minor.branches) {
        assert.deepEqual(recipe.merges, [{ branch: 'v2.6.1', tip: 'v261', kind: 'tag' }]);
        assert.equal(recipe.start, role.tip);
      }
    });
  }

  it('take packaging along only where deployment is among them', () => {
    const packaging = { history: 'p0: d0 · Package it', branches: { 'lu-moodle-LUVLE_2.6': 'p0' } };
    assert.equal(chosen(line(packaging)).packaging?.role.role, 'packaging');
    const without = line({
      history: `${packaging.history}\nd1: d0 v261`,
      branches: { ...packaging.branches, [DEPLOYMENT]: 'd1' },
    });
    assert.equal(chosen(without).packaging, null);
  });

  const refused: readonly (readonly [
    about: string,
    drawing: Drawing,
    inputs: Partial<MinorInputs>,
    more: Partial<MinorFacts>,
    code: string,
  ])[] = [
    ['a tag that is not here', line(), { release: 'v2.6.9' }, {}, 'no-release'],
    ['no tag at all', line(), { release: 'master' }, {}, 'no-release'],
    ['another line', line(), { line: '2.5' }, {}, 'other-line'],
    ['a line without role branches', { ...line(), branches: { [branch('book')]: 'book' } }, {}, {}, 'no-role-branches'],
    ['a customer without any', line(), { customer: 'LUNS' }, {}, 'no-role-branches'],
    [
      'two customers',
      line({ history: 'n0: v26 · Of others', branches: { 'LUNS-2.6-testing': 'n0' } }),
      {},
      {},
      'which-customer',
    ],
    [
      'what all have',
      line({ history: 'd1: d0 v261\nt2: t1 v261', branches: { [TESTING]: 't2', [DEPLOYMENT]: 'd1' } }),
      {},
      {},
      'has-it',
    ],
    [
      'something older',
      line({ history: 'd1: d0 v261\nt2: t1 v261', branches: { [TESTING]: 't2', [DEPLOYMENT]: 'd1' } }),
      { release: 'v2.6.0' },
      { seen: [] },
      'older-release',
    ],
    ['a branch that waits', line(), {}, { waiting: new Map([[`refs/heads/${TESTING}`, 'p0']]) }, 'waits'],
    [
      'a branch that is checked out',
      line({ workTrees: [{ path: '/r', branch: `refs/heads/${DEPLOYMENT}`, busy: null }] }),
      {},
      {},
      'checked-out',
    ],
    [
      'a branch that went on here and there',
      line({ history: 'd1: d0\nd2: d0', branches: { [DEPLOYMENT]: 'd1', [`cis/${DEPLOYMENT}`]: 'd2' } }),
      {},
      {},
      'diverged',
    ],
    ['a tag that was moved', line(), {}, { seen: [{ remote: 'upstream', id: 'another' }] }, 'moved-tag'],
  ];
  for (const [about, drawing, inputs, more, code] of refused) {
    it(`are not told for ${about}`, () => {
      const minor = choose(drawing, inputs, more);
      assert.ok(isRefused(minor));
      assert.equal(minor.code, code, minor.text);
    });
  }
});

describe('the tag of a release', () => {
  const tables: readonly (readonly [
    about: string,
    seen: readonly SeenTag[],
    refusal: string | null,
    warning: string | null,
  ])[] = [
    ['is as upstream has it', [{ remote: 'a', id: 'here' }], null, null],
    [
      'is as one of two has it',
      [
        { remote: 'a', id: null },
        { remote: 'b', id: 'here' },
      ],
      null,
      null,
    ],
    ['was moved', [{ remote: 'a', id: 'there' }], 'moved-tag', null],
    ['is not upstream', [{ remote: 'a', id: null }], null, 'tag-not-upstream'],
    ['could not be asked for', [], null, 'tag-not-checked'],
  ];
  for (const [about, seen, refusal, warning] of tables) {
    it(about, () => {
      const found = compareTag('v2.6.1', 'here', seen);
      assert.equal(found.refusal?.code ?? null, refusal);
      assert.deepEqual(
        found.warnings.map(({ code }) => code),
        warning === null ? [] : [warning],
      );
    });
  }
});

const merged = (into: string, more: Partial<AssembledMerge> = {}): Assembled => {
  const merge = assembledMerge('v2.6.1', 'v261', { commit: `m of ${into}`, tree: `tree of ${into}`, ...more });
  return { merges: [merge], tip: `m of ${into}`, tree: `tree of ${into}` };
};

/** A plan of what git made of both branches; `conflicts` are paths by the branch's name. */
function planned(
  drawing: Drawing,
  evidence: Partial<MinorEvidence> = {},
  conflicts: Readonly<Record<string, readonly string[]>> = {},
): { readonly plan: GitPlan; readonly remarks: readonly Remark[] } {
  const all = drawn(drawing, 'v2.6.1');
  const minor = chooseMinor(factsOf(all, {}));
  assert.ok(!isRefused(minor), JSON.stringify(minor));
  const made = minor.branches.map(({ recipe, ...one }) => {
    const paths = conflicts[one.role.name];
    const conflict = paths === undefined ? {} : ({ result: 'conflict', commit: null, paths } as const);
    return { branch: one, recipe, assembled: merged(one.role.name, conflict) };
  });
  const known: MinorEvidence = {
    arranged: all.arranged,
    assessments: all.assessments,
    upstream: all.equivalents.upstream,
    paths: all.equivalents.paths,
    changed: [],
    texts: new Map(),
    outage: { live: 'r', answer: { code: 0, certain: true, because: [] } },
    ...evidence,
  };
  const facts = {
    minor,
    made,
    packaging: null,
    evidence: known,
    record: null,
    tag: null,
    warnings: [],
    backupPrefix: prefix,
  };
  return { plan: planMinor(facts), remarks: minorRemarks(minor, made, known) };
}

const told = (remarks: readonly Remark[]): readonly string[] =>
  remarks.map(({ code, about = '' }) => `${code} ${about}`);

describe('what is said of a release', () => {
  it('is which changes conflict, and what conflicts and is nobody’s', () => {
    const { remarks, plan } = planned(line(), {}, { [TESTING]: ['chat.txt', 'other.txt'] });
    assert.deepEqual(
      remarks.filter(({ code }) => code === 'conflict').map(({ text }) => text),
      [
        `It conflicts with v2.6.1 in ${TESTING}: chat.txt.`,
        `v2.6.1 conflicts with what no change of ${TESTING} touches: other.txt.`,
      ],
    );
    assert.deepEqual(
      plan.sections.map(({ id }) => id),
      ['settle-testing', 'assemble-deployment'],
    );
  });

  it('is whose files it changes, but for those that conflict', () => {
    const both = ['book.txt', 'chat.txt'].map((path) => ({
      path,
      status: 'modified' as const,
      before: null,
      after: null,
    }));
    assert.deepEqual(told(planned(line(), { changed: both }).remarks).slice(0, 2), [
      `upstream-touched ${key('book')}`,
      `upstream-touched ${key('chat')}`,
    ]);
    const { remarks } = planned(line(), { changed: both }, { [TESTING]: ['chat.txt'] });
    assert.deepEqual(told(remarks).slice(0, 2), [`conflict ${key('chat')}`, `upstream-touched ${key('book')}`]);
  });

  it('is what stays out, and what an outage is needed for', () => {
    const because = [{ kind: 'db-changed', subject: 'mod_quiz', from: null, to: null }] as const;
    const answers: readonly (readonly [Outage, string, RegExp])[] = [
      [{ code: 0, certain: true, because: [] }, 'no-upgrade', /nothing to upgrade/],
      [{ code: 3, certain: true, because: [] }, 'no-outage', /no outage/],
      [{ code: 2, certain: true, because }, 'outage', /mod_quiz \(db changed\)/],
      [{ code: 2, certain: false, because }, 'outage-unknown', /plan an outage/],
    ];
    for (const [answer, code, text] of answers) {
      const { remarks } = planned(line(), { outage: { live: 'lu-moodle-lu_v2.6.0-1', answer } });
      assert.deepEqual(told(remarks), [`kept-out ${key('chat')}`, `${code} ${DEPLOYMENT}`]);
      assert.match(remarks.at(-1)?.text ?? '', text);
    }
    assert.deepEqual(told(planned(line(), { outage: null }).remarks).at(-1), `outage-unknown ${DEPLOYMENT}`);
  });

  it('is a plan that reads like this', () => {
    const changed = [{ path: 'book.txt', status: 'modified' as const, before: null, after: null }];
    const { plan } = planned(line({ twins: { chat: 'adopted' } }), { changed }, { [TESTING]: ['chat.txt'] });
    matchesGolden('release/minor.json', `${JSON.stringify(plan, null, 2)}\n`);
    assert.deepEqual(invalid('plan', JSON.parse(JSON.stringify(plan))), []);
    matchesGolden('present/minor.txt', `${planText(plan).join('\n')}\n`);
  });

  it('is held on the tag and on the branches', () => {
    const { facts } = planned(line()).plan;
    assert.deepEqual(facts, [
      { type: 'identity', of: 'refs', resource: 'refs/tags/v2.6.1', id: 'tag-v261' },
      { type: 'requirement', of: 'refs', resource: `refs/heads/${TESTING}`, id: 't1', step: 'assemble-testing' },
      { type: 'requirement', of: 'refs', resource: `refs/heads/${DEPLOYMENT}`, id: 'd0', step: 'assemble-deployment' },
    ]);
  });
});
