import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  alarmText,
  countsText,
  failure,
  fetchedText,
  flagWords,
  nameReason,
  nameWarning,
  outageText,
  reasonText,
  roleDescription,
  roleLabel,
  roleTooltip,
  stateOrder,
  stateWords,
  statusBarSpoken,
  statusBarText,
  suggestionText,
  targetLabel,
} from '../../../src/present';
import type { Alarm, Flag, ReasonCode } from '../../../src/release/types';
import type { SessionReason } from '../../../src/session/types';
import { matchesGolden } from '../../golden/golden';
import {
  change,
  flags,
  hostile,
  id,
  nameReasons,
  nameWarnings,
  outageKinds,
  reasons,
  role,
  states,
  status,
} from './samples';

const failures: Readonly<Record<SessionReason, Readonly<Record<string, string>>>> = {
  'no-git': {},
  'old-git': { version: '2.30.2' },
  'not-a-repository': { path: '/srv/other' },
  'not-moodle': { path: '/srv/other' },
  'unsafe-repository': { path: '/srv/other' },
  'no-commits': {},
  'no-releases': {},
  'unknown-target': { given: '9.9' },
  'unknown-commit': { given: 'v9' },
  'unknown-release': { given: 'lu-moodle-lu_v2.5.1-9', near: 'lu-moodle-lu_v2.5.1-3' },
  shallow: { given: 'lu-moodle-lu_v2.5.1-3' },
  'unknown-customer': { given: 'NOPE' },
  'no-counterpart': { given: 'LUVLE/hack/core' },
  'no-identity': {},
  embargoed: {
    given: 'LUVLE-2.6-fix-core',
    remote: 'github',
    why: 'LUVLE-2.6-fix-core would make LUVLE/fix/core public.',
  },
  'bad-name': { given: 'x y' },
  exists: { given: 'LUVLE-2.6-hack-core' },
  cancelled: {},
  failed: { message: 'fatal: the remote hung up' },
};

describe('states', () => {
  it('differ by icon, so that colour never carries the meaning alone', () => {
    const icons = stateOrder.map((state) => stateWords(state).icon);
    assert.equal(new Set(icons).size, stateOrder.length);
    assert.deepEqual(stateOrder.toSorted(), Object.keys(states).toSorted());
  });

  it('use theme colours that high contrast themes define', () => {
    for (const state of stateOrder) assert.match(stateWords(state).colour ?? 'list.x', /^(charts|testing|list)\.\w+$/);
  });
});

describe('sentences', () => {
  it('exist for every reason, flag, failure and name, with and without details', () => {
    const lines = [
      ...Object.keys(states).map((state) => stateWords(state as keyof typeof states).sentence),
      ...Object.keys(flags).map((flag) => `${flagWords(flag as Flag).label}: ${flagWords(flag as Flag).sentence}`),
      ...Object.entries(reasons).flatMap(([code, detail]) => [
        reasonText({ code: code as ReasonCode, detail }),
        reasonText({ code: code as ReasonCode, detail: {} }),
      ]),
      ...Object.entries(failures).flatMap(([reason, detail]) =>
        [detail, {}].map((given) => {
          const words = failure(reason as SessionReason, given);
          return `${words.message} ${words.next} [${words.actions.map((action) => action.label).join('] [')}]`;
        }),
      ),
      ...Object.entries(nameReasons).flatMap(([code, token]) =>
        [token, ''].map((found) => nameReason({ code: code as keyof typeof nameReasons, token: found })),
      ),
      ...Object.keys(nameWarnings).map((code) => nameWarning(code as keyof typeof nameWarnings)),
    ];
    assert.deepEqual(
      lines.filter((line) => /undefined|null/.test(line)),
      [],
    );
    matchesGolden('present/sentences.txt', Array.from(new Set(lines)).join('\n').concat('\n'));
  });

  it('name the cause of a name that is nearly right', () => {
    assert.equal(nameReason({ code: 'no-version', token: '2-5' }), '2-5 is no line: write 2.5.');
    assert.match(nameReason({ code: 'bad-component', token: 'mod_forum_x' }), /an activity has no underscore/);
  });

  it('are made safe where they are final', () => {
    for (const text of hostile) {
      const shown = [
        failure('failed', { message: text }).message,
        nameReason({ code: 'bad-version', token: text }),
        suggestionText(text),
        alarmText({ code: 'dropped-out', customer: text, line: text, change: text, detail: {} }),
        roleLabel(role({ suffix: text })),
        roleDescription(role({ contains: text })),
      ].join('');
      assert.doesNotMatch(shown, /[\p{Cc}\u202a-\u202e\u2066-\u2069]|\$\(/u);
    }
  });
});

describe('an outage', () => {
  it('is said in a sentence, with every cause', () => {
    const because = Object.keys(outageKinds).map((kind) => ({
      kind: kind as keyof typeof outageKinds,
      subject: kind === 'not-moodle' ? 'from' : `mod_forum-${kind}`,
      from: '2013050100',
      to: null,
    }));
    const answers = [
      outageText({ code: 0, certain: true, because: [] }, 'a', 'b'),
      outageText({ code: 3, certain: true, because: [] }, 'a', 'b'),
      outageText({ code: 2, certain: true, because: [] }, 'a', 'b'),
      outageText({ code: 2, certain: false, because }, 'HEAD', 'v2.6.0'),
    ];
    const version = (subject: string) => ({ kind: 'version-changed', subject, from: '1', to: '2' }) as const;
    const many = [
      { kind: 'db-changed', subject: 'core', from: null, to: null } as const,
      ...['core', 'a', 'b', 'c', 'd'].map(version),
    ];
    const answer = { code: 2, certain: true, because: many } as const;
    assert.deepEqual(outageText(answer, 'a', 'b'), [
      'An outage is needed.',
      '  core has a new version and changes under db/.',
      '  and 4 components have a new version; --verbose lists them',
    ]);
    assert.equal(outageText(answer, 'a', 'b', true).length, 6);
    matchesGolden('present/outage.txt', answers.flat().join('\n').concat('\n'));
  });
});

describe('overview', () => {
  it('counts branches', () => {
    assert.equal(
      countsText(status([])),
      '214 branches: 80 change branches, 6 role branches, 3 look like changes but do not parse',
    );
    const one = { branches: 1, changes: 1, roles: 1, unparsed: 1 };
    assert.equal(
      countsText(status([], { counts: one })),
      '1 branch: 1 change branch, 1 role branch, 1 looks like a change but does not parse',
    );
    const none = { branches: 0, changes: 0, roles: 0, unparsed: 0 };
    assert.equal(countsText(status([], { counts: none })), '0 branches: 0 change branches, 0 role branches');
  });

  it('says in the status bar how much has to move', () => {
    const changes = [change(), change({ state: 'stale' }), change({ state: 'carried' })];
    assert.equal(statusBarText(status(changes)), '2.6: 2 to move');
    assert.equal(statusBarText(status([])), '2.6: 0 to move');
    assert.equal(statusBarText(status(changes, { complete: false })), '2.6: ≤ 2 to move');
    assert.equal(statusBarText(status([], { complete: false })), '2.6: 0 to move');
    assert.equal(statusBarText(status([], { targets: [] })), 'No changes');
    const two = status([...changes, change({ customer: 'EXT', target: '2.5' })], {
      targets: [
        { customer: 'LUVLE', line: '2.6', branch: 26, base: { tag: 'v2.6.0', commit: id('26') } },
        { customer: 'EXT', line: '2.5', branch: 25, base: { tag: 'v2.5.0', commit: null } },
      ],
    });
    assert.equal(statusBarText(two), 'LUVLE 2.6: 2, EXT 2.5: 1 to move');
    assert.equal(
      statusBarSpoken({ ...two, complete: false }),
      'LUVLE: 2 changes to move to 2.6. EXT: 1 change to move to 2.5. Upstream was not searched for equivalents yet: it may be less. ' +
        '214 branches: 80 change branches, 6 role branches, 3 look like changes but do not parse.',
    );
    assert.deepEqual(two.targets.map(targetLabel), [
      'LUVLE 2.6, based on v2.6.0',
      'EXT 2.5, based on v2.5.0, which is not in this repository',
    ]);
  });

  it('says the age of a fetch', () => {
    const now = Date.parse('2013-11-18T12:00:00Z');
    const ages = [
      '2013-11-18T11:59:45Z',
      '2013-11-18T11:59:00Z',
      '2013-11-18T10:00:00Z',
      '2013-11-01T12:00:00Z',
      'nonsense',
      null,
    ];
    assert.deepEqual(
      ages.map((at) => fetchedText(at, now)),
      [
        'fetched just now',
        'fetched 1 minute ago',
        'fetched 2 hours ago',
        'fetched 17 days ago',
        'never fetched',
        'never fetched',
      ],
    );
  });
});

describe('role branches', () => {
  it('say what they contain and lack', () => {
    assert.equal(roleLabel(role()), '2.5 deployment');
    assert.equal(roleLabel(role({ suffix: 'next' })), '2.5 deployment · next');
    assert.equal(
      roleDescription(role()),
      'on v2.5.1, v2.5.2 is out, 1 change, 1 loose commit, 1 merge shaped by hand, lacks 1 change',
    );
    const clean = role({ newest: 'v2.5.1', loose: [], shaped: [], lacks: [], where: 'behind' });
    assert.equal(roleDescription(clean), 'on v2.5.1, 1 change, behind the remote');
    matchesGolden(
      'present/role.md',
      [role(), clean, role({ contains: null })].map(roleTooltip).join('\n\n').concat('\n'),
    );
  });

  it('raise alarms in a sentence', () => {
    const alarm = (code: Alarm['code'], detail: Alarm['detail'] = {}): string =>
      alarmText({ code, customer: 'LUVLE', line: '2.6', change: 'LUVLE/hack/core', detail });
    assert.equal(alarm('dropped-out'), 'LUVLE/hack/core is in the last release, but on no list for 2.6.');
    assert.equal(alarm('not-in-deployment'), 'LUVLE/hack/core is in testing of 2.6, but not in deployment.');
    assert.equal(alarm('not-pushed'), 'LUVLE/hack/core is on 2.6, but not pushed.');
    assert.match(alarm('not-pushed', { where: 'ahead' }), /has commits on 2\.6 that are not pushed/);
    assert.match(alarm('not-pushed', { where: 'diverged' }), /has diverged on 2\.6/);
    assert.match(alarm('not-pushed', { where: 'remote-gone' }), /gone from the remote/);
  });
});
