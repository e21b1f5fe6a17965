import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { boardModel } from '../../../src/present/board';
import type { BoardFacts } from '../../../src/present/board';
import type { Assessment, LineFacts, Prediction, Status } from '../../../src/release/types';
import type { BoardModel } from '../../../webview/protocol';
import { change, hostile, id, status } from './samples';

const clean: Prediction = { result: 'clean', reason: null, dropped: [], conflicts: [], lints: [], exact: 'in-memory' };
const conflicting: Prediction = {
  ...clean,
  result: 'conflict',
  conflicts: [{ commit: id('b1'), subject: 'Show single files in place', paths: ['lib/filelib.php'] }],
  dropped: [{ commit: id('b2'), subject: 'Keep the name', upstream: id('c0'), reason: 'adopted' }],
};

const one = (component: string, differs: Partial<Assessment> = {}): Assessment =>
  change({ component, shortname: null, lines: [], ...differs });

function board(
  changes: readonly Assessment[],
  differs: Partial<BoardFacts> = {},
  of: Partial<Status> = {},
): BoardModel {
  const nothing: BoardFacts = {
    status: status(changes, of),
    predicting: { kind: 'not-asked' },
    who: null,
    fault: null,
  };
  return boardModel({ ...nothing, ...differs });
}

const foreseen = (change: Assessment, prediction: Prediction): Assessment => ({ ...change, prediction });

describe('the totals of the board', () => {
  const [a, b, c] = [one('mod_a'), one('mod_b', { state: 'stale' }), one('mod_c', { state: 'partial' })];
  const rest = [
    one('mod_d', { state: 'adopted' }),
    one('mod_e', { state: 'external' }),
    one('mod_f', { state: 'carried' }),
  ];
  const all = [a, b, c, ...rest];

  it('say how many are to move until that is known better', () => {
    assert.equal(board(all).totals[''], '3 to move, 1 adopted, 1 external');
  });

  it('say what moving comes to, and of how many that is not known', () => {
    const some = [foreseen(a, clean), foreseen(b, conflicting)];
    assert.equal(
      board([...some, c, ...rest]).totals[''],
      '1 clean, 1 conflict, 1 not previewed, 1 adopted, 1 external',
    );
    assert.equal(
      board([...some, foreseen(c, clean), ...rest]).totals[''],
      '2 clean, 1 conflict, 1 adopted, 1 external',
    );
  });

  it('are told apart by customer', () => {
    const { totals, customers } = board([a, one('mod_x', { customer: 'EXT' })]);
    assert.deepEqual(totals, { '': '2 to move', EXT: '1 to move', LUVLE: '1 to move' });
    assert.deepEqual(customers, ['EXT', 'LUVLE']);
  });
});

describe('a row of the board', () => {
  const rowOf = (differs: Partial<Assessment>, facts: Partial<BoardFacts> = {}): BoardModel['rows'][number] => {
    const [row] = board([one('mod_a', differs)], facts).rows;
    assert.ok(row);
    return row;
  };

  it('says of each line whether a branch is there and its release has the change', () => {
    const branch = (line: string, at: 'local' | 'remote'): Assessment['lines'][number] => ({ line, branch: 'x', at });
    const predecessor = { branch: 'refs/heads/x', line: '2.5', tip: id('b2') };
    const lines = [branch('2.3', 'remote'), branch('2.4', 'local'), branch('2.5', 'local'), branch('2.6', 'local')];
    const said = (differs: Partial<Assessment>): Record<string, string> =>
      Object.fromEntries(Object.entries(rowOf(differs).lines).map(([line, { label }]) => [line, label]));
    assert.deepEqual(said({ lines, predecessor }), { '2.3': 'Only remote', '2.4': 'Branch', '2.5': 'Released' });
    assert.deepEqual(said({ lines: [], predecessor: { ...predecessor, branch: null } }), { '2.5': 'Branch lost' });
    assert.equal(said({ lines, predecessor, shipped: false })['2.5'], 'Unreleased');
  });

  it('knows whose it is by name, by address and as git writes both', () => {
    const who = { name: 'Ann Example', email: 'ann@example.org' };
    const whose = (owner: string | null): string => rowOf({ owner }, { who }).owner.whose;
    assert.deepEqual(['Ann Example', 'ann@example.org', 'Ann Example <ann@example.org>', 'Ann', null].map(whose), [
      'mine',
      'mine',
      'mine',
      'other',
      'nobody',
    ]);
    assert.equal(rowOf({ owner: 'Ann Example' }).owner.whose, 'other');
  });

  it('opens to why, to both sides of each conflict and to what is left out', () => {
    const { details, prediction, text } = rowOf({ prediction: conflicting });
    assert.equal(prediction?.label, '1 conflict');
    assert.ok(text.includes('lib/filelib.php'));
    assert.deepEqual(details, [
      { kind: 'text', text: 'It has no branch on 2.6 yet.' },
      {
        kind: 'conflict',
        heading: 'b1b1b1b1 Show single files in place does not apply',
        note: 'v2.6.0 against ours',
        commit: id('b1'),
        paths: [
          { path: 'lib/filelib.php', label: 'lib/filelib.php', spoken: 'lib/filelib.php: compare v2.6.0 with ours' },
        ],
      },
      { kind: 'list', heading: 'Left out', items: ['b2b2b2b2 Keep the name: upstream as c0c0c0c0'] },
    ]);
  });

  it('shows nothing from outside that hides or turns round what stands beside it', () => {
    for (const text of hostile) {
      const lints = [{ code: 'hooks' as const, text, commit: null, path: text }];
      const conflicts = [{ commit: id('b1'), subject: text, paths: [text] }];
      const prediction: Prediction = { ...conflicting, lints, conflicts, reason: { code: 'x', text } };
      const row = rowOf({ owner: text, ticket: text, prediction });
      const shown = [row.label, row.description, row.owner.label, row.ticket, ...words(row.details)];
      for (const one of shown) assert.doesNotMatch(one, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }
  });
});

function words(details: BoardModel['rows'][number]['details']): string[] {
  return details.flatMap((detail) => {
    if (detail.kind === 'text') return [detail.text];
    if (detail.kind === 'list') return [detail.heading, ...detail.items];
    return [detail.heading, detail.note, ...detail.paths.flatMap(({ label, spoken }) => [label, spoken])];
  });
}

describe('the board as a whole', () => {
  const line = (name: string, branch: number, differs: Partial<LineFacts> = {}): LineFacts => ({
    ...{ customer: 'LUVLE', line: name, branch, life: 'retired', lastRelease: null, changes: 1 },
    ...{ base: { tag: `v${name}.0`, commit: null } },
    ...differs,
  });

  it('has the lines of all customers in the order of their releases, and hides what is retired for all', () => {
    const lines = [
      line('2.6', 26, { life: 'preparing' }),
      line('2.3', 23),
      line('2.5', 25, { life: 'live' }),
      line('2.5', 25, { customer: 'EXT', life: 'preparing' }),
    ];
    assert.deepEqual(
      board([one('mod_a')], {}, { lines }).lines.map(({ line: name, note, retired }) => [name, note, retired]),
      [
        ['2.3', 'retired', true],
        ['2.5', 'LUVLE live, EXT preparing', false],
        ['2.6', 'preparing', false],
      ],
    );
  });

  it('comes in the order of the work', () => {
    const model = board([one('mod_a', { state: 'carried' }), one('mod_b10'), one('mod_b9')]);
    assert.deepEqual(
      model.rows.map(({ label }) => label),
      ['mod_b9', 'mod_b10', 'mod_a'],
    );
  });

  it('says what is amiss, and why there are no rows', () => {
    assert.match(board([], { status: undefined }).absence, /Branches view/);
    assert.equal(board([]).absence, 'There are no changes.');
    assert.equal(board([one('mod_a')]).absence, '');
    assert.equal(board([], { fault: 'git failed.' }, { complete: false }).notice, 'git failed. Still being read.');
    const failed = board([], { predicting: { kind: 'failed', said: 'The disk is full.' } }).predicting;
    assert.deepEqual(failed, { busy: false, text: 'The preview failed: The disk is full.' });
  });
});
