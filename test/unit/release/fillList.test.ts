import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AssemblyList, ListEntry } from '../../../src/config';
import { editsToFill } from '../../../src/release';
import type { Assessment } from '../../../src/release';

const entry = (change: string, more: Partial<ListEntry> = {}): ListEntry => {
  return { change, pin: null, hold: null, exclude: null, ...more };
};
const listOf = (...merges: readonly ListEntry[]): AssemblyList => {
  return { customer: 'C', line: '2.6', role: 'testing', suffix: null, upstream: null, merges, declined: [] };
};
const change = (key: string, more: Partial<Assessment> = {}): Assessment => {
  return { key, branch: key, state: 'carried', ahead: 1, stackedOn: null, ...more } as Assessment;
};
const added = (all: readonly Assessment[], list: AssemblyList | null = null): readonly string[] =>
  editsToFill({ list, like: null, all: true, assessments: all }).map((edit) => ('change' in edit ? edit.change : ''));

describe('what fills a list', () => {
  it('is what another list has and this one lacks, as it says it', () => {
    const like = listOf(entry('a'), entry('b', { hold: 'exams' }), entry('c', { pin: 'f00' }), entry('d'));
    assert.deepEqual(editsToFill({ list: listOf(entry('d')), like, all: false, assessments: [] }), [
      { edit: 'add', change: 'a' },
      { edit: 'add', change: 'b' },
      { edit: 'hold', change: 'b', because: 'exams' },
      { edit: 'add', change: 'c' },
      { edit: 'pin', change: 'c', commit: 'f00' },
    ]);
  });

  it('is every change of the line that is where it belongs and holds something', () => {
    const none = [change('a', { branch: null }), change('b', { state: 'stale' }), change('c', { ahead: 0 })];
    assert.deepEqual(added([...none, change('d'), change('e')], listOf(entry('e'))), ['d']);
  });

  it('has a change after what it is stacked on, and ends where stacks lead back', () => {
    assert.deepEqual(added([change('a', { stackedOn: 'c' }), change('b'), change('c')]), ['c', 'a', 'b']);
    assert.deepEqual(added([change('a', { stackedOn: 'b' }), change('b', { stackedOn: 'a' })]).length, 2);
  });

  it('is both, without saying anything twice', () => {
    const fill = { list: null, like: listOf(entry('b')), all: true, assessments: [change('a'), change('b')] };
    assert.deepEqual(editsToFill(fill), [
      { edit: 'add', change: 'b' },
      { edit: 'add', change: 'a' },
    ]);
  });
});
