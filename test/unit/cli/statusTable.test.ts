import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { statusTable } from '../../../src/cli/statusTable';
import { alignedLines, fit, textWidth } from '../../../src/present/table';
import type { Status } from '../../../src/release/types';
import { matchesGolden } from '../../golden/golden';
import { change, hostile, id, role, status } from '../present/samples';
import { moodleRelease } from './world';

const now = Date.parse('2013-11-18T12:00:00Z');
const none = { kind: 'none', n: 0, m: 2 } as const;

const monday: Status = status(
  [
    change(),
    change({ component: 'mod_ouwiki', shortname: null, type: 'feature', where: 'both', adoption: none }),
    change({
      component: 'core',
      shortname: 'skip-mail',
      state: 'stale',
      where: 'behind',
      also: ['not-pushed'],
      adoption: none,
    }),
    change({
      component: 'block_x',
      shortname: null,
      state: 'off-base',
      reason: { code: 'cut-from-no-release', detail: { base: id('12'), agreed: 'v2.6.0' } },
      base: { tag: null, commit: id('12') },
      adoption: none,
    }),
    change({
      component: 'mod_quiz',
      shortname: null,
      state: 'carried',
      where: 'ahead',
      also: ['not-pushed', 'changed-while-moving'],
      adoption: none,
    }),
    change({ component: 'local_old', shortname: null, shipped: false, where: 'remote', adoption: none }),
    change({
      component: 'theme_lu',
      branch: 'LUVLE-2.6-hack-theme_lu',
      shortname: null,
      state: 'partial',
      missing: [{ id: id('f'), subject: 'x' }],
      where: 'local',
      adoption: none,
    }),
  ],
  {
    roles: [role(), role({ role: 'testing', suffix: 'next', loose: [], shaped: [], lacks: [] })],
    alarms: [{ code: 'dropped-out', customer: 'LUVLE', line: '2.6', change: 'LUVLE/hack/core/skip-mail', detail: {} }],
    unparsed: [
      {
        ref: 'refs/heads/LUVLE-2-5.deployment',
        name: 'LUVLE-2-5.deployment',
        reason: { code: 'no-version', token: '2', at: 6 },
        suggestion: 'LUVLE-2.5-deployment',
      },
    ],
    remotes: [
      { name: 'origin', role: 'upstream', fetchedAt: '2013-11-18T09:00:00Z', note: null },
      { name: 'cis', role: 'internal', fetchedAt: null, note: null },
    ],
  },
);

describe('the status table', () => {
  it('reads like this', () => {
    matchesGolden('cli/status.txt', statusTable(monday, { columns: null, colour: false, now }));
    matchesGolden('cli/status-60.txt', statusTable(monday, { columns: 60, colour: false, now }));
    matchesGolden('cli/status-colour.txt', statusTable(monday, { columns: 100, colour: true, now }));
  });

  it('names the customer where there are several', () => {
    const two = status([change(), change({ customer: 'EXT', target: '2.5' })], {
      targets: [
        { customer: 'LUVLE', line: '2.6', branch: 26, base: { tag: 'v2.6.0', commit: id('26') } },
        { customer: 'EXT', line: '2.5', branch: 25, base: { tag: 'v2.5.0', commit: null } },
      ],
      roles: [role(), role({ customer: 'EXT' })],
    });
    matchesGolden('cli/status-two.txt', statusTable(two, { columns: null, colour: false, now }));
  });

  it('is coloured on a terminal, unless NO_COLOR says otherwise', async () => {
    const terminal = { columns: 80 };
    const escaped = async (env: Record<string, string>, shown?: typeof terminal): Promise<boolean> => {
      const ran = await moodleRelease(['status'], {
        status: monday,
        env,
        ...(shown === undefined ? {} : { terminal: shown }),
      });
      return ran.stdout.includes('\u001b[');
    };
    assert.deepEqual(
      [
        await escaped({}, terminal),
        await escaped({ NO_COLOR: '1' }, terminal),
        await escaped({ TERM: 'dumb' }, terminal),
        await escaped({}),
      ],
      [true, false, false, false],
    );
  });

  it('fits the terminal, whatever the names', () => {
    const changes = hostile.map((text) => change({ component: text, shortname: text, type: text, customer: text }));
    const table = statusTable(status(changes), { columns: 60, colour: false, now });
    for (const line of table.split('\n').slice(4)) {
      assert.ok(textWidth(line) <= 60, line);
      assert.doesNotMatch(line, /[\p{Cc}\u202a-\u202e\u2066-\u2069\u200b]/u);
    }
  });
});

describe('columns', () => {
  it('are as wide as a terminal shows them', () => {
    assert.deepEqual(['abc', 'žluť', '変更', '🎓', 'e\u0301', ''].map(textWidth), [3, 4, 4, 2, 1, 0]);
    assert.deepEqual(
      [fit('abcdef', 4), fit('変更変更', 4), fit('abc', 3), fit('ab cd', 4)],
      ['abc…', '変…', 'abc', 'ab…'],
    );
    assert.deepEqual(
      alignedLines(
        [
          ['変', 'x'],
          ['ab c', 'y', 'z'],
          ['', ''],
        ],
        null,
      ),
      ['変    x', 'ab c  y  z', ''],
    );
  });
});
