import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FilesEffect } from '../../../src/git';
import { draftRename, planCreateBranch, planRename } from '../../../src/release';
import type { CreateBranchFacts, GitPlan, RenameFacts } from '../../../src/release';
import { defaultScheme } from '../../../src/scheme';
import { drawnCommits } from '../../support/history';
import { matchesGolden } from '../../golden/golden';
import { COMMITTER, decided, prefix } from './drawn';

const FROM = 'LUVLE-2.6-hack-mod_quiz';
const TO = 'LUVLE-2.6-feature-mod_quiz';
const SHARED = { remote: 'cis', tip: 'a', taken: null, lacking: [] };

function facts(more: Partial<RenameFacts> = {}, to = TO): RenameFacts {
  return {
    inputs: { id: 'p1', branch: FROM, to, by: COMMITTER },
    scheme: defaultScheme(),
    branches: [FROM, 'LUVLE-2.6-hack-mod_wiki'],
    tip: 'b',
    checkedOut: null,
    tracked: { remote: 'cis', merge: `refs/heads/${FROM}` },
    shared: SHARED,
    decisions: [],
    team: {
      ref: 'refs/heads/moodle-release',
      local: 'd',
      shared: { remote: 'cis', ref: 'refs/remotes/cis/moodle-release', tip: 'd' },
      standing: 'same',
      merged: null,
    },
    backupPrefix: prefix,
    ...more,
  };
}

const outline = ({ sections }: GitPlan): readonly string[] =>
  sections.map(
    ({ id, after = [], steps }) => `${[id, ...after].join('<')}: ${steps.map(({ effect }) => effect.kind).join(' ')}`,
  );

describe('a rename', () => {
  it('is done here, there, and in what it tracks; decisions move along', () => {
    const given = facts({ decisions: [decided('LUVLE/hack/mod_quiz', 'owner')] });
    const draft = draftRename(given);
    assert.deepEqual(
      draft?.commit.files.map(({ path, text }) => [path.split('/').at(-1), text?.split('\n')[1] ?? null]),
      [
        ['LUVLE~hack~mod_quiz.owner.yaml', null],
        ['LUVLE~feature~mod_quiz.owner.yaml', 'change: LUVLE/feature/mod_quiz'],
      ],
    );
    const effect: FilesEffect = { kind: 'files', ...draft.commit, expect: { tree: 't', tip: 'n' } };
    matchesGolden('release/rename.json', `${JSON.stringify(planRename(given, effect), null, 2)}\n`);
  });

  it('takes an embargo along, and leaves it where other lines still have the change', () => {
    const decisions = [decided('LUVLE/hack/mod_quiz', 'embargoed', { line: '2.5', path: 'five' })];
    const written = (branches: readonly string[]): readonly unknown[] | undefined =>
      draftRename(facts({ decisions, branches }))?.commit.files.map(({ path, text }) => [path, text !== null]);
    const embargo = ['decisions/LUVLE/2.6/LUVLE~feature~mod_quiz.embargoed.yaml', true];
    assert.deepEqual(written([FROM]), [['five', false], embargo]);
    assert.deepEqual(written([FROM, 'LUVLE-2.5-hack-mod_quiz']), [embargo]);
    assert.equal(draftRename(facts({ decisions }, 'LUVLE-2.7-hack-mod_quiz')), null);
  });

  it('stays here when the internal remote has no such branch', () => {
    assert.deepEqual(outline(planRename(facts({ shared: { ...SHARED, tip: null } }), null)), ['rename: refs tracking']);
    assert.deepEqual(outline(planRename(facts({ shared: null, tracked: null }), null)), ['rename: refs']);
  });

  it('writes nothing where nothing is decided, or the change stays the same', () => {
    assert.equal(draftRename(facts()), null);
    assert.equal(
      draftRename(facts({ decisions: [decided('LUVLE/hack/mod_quiz', 'owner')] }, 'LUVLE-26-hack-mod_quiz')),
      null,
    );
  });

  const [theirs] = drawnCommits('x: v26 · Fix it').values();
  assert.ok(theirs);
  const refused: readonly (readonly [code: string, given: RenameFacts])[] = [
    ['bad-name', facts({}, 'LUVLE-2.6-hak-mod_quiz')],
    ['bad-name', facts({}, 'MOODLE_26_STABLE')],
    ['exists', facts({}, 'LUVLE-2.6-hack-mod_wiki')],
    ['exists', facts({ shared: { ...SHARED, taken: 'x' } })],
    ['no-such-branch', facts({ tip: null })],
    ['checked-out', facts({ checkedOut: { path: '/elsewhere', busy: null } })],
    ['overwrites', facts({ shared: { ...SHARED, lacking: [theirs] } })],
    ['not-fetched', facts({ shared: { ...SHARED, lacking: null } })],
  ];
  for (const [code, given] of refused) {
    it(`is refused: ${code}`, () => {
      const { refusal, sections } = planRename(given, null);
      assert.deepEqual([refusal?.code, sections], [code, []]);
    });
  }
});

describe('a new branch', () => {
  const given: CreateBranchFacts = {
    inputs: { id: 'p1', name: TO },
    scheme: defaultScheme(),
    branches: [FROM],
    base: { tag: 'v2.6.0', commit: 'v26' },
    backupPrefix: prefix,
  };
  it("is made at its line's base", () => {
    assert.deepEqual(planCreateBranch(given).sections[0]?.steps[0]?.effect, {
      kind: 'refs',
      updates: [{ ref: `refs/heads/${TO}`, old: null, new: 'v26' }],
      backupPrefix: 'refs/moodle-release/backup/p1/create/',
    });
  });
  const refused: readonly (readonly [code: string, more: Partial<CreateBranchFacts>])[] = [
    ['bad-name', { inputs: { id: 'p1', name: 'LUVLE-2.6-testing' } }],
    ['exists', { branches: [TO] }],
    ['exists', { branches: [`${TO}/x`] }],
    ['no-target', { base: { tag: 'v2.6.0', commit: null } }],
  ];
  for (const [code, more] of refused) {
    it(`is refused: ${code}`, () => {
      const { refusal, sections } = planCreateBranch({ ...given, ...more });
      assert.deepEqual([refusal?.code, sections], [code, []]);
    });
  }
});
