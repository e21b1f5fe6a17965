import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Builder, TestRepository } from '../../support/repo';
import { changeOf, feature, inSession, INTERNAL_URL, moodle, reasonIs, said, statusOf } from './moodle';

const CONFIG = 'refs/heads/moodle-release';
const EXAM = 'LUVLE/feature/mod_exam';

/** A decision's path and text on the branch `moodle-release`. */
function decision(key: string, kind: string, more = '', line = '2.6'): readonly [path: string, text: string] {
  const path = `decisions/LUVLE/${line}/${key.replaceAll('/', '~')}.yaml`;
  const said = `schema: 1\nchange: ${key}\ndecision: ${kind}\nbecause: It was agreed\nby: Ann\nat: 2013-09-01\n${more}`;
  return [path, said];
}

function decided(b: Builder, ...files: readonly (readonly [path: string, text: string])[]): void {
  b.commit(CONFIG, Object.fromEntries(files), 'Decide');
}

const old = (b: Builder, name = 'exam'): void => {
  feature(b, `LUVLE-2.5-feature-mod_${name}`, { from: 'v2.5.0' });
};
/** Any branch makes a line of 2.6. */
const begun = (b: Builder): void => {
  b.branch('LUVLE-2.6-feature-mod_begun', 'v2.6.0');
};
const again = (b: Builder): void => {
  b.commit('LUVLE-2.6-feature-mod_exam', { 'local/exam/lib.php': 'exam, anew\n' }, 'Add it anew', { from: 'v2.6.0' });
};
/** Ids are the same in every run, so a decision can name the commit before it is made. */
const oldId = moodle(old).id('LUVLE-2.5-feature-mod_exam');

const table: readonly (readonly [about: string, draw: (b: Builder) => void, state: string])[] = [
  [
    'dropped: without a branch',
    (b) => {
      old(b);
      begun(b);
      decided(b, decision(EXAM, 'dropped'));
    },
    'dropped',
  ],
  [
    'external',
    (b) => {
      old(b);
      begun(b);
      decided(b, decision(EXAM, 'external'));
    },
    'external',
  ],
  [
    'external says nothing of a branch that is there',
    (b) => {
      old(b);
      feature(b, 'LUVLE-2.6-feature-mod_exam', { from: 'v2.6.0' });
      decided(b, decision(EXAM, 'external'));
    },
    'carried',
  ],
  [
    'exception-base by tag',
    (b) => {
      begun(b);
      feature(b, 'LUVLE-2.6-feature-mod_exam', { from: 'v2.5.2' });
      decided(b, decision(EXAM, 'exception-base', 'base: v2.5.2\n'));
    },
    'new, exception-base',
  ],
  [
    'exception-base for another tag than the one it is cut from',
    (b) => {
      begun(b);
      feature(b, 'LUVLE-2.6-feature-mod_exam', { from: 'v2.5.2' });
      decided(b, decision(EXAM, 'exception-base', 'base: v2.5.1\n'));
    },
    'stale',
  ],
  [
    'squashed: the commits it names are accounted for',
    (b) => {
      old(b);
      again(b);
      decided(b, decision(EXAM, 'squashed', `commits: [${oldId}]\n`));
    },
    'carried',
  ],
  [
    'left-out: likewise',
    (b) => {
      old(b);
      again(b);
      decided(b, decision(EXAM, 'left-out', `commits: [${oldId}]\n`));
    },
    'carried',
  ],
  [
    'left-out: of another commit',
    (b) => {
      old(b);
      again(b);
      decided(b, decision(EXAM, 'left-out', `commits: [${'0'.repeat(40)}]\n`));
    },
    'partial',
  ],
  [
    'a decision for another line',
    (b) => {
      old(b);
      begun(b);
      decided(b, decision(EXAM, 'dropped', '', '2.5'));
    },
    'pending',
  ],
  [
    'a decision on a change with a longer name',
    (b) => {
      old(b);
      begun(b);
      decided(b, decision(`${EXAM}/short`, 'dropped'));
    },
    'pending',
  ],
];

describe('decisions on the branch moodle-release', () => {
  for (const [about, draw, state] of table) {
    it(about, async () => {
      const change = changeOf(await statusOf(moodle(draw)), EXAM);
      assert.equal(said(change.state, change.also), state);
    });
  }

  it('name the owner, and say who decided and why', async () => {
    const status = await statusOf(
      moodle((b) => {
        old(b);
        old(b, 'other');
        begun(b);
        decided(b, decision(EXAM, 'owner'), decision('LUVLE/feature/mod_other', 'dropped'));
      }),
    );
    assert.equal(changeOf(status, EXAM).owner, 'Ann');
    const { reason, owner } = changeOf(status, 'LUVLE/feature/mod_other');
    assert.deepEqual(reason, {
      code: 'decision-dropped',
      detail: { by: 'Ann', at: '2013-09-01', because: 'It was agreed' },
    });
    assert.equal(owner, null);
  });

  it('are a colleague’s too, while the branch is only on the remote', async () => {
    const repo = moodle((b) => {
      old(b);
      begun(b);
      b.commit('refs/remotes/origin/moodle-release', Object.fromEntries([decision(EXAM, 'dropped')]), 'Decide');
    }).addRemote('origin', INTERNAL_URL);
    assert.equal(changeOf(await statusOf(repo), EXAM).state, 'dropped');
  });

  it('may be written with any configured spelling of the customer, as may the customer that is asked for', async () => {
    const repo = moodle((b) => {
      old(b);
      begun(b);
      const [path, text] = decision(EXAM, 'dropped');
      const config = 'schema: 1\ncustomers:\n  LUVLE: { spellings: [lu] }\n  NEW:\n';
      b.commit(
        CONFIG,
        { 'moodle-release.yaml': config, [path.replaceAll('LUVLE', 'lu')]: text.replaceAll('LUVLE', 'lu') },
        'Decide',
      );
    });
    await inSession(repo, async (session) => {
      for (const customer of ['LUVLE', 'lu']) {
        assert.equal(changeOf(await session.status({ customer }), EXAM).state, 'dropped', customer);
      }
      assert.deepEqual((await session.status({ customer: 'NEW' })).changes, []);
      await assert.rejects(session.status({ customer: 'ELSE' }), reasonIs('unknown-customer'));
    });
  });

  const faulty = (files: Record<string, string>): TestRepository =>
    moodle((b) => {
      old(b);
      old(b, 'other');
      begun(b);
      const [path, text] = decision(EXAM, 'dropped');
      b.commit(CONFIG, { ...files, [path]: text }, 'Decide');
    });
  const [otherPath, otherText] = decision('LUVLE/feature/mod_other', 'dropped');
  for (const [about, path, text, code] of [
    ['a syntax error', otherPath, 'schema: 1\nchange: [', 'syntax'],
    ['an unknown decision', otherPath, otherText.replace('decision: dropped', 'decision: droped'), 'wrong-value'],
    [
      'a commit cut short',
      otherPath,
      `${otherText.replace('dropped', 'squashed')}commits: [035b5dacf9]\n`,
      'wrong-value',
    ],
    ['a missing key', otherPath, otherText.replace(/because: .*\n/, ''), 'missing-key'],
    ['a file that decides on another change', otherPath, otherText.replace('mod_other', 'mod_exam'), 'wrong-path'],
    ['a file at the wrong place', 'decisions/other.yaml', otherText, 'wrong-path'],
  ] as const) {
    it(`with ${about}: it is named, decides nothing, and the others hold`, async () => {
      await inSession(faulty({ [path]: text }), async (session) => {
        const status = await session.status();
        assert.equal(changeOf(status, EXAM).state, 'dropped');
        assert.equal(changeOf(status, 'LUVLE/feature/mod_other').state, 'pending');
        const { diagnostics } = await session.configuration();
        assert.deepEqual(
          diagnostics.map((diagnostic) => [diagnostic.path, diagnostic.severity]),
          diagnostics.map(() => [path, 'error']),
        );
        assert.ok(
          diagnostics.some((diagnostic) => diagnostic.code === code),
          JSON.stringify(diagnostics),
        );
      });
    });
  }
});
