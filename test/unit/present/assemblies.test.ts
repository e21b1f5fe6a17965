import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  clashesOf,
  entryDescription,
  entryIcon,
  entrySpoken,
  entryTooltip,
  keyLabel,
  listProblems,
  listSummary,
  planText,
} from '../../../src/present';
import type { Json } from '../../../src/plan';
import type { EntryFacts } from '../../../src/present';
import { decidePlan } from './planSamples';
import { assembly, entry, hostile, id } from './samples';

const lates = 'LUVLE/feature/mod_quiz/lates';
const clash = { with: lates, paths: ['mod/quiz/lib.php'] };
const facts = (differs: Partial<EntryFacts> = {}): EntryFacts => ({
  entry: entry(),
  clashes: [],
  behind: 0,
  ...differs,
});

describe('an entry of a list', () => {
  const cases: readonly (readonly [string, EntryFacts, string])[] = [
    ['merged', facts(), 'pass'],
    ['behind by 2 commits', facts({ entry: entry({ merged: 'behind' }), behind: 2 }), 'arrow-circle-up'],
    ['behind its branch', facts({ entry: entry({ merged: 'behind' }) }), 'arrow-circle-up'],
    ['not in it yet', facts({ entry: entry({ merged: 'no' }) }), 'circle-large-outline'],
    ['no branch to merge', facts({ entry: entry({ branch: null, tip: null, merged: 'no' }) }), 'question'],
    ['pinned at 1a1a1a1a · merged', facts({ entry: entry({ pin: id('1a') }) }), 'pinned'],
    ['clashes with mod_quiz · lates · merged', facts({ clashes: [clash] }), 'warning'],
    [
      'clashes with mod_quiz · lates, what it is merged into · not in it yet',
      facts({ entry: entry({ merged: 'no' }), clashes: [clash, { with: null, paths: ['a'] }] }),
      'warning',
    ],
    [
      'held: waits for Ann',
      facts({ entry: entry({ left: { why: 'held', because: 'waits for Ann' } }) }),
      'debug-pause',
    ],
    ['excluded: never', facts({ entry: entry({ left: { why: 'excluded', because: 'never' } }) }), 'circle-slash'],
    ['dropped', facts({ entry: entry({ left: { why: 'dropped', because: '' } }) }), 'trash'],
    ['dropped: gone', facts({ entry: entry({ left: { why: 'dropped', because: 'gone' } }) }), 'trash'],
  ];
  for (const [said, one, icon] of cases) {
    it(`says "${said}", with a picture of its own`, () => {
      assert.equal(entryDescription(one), said);
      assert.equal(entryIcon(one).icon, icon);
    });
  }

  it('is spoken with its name', () => {
    assert.equal(
      entrySpoken('mod_wiki', facts({ clashes: [clash] })),
      'mod_wiki, clashes with mod_quiz · lates, merged',
    );
  });

  it('names the paths of a clash in its tooltip, as many as can be read', () => {
    const paths = Array.from({ length: 20 }, (_, n) => `mod/quiz/file${n}.php`);
    const text = entryTooltip(facts({ clashes: [{ with: lates, paths }] }));
    assert.match(
      text,
      /It clashes with `mod_quiz · lates`, in `mod\/quiz\/file0\.php`, .*`mod\/quiz\/file7\.php`, and 12 more\./,
    );
  });

  it('shows nothing from outside as anything but text', () => {
    for (const text of hostile) {
      const one = facts({
        entry: entry({ change: text, branch: text, left: { why: 'held', because: text } }),
        clashes: [{ with: text, paths: [text] }],
      });
      assert.doesNotMatch(entryDescription(one), /\$\(|[\u0000-\u001f\u202e]/);
      const prose = entryTooltip(one).replaceAll(/(`+) ?[^]*? ?\1/g, '');
      assert.doesNotMatch(prose, /(?<!\\)\]\(|(?<!\\)<img|\u202e/);
      assert.doesNotMatch(keyLabel(`a/b/${text}/${text}`), /\$\(|[\u0000-\u001f\u202e]/);
    }
  });
});

describe('a list', () => {
  it('finds the clashes of a change, whichever of the two was named first', () => {
    const state = assembly({
      clashes: [
        { change: 'a', with: 'b', paths: ['x'] },
        { change: 'a', with: null, paths: ['y'] },
      ],
    });
    assert.deepEqual(clashesOf(state, 'a'), [
      { with: 'b', paths: ['x'] },
      { with: null, paths: ['y'] },
    ]);
    assert.deepEqual(clashesOf(state, 'b'), [{ with: 'a', paths: ['x'] }]);
    assert.deepEqual(clashesOf(state, 'c'), []);
  });

  it('is summed up by what is still to be done', () => {
    const entries = [
      entry({ change: 'a' }),
      entry({ change: 'b', merged: 'no' }),
      entry({ change: 'c', merged: 'behind' }),
      entry({ change: 'd', left: { why: 'held', because: '' } }),
      entry({ change: 'e', left: { why: 'dropped', because: '' } }),
    ];
    const clashes = [
      { change: 'b', with: 'a', paths: ['x'] },
      { change: 'd', with: null, paths: ['x'] },
    ];
    assert.equal(listSummary(assembly({ entries, clashes })), '2 clash, 2 to merge, 1 held, 1 left out');
    assert.equal(listSummary(assembly()), '');
  });

  it('names the lines that are wrong', () => {
    const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 1 } };
    const state = assembly({ problems: [{ severity: 'error', code: 'x', message: 'No.', range }] });
    assert.deepEqual(listProblems(state), ['lists/LUVLE/2.5/deployment.yaml:3: No.']);
  });
});

describe('the plan of edits', () => {
  const shown = (edits: readonly Json[]): readonly string[] =>
    planText({ ...decidePlan(), kind: 'list', inputs: { edits } })
      .filter((line) => line.startsWith('    '))
      .map((line) => line.trim());

  it('names each edit below the file that has it', () => {
    const change = 'LUVLE/hack/mod_wiki';
    const edits = [
      { edit: 'hold', change, because: 'the vendor is asked' },
      { edit: 'exclude', change, because: null },
      { edit: 'pin', change, commit: id('1a') },
      { edit: 'pin', change, commit: null },
      { edit: 'add', change },
      { edit: 'move', change, to: 'up' },
      { edit: 'decline', commit: id('e1') },
      { edit: 'upstream', release: 'v2.5.2' },
    ];
    assert.deepEqual(shown(edits), [
      `hold ${change}: the vendor is asked`,
      `exclude no more ${change}`,
      `pin ${change} at 1a1a1a1a`,
      `unpin ${change}`,
      `add ${change}`,
      `move up ${change}`,
      'decline e1e1e1e1',
      'release of Moodle: v2.5.2',
    ]);
  });

  it('passes over what is no edit', () => {
    assert.deepEqual(shown([null, 'hold', {}, { edit: 'hold' }, { edit: 'paint', change: 'x' }]), []);
  });
});
