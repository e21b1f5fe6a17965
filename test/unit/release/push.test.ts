import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Commit } from '../../../src/git/types';
import { between, planPush } from '../../../src/release';
import type { PushCandidate, PushFacts, RemoteFacts } from '../../../src/release';
import { drawnCommits, drawnGraph } from '../../support/history';
import { matchesGolden } from '../../golden/golden';

const REF = 'refs/heads/LUVLE-2.6-hack-mod_quiz';
const CIS: RemoteFacts = { name: 'cis', role: 'internal', fetchedAt: null, note: null };
const commits = drawnCommits('a: v25 · Fix the grading\nb: a · Fix it again\nc: v26');
const commit = (id: string): Commit => {
  const found = commits.get(id);
  assert.ok(found);
  return found;
};
const [a, b, c] = [commit('a'), commit('b'), commit('c')];

/** A branch of ours at `c` that the remote has at `b`. */
function candidate(more: Partial<PushCandidate> = {}): PushCandidate {
  return {
    ref: REF,
    as: REF,
    kind: 'change',
    new: 'c',
    old: null,
    ahead: [c],
    lacking: [],
    base: 'v26',
    oldBase: 'v25',
    ...more,
  };
}

function push(candidates: readonly PushCandidate[], more: Partial<PushFacts> = {}): ReturnType<typeof planPush> {
  const inputs = { id: 'p1', refs: null, remote: null, customer: null };
  return planPush({ inputs, remote: CIS, candidates, unknown: [], moved: new Map(), me: null, ...more });
}

describe('a push', () => {
  it('is one atomic step that cannot be taken back', () => {
    const team = candidate({
      ref: 'refs/heads/moodle-release',
      as: 'refs/heads/moodle-release',
      kind: 'team',
      new: 't',
    });
    matchesGolden('release/push.json', `${JSON.stringify(push([candidate(), team]), null, 2)}\n`);
  });

  const rebased = { ...c, author: a.author, subject: a.subject };
  const sent: readonly (readonly [about: string, facts: PushCandidate, more?: Partial<PushFacts>])[] = [
    ['what is new', candidate()],
    ['what has gone on', candidate({ old: 'b' })],
    ['what was rebased', candidate({ old: 'a', lacking: [a], ahead: [rebased] })],
    [
      'what a plan here has moved',
      candidate({ old: 'b', lacking: [b], oldBase: 'v26' }),
      { moved: new Map([[REF, new Set(['b'])]]) },
    ],
    [
      'what the person amended',
      candidate({ old: 'a', lacking: [a], ahead: [rebased], oldBase: 'v26' }),
      { me: a.committer.email },
    ],
    ['a role branch that has gone on', candidate({ kind: 'role', old: 'b' })],
  ];
  for (const [about, given, more] of sent) {
    it(`sends ${about}`, () => {
      const { sections, refusal } = push([given], more);
      assert.equal(refusal, undefined);
      const [effect] = sections.flatMap(({ steps }) => steps.map((step) => step.effect));
      assert.deepEqual(effect, { kind: 'push', remote: 'cis', updates: [{ ref: REF, old: given.old, new: 'c' }] });
    });
  }

  const left: readonly (readonly [code: string, facts: PushCandidate, remote?: RemoteFacts])[] = [
    ['overwrites', candidate({ old: 'b', lacking: [a, b] })],
    ['overwrites', candidate({ old: 'a', lacking: [a], ahead: [rebased], oldBase: 'v26' })],
    ['overwrites', candidate({ kind: 'role', old: 'a', lacking: [a], ahead: [rebased] })],
    ['overwrites', candidate({ kind: 'team', old: 'a', lacking: [a], ahead: [rebased] })],
    ['exists', candidate({ kind: 'tag', as: 'refs/tags/x', old: 'b', lacking: [b] })],
    ['not-fetched', candidate({ old: 'z', ahead: null, lacking: null })],
    ['private-ref', candidate({ kind: 'other', as: 'refs/moodle-release/backup/p/s/heads/x' })],
    ['internal-ref', candidate({ kind: 'team' }), { ...CIS, role: 'public' }],
  ];
  for (const [code, given, remote] of left) {
    it(`leaves a ${given.kind}: ${code}`, () => {
      const more = remote === undefined ? {} : { remote };
      assert.equal(push([given], more).refusal?.code, code);
      const beside = push([given, candidate({ ref: 'refs/heads/y', as: 'refs/heads/y' })], more);
      assert.equal(beside.refusal, undefined);
      assert.equal(beside.warnings[0]?.code, code);
      assert.equal(beside.title, `Push y to ${remote?.name ?? 'cis'}`);
    });
  }

  it('names whose commits it would take away', () => {
    assert.equal(
      push([candidate({ old: 'b', lacking: [a, b] })]).refusal?.text,
      'cis has commits of LUVLE-2.6-hack-mod_quiz that yours lacks: Ada: Fix the grading (a); Ada: Fix it again (b). Bring them in first.',
    );
  });

  it('says what it rewrites', () => {
    const { warnings } = push([candidate({ old: 'a', lacking: [a], ahead: [rebased] })]);
    assert.deepEqual(
      warnings.map(({ code }) => code),
      ['rewritten'],
    );
  });

  const remotes: readonly (readonly [code: string, remote: RemoteFacts | null])[] = [
    ['upstream', { ...CIS, role: 'upstream' }],
    ['ignored', { ...CIS, role: 'ignored' }],
    ['unknown-role', { ...CIS, role: 'unknown' }],
    ['no-remote', null],
  ];
  for (const [code, remote] of remotes) {
    it(`goes to no such remote: ${code}`, () => {
      const { refusal, sections } = push([candidate()], { remote });
      assert.deepEqual([refusal?.code, sections], [code, []]);
    });
  }

  it('is not made of a part of what was asked for', () => {
    const unknown = [{ code: 'no-such-change', text: 'No change here is called x.', about: 'x' }];
    const { refusal, sections } = push([candidate()], { unknown });
    assert.deepEqual([refusal, sections], [unknown[0], []]);
  });

  it('has nothing to do', () => {
    assert.equal(push([]).refusal?.code, 'nothing-to-push');
    assert.equal(push([candidate({ old: 'c' })]).refusal?.code, 'nothing-to-push');
    assert.equal(push([candidate({ old: 'b', ahead: [], lacking: [b] })]).refusal?.code, 'nothing-to-push');
  });
});

describe('what two tips lack of each other', () => {
  const graph = drawnGraph('a: v25\nb: a\nc: a');
  const ids = (list: readonly { readonly id: string }[] | undefined): string =>
    (list ?? []).map(({ id }) => id).join(' ');
  const table: readonly (readonly [ours: string, theirs: string, ahead: string, lacking: string])[] = [
    ['b', 'a', 'b', ''],
    ['b', 'c', 'b', 'c'],
    ['b', 'b', '', ''],
    ['b', 'v25', 'a b', ''],
  ];
  for (const [ours, theirs, ahead, lacking] of table) {
    it(`${ours} and ${theirs}`, () => {
      const apart = between(graph, ours, theirs, new Set(['b', 'c', 'v25']));
      assert.deepEqual([ids(apart?.ahead), ids(apart?.lacking)], [ahead, lacking]);
    });
  }
  it('is not known of a commit that is not here', () => {
    assert.equal(between(graph, 'b', 'z', new Set(['b'])), null);
  });
});
