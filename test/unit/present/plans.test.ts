import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  backupsOf,
  differenceText,
  failureOf,
  journalDescription,
  journalIcon,
  journalLabel,
  journalSpoken,
  journalState,
  lintLabel,
  lintText,
  planMarkdown,
  planText,
  predictionOrder,
  predictionWords,
  previewsOf,
  recordStateText,
  refChangeLabel,
  refChanges,
  sectionDescription,
  stepFailure,
  totalsText,
  undoneIn,
  sectionWords,
} from '../../../src/present';
import { GitError } from '../../../src/git';
import type { GitReason } from '../../../src/git';
import { PlanError } from '../../../src/plan';
import type { PlanReason, PlanRecord } from '../../../src/plan';
import type { Lint, Prediction } from '../../../src/release/types';
import { SessionError } from '../../../src/session/error';
import type { JournalEntry } from '../../../src/session';
import { matchesGolden } from '../../golden/golden';
import {
  assemblePlan,
  decidePlan,
  preview,
  previews,
  rebasePlan,
  rebaseRecord,
  recordOf,
  undoRecord,
} from './planSamples';
import { hostile, id } from './samples';

const unsafe = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

function entry(record: PlanRecord, problem: JournalEntry['problem'] = null): JournalEntry {
  return { id: record.plan.id, open: record.endedAt === null, record, problem };
}

describe('a plan', () => {
  it('is shown in one form, before it is run and after', () => {
    const shown = [
      planText(rebasePlan()),
      planText(rebasePlan(), { record: rebaseRecord() }),
      planText(decidePlan()),
      planText(decidePlan(), {
        record: recordOf(decidePlan(), {
          'record-step': { state: 'done', at: '', outcome: { tip: id('71') } },
          'share-step': { state: 'failed', at: '', reason: 'rejected', why: 'non-fast-forward' },
        }),
      }),
      planText(assemblePlan()),
      planText(assemblePlan({ sections: [], tree: id('c'), kind: 'adopt' })),
      planText(rebasePlan({ sections: [], branches: [], refusal: { code: 'nothing', text: 'Nothing is to move.' } })),
    ];
    matchesGolden(
      'present/plans.txt',
      shown
        .map((lines) => lines.join('\n'))
        .join('\n\n----\n\n')
        .concat('\n'),
    );
  });

  it('is shown as Markdown', () => {
    matchesGolden(
      'present/plans.md',
      [planMarkdown(rebasePlan(), { record: rebaseRecord() }), planMarkdown(decidePlan())].join('\n'),
    );
  });

  it('is shown safely, whatever its words', () => {
    for (const text of hostile) {
      const plan = rebasePlan({
        title: text,
        branches: [{ ...preview({ newBranch: text, onto: text }), reason: { code: 'x', text } }] as never,
        warnings: [{ code: 'x', text, about: text }],
        refusal: { code: 'x', text },
      });
      for (const line of planText(plan)) assert.doesNotMatch(line, unsafe);
      const document = planMarkdown(plan);
      assert.doesNotMatch(document.replaceAll('\n', ''), unsafe);
      assert.doesNotMatch(document.replaceAll(/`[^`\n]*`/g, ''), /(?<!\\)[<[]/);
    }
  });

  it('passes over previews that are none', () => {
    const [first] = previews;
    const values = [null, 1, 'x', [], {}, { ...first, result: 'fine' }, { ...first, dropped: [{}] }, first];
    assert.equal(previewsOf({ ...rebasePlan(), branches: values as never }).length, 1);
  });

  it('says what keeps a saved one from being run', () => {
    const saved = rebasePlan();
    const facts = [{ type: 'identity', of: 'refs', resource: 'refs/tags/v2.6.0', id: id('27') }] as const;
    assert.deepEqual(differenceText(saved, rebasePlan({ facts })), ['v2.6.0: 26262626 → 27272727']);
    assert.deepEqual(differenceText(saved, rebasePlan({ facts: [] })), [
      'what it rests on is no longer the same: v2.6.0',
    ]);
    const refusal = { code: 'checked-out', text: 'x is checked out in /y. Check out another branch there first.' };
    assert.deepEqual(differenceText(saved, rebasePlan({ facts: [], refusal })), [
      'x is checked out in /y. Check out another branch there first',
    ]);
    assert.deepEqual(differenceText({ ...saved, title: 'Harmless' }, saved), [
      'hand-edited, or written by another version',
    ]);
  });
});

describe('predictions', () => {
  it('have an icon of their own each, and a sentence', () => {
    const words = predictionOrder.map((result) => predictionWords(preview({ result })));
    assert.equal(new Set(words.map(({ icon }) => icon)).size, predictionOrder.length);
    for (const { short, spoken, colour } of words) {
      assert.ok(short.length < 20 && spoken.endsWith('.'), spoken);
      assert.match(colour, /^(charts|testing|list)\.\w+$/);
    }
    const results: readonly Prediction['result'][] = ['conflict', 'clean', 'unknown', 'clean'];
    assert.equal(totalsText(results), '2 clean, 1 conflict, 1 unknown');
    assert.equal(totalsText([]), '');
  });

  it('name what deserves a look', () => {
    const lint: Lint = { code: 'requires', text: 'It requires Moodle 2.7.', commit: null, path: 'mod/x/version.php' };
    assert.equal(lintLabel(lint), 'requires another Moodle');
    assert.equal(lintText(lint), 'It requires Moodle 2.7. (mod/x/version.php)');
  });
});

describe('the journal', () => {
  it('says when, and how far a plan is', () => {
    const waiting = entry(rebaseRecord());
    assert.equal(journalLabel(waiting), 'Rebase 4 changes onto v2.6.0');
    assert.equal(journalDescription(waiting), 'waits for you: 1 of 2 · 2014-01-17 23:06');
    assert.equal(journalSpoken(waiting), 'Rebase 4 changes onto v2.6.0, waits for you: 1 of 2, 2014-01-17 23:06');
    const broken: JournalEntry = { id: 'x-1', open: true, record: null, problem: 'damaged' };
    assert.deepEqual([journalLabel(broken), journalDescription(broken)], ['x-1', 'damaged']);
    const states = [
      entry(recordOf(rebasePlan(), {}, { state: 'interrupted', endedAt: null })),
      entry(rebaseRecord(), 'running'),
      entry(rebaseRecord(), 'elsewhere'),
      entry(undoRecord(rebasePlan(), ['clean'])),
    ];
    assert.deepEqual(
      states.map((one) => journalState(one).label),
      ['interrupted', 'running', 'from elsewhere', 'done'],
    );
  });

  it('knows of a plan that was cut off which section has begun', () => {
    const inFlight = { step: 'core-step', direction: 'forward', processes: [] } as const;
    const record = recordOf(rebasePlan(), {}, { state: 'interrupted', endedAt: null, inFlight });
    const labels = record.plan.sections.map((section) => sectionWords(record, section).label);
    assert.deepEqual(labels, ['not begun', 'begun', 'not begun']);
  });

  it('knows what was undone, in part or whole, and done again', () => {
    const rebase = recordOf(rebasePlan(), {
      'clean-step': { state: 'done', at: '', outcome: { refs: [] } },
      'core-step': { state: 'done', at: '', outcome: { ref: 'x', old: null, tip: id('1'), skipped: [] } },
      'emails-step': { state: 'done', at: '', outcome: { ref: 'x', old: null, tip: id('2'), skipped: [] } },
    });
    const sections = ['clean', 'core', 'emails'];
    const label = (entries: readonly JournalEntry[]): string => journalState(entry(rebase), undoneIn(entries)).label;
    const part = entry(undoRecord(rebasePlan(), ['core']));
    const whole = undoRecord(rebasePlan(), sections);
    const again = entry(undoRecord(whole.plan as ReturnType<typeof rebasePlan>, sections));
    assert.equal(label([part, entry(rebase)]), 'undone in part');
    assert.equal(label([entry(whole), entry(rebase)]), 'undone');
    assert.equal(label([again, entry(whole), entry(rebase)]), 'done');
    assert.equal(journalState(entry(whole), undoneIn([again])).label, 'undone');
    assert.equal(journalIcon(entry(rebase), undoneIn([entry(whole)])).icon, 'discard');
    const leftOut = recordOf(rebasePlan(), {
      'clean-step': { state: 'done', at: '', outcome: { refs: [] } },
      'core-step': { state: 'done', at: '', outcome: { ref: 'x', old: null, tip: null, skipped: [] } },
      'emails-step': { state: 'done', at: '', outcome: { ref: 'x', old: null, tip: null, skipped: [] } },
    });
    assert.equal(recordStateText(leftOut), 'done 2, left out 2');
    assert.equal(
      journalState(entry(leftOut), undoneIn([part, entry(undoRecord(rebasePlan(), ['clean']))])).label,
      'undone',
    );
  });

  it('names what a person left out on the way', () => {
    const done = (skipped: readonly string[]) =>
      ({ state: 'done', at: '', outcome: { ref: 'x', old: null, tip: id('1'), skipped } }) as const;
    const record = recordOf(rebasePlan(), {
      'clean-step': { state: 'done', at: '', outcome: { refs: [] } },
      'core-step': done([id('c1')]),
      'emails-step': done([]),
    });
    assert.equal(recordStateText(record), `done, without ${id('c1').slice(0, 8)}`);
    const labels = record.plan.sections.map((section) => sectionWords(record, section).label);
    assert.deepEqual(labels, ['done', `done, without ${id('c1').slice(0, 8)}`, 'done']);
    const many = recordOf(rebasePlan(), { 'core-step': done(['c1', 'c2', 'c3', 'c4', 'c5'].map(id)) });
    assert.match(recordStateText(many), /done 1, without \w{8}, \w{8}, \w{8} and 2 more$/);
    assert.equal(
      sectionWords(
        record,
        record.plan.sections[1] ?? assert.fail(),
        undoneIn([entry(undoRecord(rebasePlan(), ['core']))]),
      ).label,
      'undone',
    );
  });

  it('says of a section what it moved', () => {
    const record = rebaseRecord();
    const [clean, core] = record.plan.sections;
    assert.ok(clean !== undefined && core !== undefined);
    assert.deepEqual(
      refChanges(record, clean).map((one) => [refChangeLabel(one), one.before, one.after]),
      [
        ['LUVLE-2.6-hack-mod_resource-singlefiles', null, id('f0')],
        ['LUVLE-2.6-feature-mod_ouwiki', id('d1'), id('5f')],
      ],
    );
    assert.deepEqual(backupsOf(record, clean), ['refs/moodle-release/backup/20140117-230640-rebase-9f3a/carry/']);
    assert.deepEqual([refChanges(record, core), backupsOf(record, core)], [[], []]);
    assert.equal(sectionDescription(record, core), 'waits for you');
    const outcome = { ref: 'x', old: null, tip: null, skipped: [] };
    const without = recordOf(rebasePlan(), { 'core-step': { state: 'done', at: '', outcome } });
    assert.deepEqual([sectionDescription(without, core), refChanges(without, core)], ['left out', []]);
    assert.equal(recordStateText(without), 'not begun 3, left out 1');
    const decided = recordOf(decidePlan(), {
      'record-step': { state: 'done', at: '', outcome: { tip: id('71') } },
      'share-step': { state: 'done', at: '', outcome: {} },
    });
    assert.deepEqual(
      decided.plan.sections.flatMap((one) => refChanges(decided, one).map(refChangeLabel)),
      ['moodle-release', 'cis moodle-release'],
    );
  });
});

/** Every reason with the details its sentence can name. Missing keys do not compile. */
const planReasons: Readonly<Record<PlanReason, Readonly<Record<string, string | number>>>> = {
  'bad-plan': { place: 'steps.carry.effect', problem: 'carry' },
  refused: { code: 'nothing', text: 'Nothing is to move.' },
  'run-already': { id: 'x-1' },
  moved: { resources: 'refs/heads/x' },
  busy: { file: '/srv/moodle/.git/x', pid: 4 },
  'still-running': { pid: 4, step: 'carry' },
  unfinished: { id: 'x-1' },
  unwritable: { file: '/srv/moodle/.git/x' },
  'no-such-plan': { id: 'x-1' },
  elsewhere: { id: 'x-1', path: '/srv/other/.git' },
  newer: {},
  damaged: { file: '/srv/moodle/.git/x' },
  undecided: { step: 'push', why: 'neither the old nor the new value' },
  irreversible: { step: 'push' },
  interrupted: {},
  failed: { step: 'push', why: 'it failed' },
  cancelled: {},
};
const gitReasons: Readonly<Record<Exclude<GitReason, 'failed'>, string>> = {
  'no-git': '',
  'old-git': '2.30.2',
  'not-a-repository': '',
  'unsafe-repository': '',
  'corrupt-object': id('a'),
  'too-large': '',
  'bad-name': 'x y',
  exists: 'x',
  'would-overwrite': 'lib/x.php',
  'checked-out': 'refs/heads/x in /srv/moodle',
  moved: 'refs/heads/x',
  locked: 'refs/heads/x',
  symbolic: 'refs/heads/x',
  rejected: 'refs/heads/x',
  unsigned: 'gpg failed to sign the data',
  unwritable: 'No space left on device',
  'no-remote': 'cis',
  'several-addresses': 'cis',
  unreachable: 'cis',
  cancelled: '',
  timeout: '',
};

describe('failures', () => {
  it('have a sentence and a next action, whoever threw them', () => {
    const errors = [
      ...Object.entries(planReasons).flatMap(([reason, detail]) =>
        [detail, {}].map((given) => new PlanError(reason as PlanReason, given)),
      ),
      ...Object.entries(gitReasons).map(([reason, detail]) => new GitError(reason as GitReason, detail)),
    ];
    const lines = errors.map((error) => {
      const { message, next, actions } = failureOf(error);
      assert.ok(message !== '' && next !== '', error.message);
      return `${message} ${next} [${actions.map(({ label }) => label).join('] [')}]`;
    });
    assert.deepEqual(
      lines.filter((line) => /undefined|null/.test(line)),
      [],
    );
    matchesGolden('present/failures.txt', Array.from(new Set(lines)).join('\n').concat('\n'));
  });

  it('name what was moved, and from where to where', () => {
    const held = { of: 'refs', resource: 'refs/heads/x' };
    const moved = [
      { ...held, id: id('a'), now: id('b') },
      { ...held, id: null, now: id('b') },
      { ...held, id: id('a'), now: null },
    ];
    assert.match(
      failureOf(new PlanError('moved', {}, { moved })).message,
      /: x \(aaaaaaaa → bbbbbbbb\), x \(is there now\), x \(is gone\)\.$/,
    );
  });

  it('say what git said where that is more exact', () => {
    const cause = new GitError('locked', 'refs/heads/x');
    const locked = 'Another git is at work here and holds refs/heads/x.';
    assert.equal(failureOf(new PlanError('failed', { step: 'x' }, { cause })).message, locked);
    assert.equal(failureOf(new SessionError('failed', { said: '' }, { cause })).message, locked);
    assert.equal(stepFailure({ reason: 'locked', why: 'refs/heads/x' }).message, locked);
    assert.equal(stepFailure({ reason: 'ENOSPC', why: 'no space' }).message, 'It did not work: no space');
    assert.equal(failureOf(new Error('boom')).message, 'It did not work: boom');
    assert.equal(failureOf('boom').message, 'It did not work: boom');
  });
});
