import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  changeDescription,
  changeLabel,
  changeSpoken,
  changeTooltip,
  commitDescription,
  commitLabel,
  explain,
  nextStep,
  stateOrder,
} from '../../../src/present';
import { commands } from '../../../src/contributions/commands';
import { matchesGolden } from '../../golden/golden';
import type { Assessment, Where } from '../../../src/release/types';
import { change, hostile, id } from './samples';

describe('a change in the tree', () => {
  it('shows what tells it from its neighbours', () => {
    assert.equal(changeLabel(change()), 'mod_resource · singlefiles');
    assert.equal(changeLabel(change({ component: 'mod_ouwiki', shortname: null })), 'mod_ouwiki');
  });

  it('describes what is exceptional first, then type, base and commits', () => {
    const plain = { where: 'both', adoption: { kind: 'none', n: 0, m: 0 } } as const;
    const lost = { ...plain, also: ['changed-while-moving', 'branch-lost'] } as const;
    const missing = [{ id: id('f1'), subject: 'x' }];
    const reason = { code: 'decision-dropped', detail: { by: 'Ann', because: 'unused' } } as const;
    const none = change().in.testing;
    const live = { state: 'some', tip: id('b1') } as const;
    const table: readonly (readonly [Partial<Assessment>, string])[] = [
      [{}, '1 of 2 commits upstream, ahead of the remote · hack, on v2.5.0, 2 commits'],
      [{ ...plain, commits: [] }, 'hack, on v2.5.0, no commits'],
      [{ ...plain, base: { tag: null, commit: id('12') } }, 'hack, on 12121212, 2 commits'],
      [{ ...plain, base: null }, 'hack, 2 commits'],
      [lost, 'branch lost, changed while moving · hack, on v2.5.0, 2 commits'],
      [{ ...plain, missing }, 'hack, on v2.5.0, 2 commits'],
      [{ ...plain, missing, branch: 'x' }, '1 missing · hack, on v2.5.0, 2 commits'],
      [{ ...plain, also: ['not-pushed'], where: 'local' }, 'not pushed · hack, on v2.5.0, 2 commits'],
      [{ ...plain, also: ['not-pushed'], where: 'diverged' }, 'diverged from the remote · hack, on v2.5.0, 2 commits'],
      [
        { ...plain, also: ['probable'], adoption: { kind: 'probable', n: 0, m: 1 } },
        'probably upstream · hack, on v2.5.0, 2 commits',
      ],
      [{ ...plain, adoptedIn: 'v2.5.2' }, 'adopted in v2.5.2 · hack, on v2.5.0, 2 commits'],
      [{ ...plain, also: ['embargoed'], embargoed: true }, 'embargoed · hack, on v2.5.0, 2 commits'],
      [{ ...plain, state: 'dropped', reason }, 'Ann decided to drop it: unused · hack, on v2.5.0, 2 commits'],
      [{ ...plain, in: { ...change().in, live, deployment: none } }, '1 commit not live · hack, on v2.5.0, 2 commits'],
      [{ ...plain, in: { ...change().in, live: { ...live, tip: null } } }, 'partly live · hack, on v2.5.0, 2 commits'],
    ];
    for (const [differs, said] of table) assert.equal(changeDescription(change(differs)), said);
  });

  it('says in full what a release has, and what must not be public', () => {
    const said = change({ adoptedIn: 'v2.5.2', also: ['embargoed'], embargoed: true });
    for (const text of [changeTooltip(said), explain(said)]) {
      assert.match(text, /Upstream has all of it since `v2\.5\.2`/);
      assert.match(text, /It must not become public yet/);
    }
  });

  it('is spoken with its state', () => {
    assert.equal(
      changeSpoken(change({ where: 'local', adoption: { kind: 'none', n: 0, m: 0 }, also: ['branch-lost'] })),
      'mod_resource, singlefiles, pending, branch lost, hack, on v2.5.0, 2 commits',
    );
  });

  it('has commits with their twins', () => {
    const commits = change().commits;
    assert.deepEqual(commits.map(commitLabel), [
      'b1b1b1b1 Show single files in place',
      'b2b2b2b2 MDL-40001 resource: keep the name',
    ]);
    assert.deepEqual(commits.map(commitDescription), ['', 'upstream as c0c0c0c0']);
  });
});

const rich = change({
  branch: 'LUVLE-2.6-hack-mod_resource-singlefiles',
  state: 'partial',
  also: ['other-base', 'not-pushed', 'adopted'],
  reason: { code: 'part-missing', detail: { n: 1, line: '2.5' } },
  base: { tag: 'v2.6.1', commit: id('26') },
  behind: 0,
  missing: [{ id: id('f1'), subject: 'Remember the *width* of [frames](x)' }],
  accounted: { [id('b1')]: 'same-patch', [id('b2')]: 'upstream-twin', [id('b3')]: 'upstream-twin' },
  stackedOn: 'LUVLE/feature/mod_ouwiki',
  owner: 'Bob <b@example.org>',
  ticket: 'LU-77',
  checkedOut: '/srv/wt/one',
  shipped: false,
});

describe('the words about a change', () => {
  it('are these in a tooltip', () => {
    matchesGolden('present/tooltip.md', [change(), rich].map(changeTooltip).join('\n\n---\n\n').concat('\n'));
  });

  it('are these in the explanation', () => {
    matchesGolden('present/explain-pending.md', explain(change()));
    matchesGolden('present/explain-partial.md', explain(rich));
    matchesGolden(
      'present/explain-lost.md',
      explain(
        change({
          also: ['branch-lost'],
          reason: { code: 'branch-lost', detail: { line: '2.5' } },
          predecessor: { branch: null, line: '2.5', tip: id('b2') },
          refs: [],
          truth: null,
          where: null,
          movedBy: null,
          movedAt: null,
        }),
      ),
    );
  });

  const refs = change().refs.map(({ name, ...ref }) => ({ ...ref, name: name.replace('2.5', '2.6') }));
  const branch = 'LUVLE-2.6-hack-mod_resource-singlefiles';
  const on26 = { branch, refs, truth: `refs/heads/${branch}` };
  const linesOf = (differs: Partial<Assessment>, onto?: string): readonly string[] =>
    /```sh\n(.*?)\n```/s.exec(explain(change(differs), onto))?.[1]?.split('\n') ?? [];

  it('give the lines for a terminal, verb first', () => {
    const key = 'LUVLE/hack/mod_resource/singlefiles';
    const rebase = `moodle-release rebase ${key}`;
    const decide = (rest: string): string => `moodle-release decide ${key} ${rest} --because '…'`;
    const ann = { owner: 'Ann' };
    const missing = [{ id: id('f1'), subject: 'x' }];
    const probable = [{ id: id('b1'), subject: 'MDL-1 ours', upstream: [] }];
    const table: readonly (readonly [Partial<Assessment>, readonly string[]])[] = [
      [{}, [rebase, decide('dropped'), `moodle-release take ${key}`]],
      [ann, [rebase, decide('dropped')]],
      [{ ...ann, ...on26, state: 'stale' }, [rebase]],
      [{ ...ann, ...on26, state: 'merged' }, [rebase]],
      [{ ...ann, ...on26, state: 'off-base' }, [rebase, decide('exception-base')]],
      [{ ...ann, ...on26, state: 'off-base', reason: { code: 'no-common-history', detail: {} } }, []],
      [{ ...ann, ...on26, state: 'partial', missing }, [rebase, decide('left-out')]],
      [{ ...ann, ...on26, state: 'partial', missing, probable }, [rebase, decide('left-out --commit f1f1f1f1')]],
      [{ ...ann, ...on26, state: 'partial', also: ['empty'] }, [rebase]],
      [{ ...on26, state: 'stale', where: 'diverged' }, [`git log --oneline ${branch}..cis/${branch}`]],
      [{ ...on26, state: 'carried', also: ['not-pushed'] }, [`moodle-release push ${branch}`]],
      [{ ...on26, state: 'carried' }, []],
      [{ ...ann, ...on26, state: 'stale', component: 'a;b' }, [`moodle-release rebase 'LUVLE/hack/a;b/singlefiles'`]],
      [{ ...ann, ...on26, state: 'stale', component: 'a\nb' }, []],
    ];
    for (const [differs, lines] of table) assert.deepEqual(linesOf(differs), lines);
  });

  it('name the target in them where one was chosen, which a verb would not take by itself', () => {
    assert.deepEqual(linesOf({}, 'v2.6.1'), [
      'moodle-release rebase LUVLE/hack/mod_resource/singlefiles --onto v2.6.1',
      `moodle-release decide LUVLE/hack/mod_resource/singlefiles dropped --onto v2.6.1 --because '…'`,
    ]);
  });

  it('name what upstream probably has, and how to decide', () => {
    const upstream = [{ id: id('c1'), subject: 'MDL-1 forum: *fix*' }];
    const shown = explain(change({ probable: [{ id: id('b1'), subject: 'MDL-1 ours', upstream }] }));
    assert.match(shown, /^- `b1b1b1b1` MDL-1 ours: upstream has `c1c1c1c1` MDL-1 forum\\: \\\*fix\\\*$/m);
    assert.match(
      shown,
      /^git show b1b1b1b1 c1c1c1c1\nmoodle-release decide \S+ left-out --commit b1b1b1b1 --because '…'$/m,
    );
  });

  it('advise by where the branch is', () => {
    const next = (where: Where, state: Assessment['state'] = 'carried'): string =>
      nextStep(change({ ...on26, state, where, also: ['not-pushed'] }));
    assert.match(next('ahead'), /^\*Push…\*/);
    assert.match(next('local'), /^\*Push…\*/);
    assert.match(next('diverged'), /^Look at what the remote has/);
    assert.match(next('diverged', 'stale'), /^Look at what the remote has/);
    assert.match(next('remote-gone'), /^Ask who deleted/);
  });

  it('say once what contains it, and no distance to a release that is merged in', () => {
    const all = { state: 'all', tip: id('b2') } as const;
    const everywhere = { testing: all, deployment: all, packaging: { state: 'absent', tip: null }, live: all } as const;
    const shown = changeTooltip(change({ in: everywhere, also: ['merged'] }));
    assert.match(shown, /^- In everything up to live\.$/m);
    assert.doesNotMatch(shown, /further/);
  });

  it('say what to do next in every state, by commands there are', () => {
    const said = stateOrder.map((state) =>
      explain(change({ state }))
        .split(/\n\n(?=\*\*|## )/)
        .slice(1, 3)
        .join('\n\n'),
    );
    const titles = new Set<string>(Object.values(commands).map(({ title }) => title));
    const named = said.flatMap((text) =>
      [...text.matchAll(/(?<!\*)\*([A-Z][^*]*)\*(?!\*)/g)].map(([, name = '']) => name),
    );
    assert.ok(named.length > 5);
    for (const name of named) assert.ok(titles.has(name), name);
    matchesGolden('present/next.md', said.join('\n\n').concat('\n'));
  });

  it('let no name, subject or person in as mark-up', () => {
    matchesGolden(
      'present/hostile.md',
      hostile
        .map((text) =>
          explain(
            change({
              component: text,
              shortname: null,
              movedBy: text,
              owner: text,
              branch: text,
              truth: text,
              refs: [{ name: text, remote: null, tip: id('b1') }],
              reason: { code: 'decision-dropped', detail: { by: text, because: text } },
              commits: [{ id: id('b1'), subject: text, upstream: null, twin: null }],
            }),
          ),
        )
        .join('\n'),
    );
  });
});
