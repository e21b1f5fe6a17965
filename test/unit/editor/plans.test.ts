import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { branchNodes } from '../../../src/editor/branches/nodes';
import { isMeant, namesChanges } from '../../../src/editor/commands/meant';
import { journalNodes } from '../../../src/editor/journal/nodes';
import { isCutOff, isResumable, isWaiting } from '../../../src/editor/journal/standing';
import { isUndoable } from '../../../src/editor/journal/undoable';
import type { PlanRecord } from '../../../src/plan';
import { conflictDescription, conflictSpoken, groupChanges, pointsOfNoReturn, undoneIn } from '../../../src/present';
import type { Conflict, JournalEntry } from '../../../src/session';
import { decidePlan, rebasePlan, rebaseRecord, recordOf, undoRecord } from '../present/planSamples';
import { change, id, status } from '../present/samples';

const pending = change({ key: 'LUVLE/fix/mod_quiz', component: 'mod_quiz', state: 'pending' });
const carried = change({ key: 'LUVLE/fix/mod_wiki', component: 'mod_wiki', state: 'carried', branch: 'LUVLE-2.6-fix' });
const byState = { by: 'state', filter: '' } as const;

function conflict(differs: Partial<Conflict['scratch']> = {}): Conflict {
  return {
    plan: '20140117-230640-rebase-9f3a',
    section: 'core',
    step: 'core-step',
    change: 'LUVLE/hack/core',
    newBranch: 'LUVLE-2.6-hack-core',
    number: 2,
    of: 6,
    scratch: {
      plan: '20140117-230640-rebase-9f3a',
      step: 'core-step',
      does: 'pick',
      folder: '/state/wt/1',
      state: 'conflict',
      commit: { id: id('b1'), subject: 'Show files' },
      number: 1,
      of: 3,
      files: [
        { path: 'lib/a.php', kind: 'both-modified', resolved: false },
        { path: 'lib/b.php', kind: 'deleted-by-us', resolved: true },
      ],
      skipped: [],
      ...differs,
    },
  };
}

function entry(record: PlanRecord, differs: Partial<JournalEntry> = {}): JournalEntry {
  return { id: record.plan.id, open: record.endedAt === null, record, problem: null, ...differs };
}

describe('what waits for a person', () => {
  it('stands on top of the branches, each with its files', () => {
    const [first, second] = branchNodes(status([pending]), byState, [conflict()]);
    assert.deepEqual(
      first?.kind === 'waiting' && first.children.map(({ children }) => children.map(({ file }) => file.path)),
      [['lib/a.php', 'lib/b.php']],
    );
    assert.equal(second?.kind, 'group');
  });

  it('is there whatever the filter is', () => {
    const shown = branchNodes(status([pending]), { by: 'state', filter: 'no such' }, [conflict()]);
    assert.deepEqual(
      shown.map(({ kind }) => kind),
      ['waiting'],
    );
  });

  it('says which branch of how many, and where in it', () => {
    assert.equal(conflictDescription(conflict()), 'Branch 2 of 6 · commit 1 of 3: Show files');
    assert.equal(
      conflictDescription(conflict({ state: 'not-begun', commit: null, files: [] })),
      'Branch 2 of 6 · not begun',
    );
    const merge = { does: 'merge', commit: { id: id('b1'), subject: 'LUVLE-2.6-hack-core' } } as const;
    assert.equal(conflictDescription(conflict(merge)), 'Branch 2 of 6 · merge 1 of 3: LUVLE-2.6-hack-core');
    assert.match(conflictSpoken(conflict()), /^LUVLE-2\.6-hack-core, Branch 2 of 6, .*, 1 file in conflict$/);
  });
});

describe('a change below a heading that names its component', () => {
  it('says only what tells it from its neighbours', () => {
    const short = change({ key: 'LUVLE/hack/mod_quiz/one', component: 'mod_quiz', shortname: 'one' });
    const [group] = branchNodes(status([short]), { by: 'component', filter: '' });
    const [node] = group?.kind === 'group' ? group.children : [];
    assert.equal(node?.kind === 'change' && node.label, 'one');
  });
});

describe('which changes a command is for', () => {
  const [toMove] = groupChanges(status([pending, carried]), 'state');
  const cases = [
    ['a change', { change: pending }, [true, false]],
    ['a change of another target', { change: { ...pending, target: '2.7' } }, [false, false]],
    ['a group', { group: toMove }, [true, false]],
    ['a group of groups', { group: { changes: [], groups: [toMove] } }, [true, false]],
    ['keys', { changes: [carried.key] }, [false, true]],
    ['the name of a branch', { changes: ['LUVLE-2.6-fix'] }, [false, true]],
    ['something else', { changes: 'all' }, [false, false]],
  ] as const;
  for (const [name, item, expected] of cases) {
    it(`is said by ${name}`, () => {
      assert.deepEqual([isMeant(item, pending), isMeant(item, carried)], expected);
    });
  }

  it('is asked where an item says nothing of it', () => {
    assert.deepEqual([{ changes: [] }, { changes: 'all' }, { unparsed: {} }].map(namesChanges), [true, false, false]);
  });
});

describe('the tree of the journal', () => {
  const rebase = entry(rebaseRecord());

  it('has the sections of a plan, and below them what they moved and where that is kept', () => {
    const [plan] = journalNodes([rebase]);
    assert.deepEqual(
      plan?.children.map((node) =>
        node.kind === 'section' ? [node.section.id, node.children.map(({ kind }) => kind)] : [],
      ),
      [
        ['clean', ['ref', 'ref', 'backup']],
        ['core', []],
        ['emails', []],
      ],
    );
  });

  it('shows a journal that cannot be read, with nothing below it', () => {
    const [plan] = journalNodes([{ id: 'x', open: true, record: null, problem: 'damaged' }]);
    assert.deepEqual(plan?.children, []);
  });

  it('gives every item an id of its own', () => {
    const roots = journalNodes([entry(undoRecord(rebasePlan(), ['clean'])), rebase]);
    const ids = roots.flatMap((root) => [
      root.id,
      ...root.children.flatMap((node) => [node.id, ...('children' in node ? node.children.map((one) => one.id) : [])]),
    ]);
    assert.equal(new Set(ids).size, ids.length);
  });
});

describe('what can be done with a plan', () => {
  const waiting = entry(rebaseRecord());
  const cutOff = entry({ ...rebaseRecord(), state: 'interrupted' });

  it('is asked of what was cut off, not of what waits', () => {
    assert.deepEqual([isWaiting(waiting), isCutOff(waiting), isResumable(waiting)], [true, false, true]);
    assert.deepEqual([isWaiting(cutOff), isCutOff(cutOff), isResumable(cutOff)], [false, true, true]);
  });

  it('is nothing where it is at work, from elsewhere or ended', () => {
    const ended = entry(recordOf(decidePlan(), {}));
    const others = [
      entry(rebaseRecord(), { problem: 'running' }),
      entry(rebaseRecord(), { problem: 'elsewhere' }),
      ended,
    ];
    assert.deepEqual(others.map(isResumable), [false, false, false]);
  });

  it('is undone by what is done of it and was not taken back', () => {
    const taken = undoneIn([entry(undoRecord(rebasePlan(), ['clean'])), waiting]);
    assert.equal(isUndoable(waiting, new Map()), true);
    assert.equal(isUndoable(waiting, new Map(), ['core']), false);
    assert.equal(isUndoable(waiting, taken), false);
    assert.equal(isUndoable(cutOff, new Map()), false);
  });

  it('cannot be undone where it was left out or is past the point of no return', () => {
    const outcome = { ref: 'x', old: null, tip: null, skipped: [] };
    const left = recordOf(rebasePlan(), { 'core-step': { state: 'done', at: '', outcome } });
    assert.equal(isUndoable(entry(left), new Map()), false);
    const shared = recordOf(decidePlan(), { 'share-step': { state: 'done', at: '', outcome: {} } });
    assert.equal(isUndoable(entry(shared), new Map()), false);
  });

  it('names the remote and the refs of what cannot be taken back', () => {
    assert.deepEqual(pointsOfNoReturn(decidePlan()), ['cis: moodle-release']);
    assert.deepEqual(pointsOfNoReturn(rebasePlan()), []);
  });
});
