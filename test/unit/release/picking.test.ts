import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pickOrder } from '../../../src/git';
import { upstreamGraph } from '../../../src/git/upstream';
import { containedBy, searchFixes } from '../../../src/release';
import type { Contained, FixQuery } from '../../../src/release';

/** Upstream's log, oldest first; `c0` is cut from what `from` names. */
const drawn: readonly (readonly [subject: string, paths: string, author: string])[] = [
  ['MDL-100 quiz: Add a timer', 'mod/quiz/lib.php', 'Tim'],
  ['MDL-200 forum: Sort by date', 'mod/forum/lib.php mod/forum/view.php', 'Ada'],
  ['MDL-100 quiz: Unit tests of the timer', 'mod/quiz/tests/timer_test.php', 'Ada'],
  ['Automatically generated installer lang files', 'install/lang/de/install.php', 'AMOS'],
  ['MDL-300 quiz: Backport of MDL-100 for old browsers', 'mod/quiz/module.js', 'Tim'],
  ['Revert "MDL-200 forum: Sort by date"', 'mod/forum/lib.php mod/forum/view.php', 'Eloy'],
  ['MDL-400 mod: Rename folders', 'mod/quizzes.txt', 'Eloy'],
];
const commits = drawn.map(([subject, paths], at) => {
  return { id: `c${at}`, parents: [`c${at - 1}`], subject, pathKey: paths.replaceAll(' ', '\0') };
});
const merge = { id: 'm', parents: ['c6', 'side'], subject: "Merge branch 'MDL-100' of git://x", pathKey: '' };
const log = { commits: new Map([...commits, merge].toReversed().map((one) => [one.id, one])) };
const authors = new Map(drawn.map(([, , name], at) => [`c${at}`, { name, email: `${name}@moodle.example` }]));
const facts = { upstream: upstreamGraph(log, 'c-1'), authors, pickOrder };

/** `MDL-100: c0 (c2)`: the issue and its commits, those that only belong to it in brackets. */
function found(query: Partial<FixQuery>): readonly string[] {
  const whole = { issue: null, text: null, path: null, author: null, from: 'c-1', to: ['m'], ...query };
  return searchFixes(whole, facts).map(({ issue, commits: all }) => {
    return `${issue ?? 'none'}: ${all.map(({ id, isMatch }) => (isMatch ? id : `(${id})`)).join(' ')}`;
  });
}

describe('a search for fixes in upstream', () => {
  const searches: readonly (readonly [about: string, query: Partial<FixQuery>, found: readonly string[]])[] = [
    ['by number, and where it is cited', { issue: 'MDL-100' }, ['MDL-300: c4', 'MDL-100: c0 c2']],
    ['by a number as a person types it', { issue: ' mdl-200 ' }, ['MDL-200: c1 c5']],
    ['not by the beginning of a number', { issue: 'MDL-10' }, []],
    ['by words, the whole issue along', { text: 'add a TIMER' }, ['MDL-100: c0 (c2)']],
    ['by file', { path: 'mod/forum/view.php' }, ['MDL-200: c1 c5']],
    ['by folder, and no other that begins so', { path: 'mod/quiz/' }, ['MDL-300: c4', 'MDL-100: c0 c2']],
    ['by author', { author: 'ada' }, ['MDL-200: c1 (c5)', 'MDL-100: (c0) c2']],
    ['by address', { author: 'amos@moodle' }, ['none: c3']],
    ['by all of it', { author: 'ada', path: 'mod/quiz' }, ['MDL-100: (c0) c2']],
    ['in a range', { issue: 'MDL-100', from: 'c1', to: ['c3'] }, ['MDL-100: c2']],
    ['for all', { from: 'c2', to: ['m'] }, ['MDL-400: c6', 'MDL-200: c5', 'MDL-300: c4', 'none: c3']],
  ];
  for (const [about, query, expected] of searches) {
    it(about, () => {
      assert.deepEqual(found(query), expected);
    });
  }

  it('says what was taken back, and by what', () => {
    const query = { issue: 'MDL-200', text: null, path: null, author: null, from: 'c-1', to: ['m'] };
    const stands = searchFixes(query, facts)[0]?.commits.map((one) => one.stands);
    assert.deepEqual(stands, ['taken-back', 'revert']);
    assert.equal(searchFixes({ ...query, to: ['c4'] }, facts)[0]?.commits[0]?.stands, 'yes');
  });

  it('names the paths', () => {
    const [fix] = searchFixes({ issue: null, text: 'Sort', path: null, author: null, from: 'c0', to: ['c1'] }, facts);
    assert.deepEqual(fix?.commits[0]?.paths, ['mod/forum/lib.php', 'mod/forum/view.php']);
  });
});

describe('what a branch has of a fix', () => {
  const fix = 'MDL-100 quiz: Add a timer';
  const cases: readonly (readonly [about: string, has: readonly string[], by: Contained['by'] | null, at?: string])[] =
    [
      ['nothing', ['MDL-1 x: y'], null],
      ['the commit itself', ['fix', 'MDL-1 x: y'], 'itself', 'h0'],
      ['the same patch', ['twin'], 'twin', 'h0'],
      ['the same words, another patch', [fix], 'same-words', 'h0'],
      ['another commit of the issue', ['MDL-100 quiz: Unit tests of the timer'], null],
      ['the same words under another number', ['MDL-150 quiz: Add a timer'], 'backport', 'h0'],
      ['the same words, said to be a backport', ['MDL-150 quiz: Add a  timer (backport of MDL-100)'], 'backport', 'h0'],
      ['other words, said to be a backport', ['MDL-150: timer, backported from MDL-100'], 'backport', 'h0'],
      ['a number in passing', ['MDL-150 quiz: Regression of MDL-100'], null],
      ['the backport of another', ['MDL-150 quiz: Timer (backport of MDL-1000)'], null],
      ['the most certain first', ['MDL-150 quiz: Add a timer', 'twin', fix], 'twin', 'h1'],
      ['what was taken back', [fix, `Revert "${fix}"`], null],
      ['what was taken back and done again', [fix, `Revert "${fix}"`, fix], 'same-words', 'h2'],
      ['what was taken back and applied again', [fix, `Revert "${fix}"`, `Reapply "${fix}"`], 'same-words', 'h0'],
      ['a revert that was reverted', [fix, `Revert "${fix}"`, `Revert "Revert "${fix}""`], 'same-words', 'h0'],
    ];
  for (const [about, has, by, at] of cases) {
    it(about, () => {
      const home = has.map((subject, index) => {
        return { id: subject === 'fix' ? 'fix' : `h${index}`, subject: subject === 'fix' ? fix : subject };
      });
      const twin = home.find(({ subject }) => subject === 'twin')?.id ?? '';
      const patchIds = new Map([
        ['fix', 'patch'],
        [twin, 'patch'],
      ]);
      const contained = containedBy({ id: 'fix', subject: fix }, { commits: home, patchIds });
      assert.equal(contained?.by ?? null, by);
      if (at !== undefined) assert.equal(contained?.commit, by === 'itself' ? 'fix' : at);
    });
  }

  it('is found from the backport, too', () => {
    const commits = [{ id: 'h', subject: fix }];
    const backport = { id: 'b', subject: 'MDL-150 quiz: Timer [backport of MDL-100]' };
    assert.deepEqual(containedBy(backport, { commits, patchIds: new Map() }), {
      by: 'backport',
      commit: 'h',
      subject: fix,
    });
  });
});
