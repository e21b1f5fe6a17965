import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDecision } from '../../../src/config';
import type { Decision } from '../../../src/config';
import type { FilesEffect } from '../../../src/git';
import { planDecide, planRecord, planRelease, planTake } from '../../../src/release';
import type { DecideInputs, RecordDraft, RecordFacts, TeamBranch } from '../../../src/release';
import { matchesGolden } from '../../golden/golden';
import { COMMITTER, decided, drawn, prefix } from './drawn';
import { defaultScheme } from '../../../src/scheme';

const QUIZ = 'LUVLE/hack/mod_quiz';
const PATH = 'decisions/LUVLE/2.6/LUVLE~hack~mod_quiz';
const ID = (letter: string): string => letter.repeat(40);
const TEAM: TeamBranch = {
  ref: 'refs/heads/moodle-release',
  local: 'local',
  shared: { remote: 'cis', ref: 'refs/remotes/cis/moodle-release', tip: 'local' },
  standing: 'same',
  merged: null,
};

const { assessments } = drawn({
  history: `${ID('a')}: v25\n${ID('b')}: ${ID('a')}`,
  branches: { 'LUVLE-2.5-hack-mod_quiz': ID('b') },
});

function facts<I>(inputs: I, decisions: readonly Decision[] = [], team: TeamBranch = TEAM): RecordFacts<I> {
  return { inputs, scheme: defaultScheme(), assessments, decisions, team, backupPrefix: prefix };
}

const INPUTS: DecideInputs = {
  id: 'p1',
  changes: [QUIZ],
  decision: 'dropped',
  because: 'Nobody uses it',
  onto: null,
  commits: null,
  base: null,
  ticket: null,
  by: COMMITTER,
};

function decide(more: Partial<DecideInputs>, decisions: readonly Decision[] = [], team?: TeamBranch): RecordDraft {
  return planDecide(facts({ ...INPUTS, ...more }, decisions, team));
}

/** Path and, of what is written, what it decides. */
function files({ commit }: RecordDraft): readonly string[] {
  return commit.files.map(({ path, text }) => {
    const short = path.replace(PATH, '…');
    if (text === null) return `${short} removed`;
    const { decision } = parseDecision(path, text);
    assert.ok(decision, text);
    const { commits, base, because, by, at } = decision;
    const more = [...commits.map((id) => id.slice(0, 1)), ...(base === null ? [] : [base])].join(' ');
    return `${short} ${because}, ${by}, ${at} ${more}`.trim();
  });
}

const SAID = 'Nobody uses it, Rea Release, 2014-05-13T16:53:20.000Z';

const ELSEWHERE = decided(QUIZ, 'embargoed', { line: '2.5', path: 'decisions/LUVLE/2.5/x.embargoed.yaml' });

describe('a decision', () => {
  const table: readonly (readonly [about: string, draft: RecordDraft, expected: readonly string[]])[] = [
    ['is a file of its own', decide({}), [`….dropped.yaml ${SAID}`]],
    [
      'leaves the owner alone',
      decide({}, [decided(QUIZ, 'owner', { by: COMMITTER.name })]),
      [`….dropped.yaml ${SAID}`],
    ],
    [
      'takes the place of what it excludes',
      decide({ decision: 'external' }, [decided(QUIZ, 'dropped')]),
      ['….dropped.yaml removed', `….external.yaml ${SAID}`],
    ],
    [
      'takes the place of the same in a file of the plain name',
      decide({}, [decided(QUIZ, 'dropped', { path: `${PATH}.yaml` })]),
      ['….yaml removed', `….dropped.yaml ${SAID}`],
    ],
    ['names all that is missing', decide({ decision: 'left-out' }), [`….left-out.yaml ${SAID} a b`]],
    [
      'adds to the commits decided on before',
      decide({ decision: 'left-out', commits: ['bbbbbbb'] }, [decided(QUIZ, 'left-out', { commits: [ID('a')] })]),
      [`….left-out.yaml ${SAID} a b`],
    ],
    [
      'takes the base a branch is cut from',
      decide({ decision: 'exception-base' }),
      [`….exception-base.yaml ${SAID} v2.5.0`],
    ],
    [
      'is an embargo beside what else is decided',
      decide({ decision: 'embargoed' }, [decided(QUIZ, 'dropped'), decided(QUIZ, 'owner')]),
      [`….embargoed.yaml ${SAID}`],
    ],
    [
      'takes the place of an embargo of another line',
      decide({ decision: 'embargoed' }, [ELSEWHERE]),
      ['decisions/LUVLE/2.5/x.embargoed.yaml removed', `….embargoed.yaml ${SAID}`],
    ],
    [
      'lifts an embargo on every line, and needs no reason',
      decide({ decision: 'published', because: '' }, [decided(QUIZ, 'embargoed'), ELSEWHERE, decided(QUIZ, 'dropped')]),
      ['….embargoed.yaml removed', 'decisions/LUVLE/2.5/x.embargoed.yaml removed'],
    ],
  ];
  for (const [about, draft, expected] of table) {
    it(about, () => {
      assert.deepEqual(files(draft), expected);
      assert.equal(draft.refusal, null);
    });
  }

  const refused: readonly (readonly [code: string, draft: RecordDraft])[] = [
    ['no-reason', decide({ because: ' ' })],
    ['no-such-change', decide({ changes: ['LUVLE/hack/mod_x'] })],
    ['no-such-commit', decide({ decision: 'left-out', commits: [ID('c')] })],
    ['no-such-commit', decide({ decision: 'left-out', commits: [''] })],
    ['not-embargoed', decide({ decision: 'published' }, [decided('LUVLE/hack/core', 'embargoed')])],
    ['no-reason', decide({ decision: 'embargoed', because: '' })],
    ['nothing-to-record', decide({}, [decided(QUIZ, 'dropped', { because: 'Nobody uses it' })])],
  ];
  for (const [code, draft] of refused) {
    it(`is refused: ${code}`, () => {
      assert.equal(draft.refusal?.code, code);
    });
  }

  it('names the owner and whom it overrules', () => {
    const before = [decided(QUIZ, 'owner', { by: 'Ann' }), decided(QUIZ, 'dropped')];
    const { warnings } = planDecide(facts(INPUTS, before));
    assert.deepEqual(
      warnings.map(({ text }) => text),
      ['Ann looks after it.', 'It replaces what Ben Okri decided: dropped (it was agreed).'],
    );
  });
});

describe('an owner', () => {
  const inputs = { id: 'p1', changes: [QUIZ], by: COMMITTER };
  it('takes a change nobody has', () => {
    const at = '2014-05-13T16:53:20.000Z';
    assert.deepEqual(files(planTake(facts(inputs))), [`….owner.yaml Looks after it, Rea Release, ${at}`]);
  });
  it('takes it over, and it is said from whom', () => {
    const draft = planTake(facts(inputs, [decided(QUIZ, 'owner')]));
    assert.match(files(draft)[0] ?? '', /Takes it over from Ben Okri/);
    assert.deepEqual(
      draft.warnings.map(({ text }) => text),
      ['Ben Okri looks after it since 2013-09-01.'],
    );
  });
  it('has it already', () => {
    const own = [decided(QUIZ, 'owner', { by: COMMITTER.name })];
    assert.equal(planTake(facts(inputs, own)).refusal?.code, 'nothing-to-record');
  });
  it('lets it go, and nothing else that is decided', () => {
    const draft = planRelease(facts(inputs, [decided(QUIZ, 'owner'), decided(QUIZ, 'dropped')]));
    assert.deepEqual(files(draft), ['….owner.yaml removed']);
  });
  it('is let go by nobody when there is none', () => {
    assert.equal(planRelease(facts(inputs)).refusal?.code, 'nothing-to-record');
  });
});

describe("the team's branch", () => {
  const theirs = { remote: 'cis', ref: 'refs/remotes/cis/moodle-release', tip: 'theirs' };
  const other = 'decisions/LUVLE/2.6/LUVLE~hack~mod_forum.dropped.yaml';
  const conflict = (path: string) => ({ path, ours: decided(QUIZ, 'dropped'), theirs: null });
  const merged = { files: [{ path: other, text: 'ours' }], conflicts: [] };
  const table: readonly (readonly [about: string, team: TeamBranch, parents: readonly string[], files: number])[] = [
    ['is begun', { ...TEAM, local: null, shared: null, standing: 'alone' }, [], 1],
    ['goes on', TEAM, ['local'], 1],
    ['goes on from what is not pushed', { ...TEAM, shared: theirs, standing: 'ahead' }, ['local'], 1],
    ["goes on from a colleague's", { ...TEAM, shared: theirs, standing: 'behind' }, ['theirs'], 1],
    ['is fetched first', { ...TEAM, local: null, shared: theirs, standing: 'behind' }, ['theirs'], 1],
    ['joins both, file by file', { ...TEAM, shared: theirs, standing: 'diverged', merged }, ['theirs', 'local'], 2],
    [
      'settles what both decided, when that is what is decided',
      {
        ...TEAM,
        shared: theirs,
        standing: 'diverged',
        merged: { files: [], conflicts: [conflict(`${PATH}.dropped.yaml`)] },
      },
      ['theirs', 'local'],
      1,
    ],
  ];
  for (const [about, team, parents, n] of table) {
    it(about, () => {
      const { commit, refusal } = decide({}, [], team);
      assert.equal(refusal, null);
      assert.equal(commit.old, team.local);
      assert.deepEqual(commit.parents, parents);
      assert.equal(commit.files.length, n);
    });
  }

  it('is not joined where both decided the same, and it says who', () => {
    const clash = { files: [], conflicts: [conflict(other)] };
    const { refusal } = decide({}, [], { ...TEAM, shared: theirs, standing: 'diverged', merged: clash });
    assert.equal(refusal?.code, 'decided-twice');
    assert.match(refusal.text, /mod_forum\.dropped\.yaml: here dropped by Ben Okri \(it was agreed\), there none/);
  });

  it('is committed and shared by a plan', () => {
    const draft = decide({ ticket: '4711' });
    const effect: FilesEffect = { kind: 'files', ...draft.commit, expect: { tree: 't', tip: 'n' } };
    matchesGolden('release/decide.json', `${JSON.stringify(planRecord(draft, effect, TEAM), null, 2)}\n`);
  });

  it('is not shared where there is nobody to share with', () => {
    const alone: TeamBranch = { ...TEAM, shared: null, standing: 'alone' };
    const draft = decide({}, [], alone);
    const effect: FilesEffect = { kind: 'files', ...draft.commit, expect: { tree: 't', tip: 'n' } };
    assert.deepEqual(
      planRecord(draft, effect, alone).sections.map(({ id }) => id),
      ['record'],
    );
  });

  it('is let alone by what is refused', () => {
    const { sections, refusal } = planRecord(decide({ because: '' }), null, TEAM);
    assert.deepEqual([sections, refusal?.code], [[], 'no-reason']);
  });
});
