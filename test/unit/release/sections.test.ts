import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AssembledMerge, GitEffect, SettleEffect } from '../../../src/git';
import { sectionsOf } from '../../../src/release';
import type { AssemblyDraft, AssemblySections } from '../../../src/release';
import { assembledMerge, COMMITTER, prefix } from './drawn';

const ROLE = 'LUVLE-2.6-testing';
const REF = `refs/heads/${ROLE}`;

type Result = AssembledMerge['result'];

/** A recipe of these merges in this order, as git answered; `v2.6.1` is the release, every other one a change. */
function draft(results: Readonly<Record<string, Result>>, more: Partial<AssemblyDraft> = {}): AssemblyDraft {
  const merges = Object.entries(results).map(([branch, result]) =>
    assembledMerge(branch, `tip of ${branch}`, {
      result,
      ...(result === 'merged' ? {} : { commit: null }),
      ...(result === 'conflict' ? { paths: ['b.php', 'a.php'], clashesWithStart: true } : {}),
    }),
  );
  const last = merges.findLast(({ result }) => result === 'merged');
  return {
    plan: 'p1',
    place: null,
    title: 'Do it',
    ref: REF,
    old: 'old',
    recipe: {
      start: 'old',
      merges: merges.map(({ branch, tip }) => ({ branch, tip })),
      into: ROLE,
      committer: COMMITTER,
    },
    chosen: merges.flatMap(({ branch, tip }) => {
      return branch.startsWith('v') ? [] : [{ change: `key of ${branch}`, branch, ref: `refs/heads/${branch}`, tip }];
    }),
    assembled: { merges, tip: last?.commit ?? 'old', tree: last?.tree ?? 'old tree' },
    stands: [],
    mayWait: true,
    backupPrefix: prefix,
    ...more,
  };
}

/** Each step as its section, what it is after, its kind and what it merges. */
function steps({ sections }: AssemblySections): readonly string[] {
  return sections.flatMap(({ id, after, steps: own }) => {
    return own.map(({ effect }) => `${[...(after ?? []), id].join(' > ')}: ${effect.kind} ${merged(effect).join(' ')}`);
  });
}

function merged(effect: GitEffect | SettleEffect): readonly string[] {
  return 'merges' in effect ? effect.merges.map((one) => (typeof one === 'string' ? one : one.branch)) : [];
}

const NEW = { mayWait: false, old: null } as const;

describe('the sections of an assembly', () => {
  const table: readonly (readonly [
    about: string,
    results: Readonly<Record<string, Result>>,
    more: Partial<AssemblyDraft>,
    expected: readonly string[],
  ])[] = [
    [
      'one step where nothing conflicts',
      { a: 'merged', b: 'contained', c: 'merged' },
      {},
      ['assemble: assemble a b c'],
    ],
    ['none where nothing is new', { a: 'contained' }, {}, []],
    [
      'a person after what is clean',
      { a: 'merged', b: 'conflict', c: 'merged', d: 'conflict' },
      {},
      ['assemble: assemble a c', 'assemble > settle: settle b d'],
    ],
    ['a person alone where nothing else is new', { a: 'contained', b: 'conflict' }, {}, ['settle: settle b']],
    ['a person for all of a new branch', { a: 'merged', b: 'conflict' }, NEW, ['settle: settle a b']],
    [
      'a person for all where the release conflicts',
      { 'v2.6.1': 'conflict', a: 'merged' },
      {},
      ['settle: settle v2.6.1 a'],
    ],
    ['no step of what git cannot tell', { a: 'unknown', b: 'merged' }, {}, ['assemble: assemble b']],
    [
      'ids of their own, after others, in a plan of several branches',
      { a: 'merged', b: 'conflict' },
      { place: 'testing', after: ['first'] },
      ['first > assemble-testing: assemble a', 'first > assemble-testing > settle-testing: settle b'],
    ],
  ];
  for (const [about, results, more, expected] of table) {
    it(`are ${about}`, () => {
      const made = sectionsOf(draft(results, more));
      assert.deepEqual([made.refusal, steps(made)], [null, expected]);
    });
  }

  const refused: readonly (readonly [Readonly<Record<string, Result>>, Partial<AssemblyDraft>])[] = [
    [{ a: 'unknown', b: 'merged' }, NEW],
    [{ 'v2.6.1': 'unknown', b: 'merged' }, {}],
  ];
  for (const [results, more] of refused) {
    it(`are refused where git cannot tell of ${Object.keys(results).join(' and ')}`, () => {
      const made = sectionsOf(draft(results, more));
      assert.deepEqual([made.refusal?.code, made.sections, made.facts], ['unknown', [], []]);
      assert.match(made.refusal?.text ?? '', /^git cannot tell what comes of \S+\. Fetch what it lacks, or hold it\.$/);
    });
  }

  it('say what is left out for now', () => {
    const { warnings } = sectionsOf(draft({ a: 'unknown', b: 'merged' }));
    assert.deepEqual(
      warnings.map(({ code, about }) => [code, about]),
      [['unknown', 'key of a']],
    );
  });

  it('start a person from what the clean step has made', () => {
    const { sections, tree } = sectionsOf(draft({ a: 'merged', b: 'conflict' }));
    const [first, second] = sections.flatMap((section) => section.steps.map(({ effect }) => effect));
    assert.deepEqual(first, {
      kind: 'assemble',
      ref: REF,
      old: 'old',
      start: 'old',
      merges: [{ branch: 'a', tip: 'tip of a' }],
      into: ROLE,
      committer: COMMITTER,
      expect: { tree: 'tree with a', tip: 'merge of a' },
      backupPrefix: prefix({ plan: 'p1', step: 'assemble' }),
    });
    assert.deepEqual(second, {
      kind: 'settle',
      ref: REF,
      old: { ref: REF },
      start: { ref: REF },
      merges: [{ branch: 'b', tip: 'tip of b' }],
      into: ROLE,
      committer: COMMITTER,
      backupPrefix: prefix({ plan: 'p1', step: 'settle' }),
    });
    assert.equal(tree, null);
  });

  it('keep what a rebuild is committed over', () => {
    const { recipe } = draft({ a: 'conflict' });
    const { sections } = sectionsOf(draft({ a: 'conflict' }, { mayWait: false, recipe: { ...recipe, over: 'old' } }));
    const [effect] = sections.flatMap((section) => section.steps.map((step) => step.effect as unknown));
    assert.deepEqual(effect, {
      ...recipe,
      over: 'old',
      kind: 'settle',
      ref: REF,
      old: 'old',
      backupPrefix: prefix({ plan: 'p1', step: 'settle' }),
    });
  });

  it('need each branch where it was merged from, and the role branch for the first step', () => {
    const stands = [{ ref: `refs/remotes/cis/${ROLE}`, tip: 'old' }];
    const { facts } = sectionsOf(draft({ a: 'merged', 'v2.6.1': 'merged', b: 'conflict' }, { stands }));
    assert.deepEqual(
      facts.map((fact) =>
        fact.type === 'requirement' ? `${fact.step}: ${fact.resource} ${fact.id ?? ''}` : fact.type,
      ),
      [
        `assemble: ${REF} old`,
        `assemble: refs/remotes/cis/${ROLE} old`,
        'assemble: refs/heads/a tip of a',
        'settle: refs/heads/b tip of b',
      ],
    );
  });

  it('preview each merge with where it goes, of which change it is, and the paths in order', () => {
    const { merges } = sectionsOf(draft({ 'v2.6.1': 'merged', b: 'conflict' }));
    assert.deepEqual(
      merges.map(({ into, change, branch, result, paths }) => [into, change, branch, result, paths]),
      [
        [ROLE, null, 'v2.6.1', 'merged', []],
        [ROLE, 'key of b', 'b', 'conflict', ['a.php', 'b.php']],
      ],
    );
  });
});
