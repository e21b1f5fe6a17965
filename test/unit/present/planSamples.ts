import type {
  CarryEffect,
  CarryMove,
  FilesEffect,
  GitEffect,
  PushEffect,
  ResolveEffect,
  SettleEffect,
} from '../../../src/git';
import { asJson } from '../../../src/plan';
import type { Json, Plan, PlanRecord, Section, SectionState, StepState } from '../../../src/plan';
import type { MergePreview } from '../../../src/release';
import type { CarryPreview } from '../../../src/release/types';
import type { AnyPlan } from '../../../src/session';
import { id } from './samples';

const committer = { name: 'Ann Example', email: 'ann@example.org', date: '1390000000 +0000' };
const team = 'refs/heads/moodle-release';

export function preview(differs: Partial<CarryPreview> = {}): CarryPreview {
  return {
    change: 'LUVLE/hack/mod_resource/singlefiles',
    branch: 'refs/heads/LUVLE-2.5-hack-mod_resource-singlefiles',
    newBranch: 'LUVLE-2.6-hack-mod_resource-singlefiles',
    how: 'create',
    onto: 'v2.6.0',
    result: 'clean',
    reason: null,
    commits: [id('b1')],
    dropped: [],
    conflicts: [],
    lints: [],
    exact: 'in-memory',
    tree: id('e0'),
    tip: id('f0'),
    ...differs,
  };
}

/** What a rebase foresees, one branch of every kind. */
export const previews: readonly CarryPreview[] = [
  preview({
    commits: [id('b1'), id('b2')],
    dropped: [
      { commit: id('b2'), subject: 'MDL-40001 resource: keep the name', upstream: id('c0'), reason: 'adopted' },
    ],
  }),
  preview({
    change: 'LUVLE/feature/mod_ouwiki',
    newBranch: 'LUVLE-2.6-feature-mod_ouwiki',
    how: 'move',
    tip: id('f1'),
    exact: 'by-work-tree',
    lints: [
      {
        code: 'db-without-version',
        text: 'mod/ouwiki/db/install.xml changed, but the version of mod_ouwiki did not.',
        commit: null,
        path: 'mod/ouwiki/db/install.xml',
      },
    ],
  }),
  preview({
    change: 'LUVLE/hack/core',
    newBranch: 'LUVLE-2.6-hack-core',
    result: 'conflict',
    conflicts: [{ commit: id('a1'), subject: 'Our login page', paths: ['lib/moodlelib.php', 'login/index.php'] }],
    tree: null,
    tip: null,
  }),
  preview({
    change: 'LUVLE/hack/core/emails',
    newBranch: 'LUVLE-2.6-hack-core-emails',
    onto: 'LUVLE/hack/core',
    result: 'waiting',
    reason: { code: 'stacked', text: 'It is stacked on LUVLE/hack/core.' },
    tree: null,
    tip: null,
  }),
  preview({
    change: 'LUVLE/hack/mod_quiz',
    newBranch: 'LUVLE-2.6-hack-mod_quiz',
    result: 'refused',
    reason: { code: 'merge-inside', text: 'It has a merge of somebody else inside.' },
    tree: null,
    tip: null,
  }),
];

function move(newBranch: string, tip: string, old: string | null): CarryMove {
  return {
    branch: newBranch,
    onto: id('26'),
    commits: [id('b1')],
    drop: [],
    committer,
    newBranch: `refs/heads/${newBranch}`,
    old,
    expect: { tree: id('e0'), tip },
  };
}

function resolve(newBranch: string, onto: ResolveEffect['onto']): ResolveEffect {
  return {
    kind: 'resolve',
    branch: newBranch,
    onto,
    commits: [id('a1')],
    drop: [],
    committer,
    newBranch: `refs/heads/${newBranch}`,
    old: null,
    backupPrefix: 'refs/moodle-release/backup/20140117-230640-rebase-9f3a/resolve-1/',
  };
}

const carry: CarryEffect = {
  kind: 'carry',
  moves: [
    move('LUVLE-2.6-hack-mod_resource-singlefiles', id('f0'), null),
    move('LUVLE-2.6-feature-mod_ouwiki', id('f1'), id('d1')),
  ],
  backupPrefix: 'refs/moodle-release/backup/20140117-230640-rebase-9f3a/carry/',
};

function section(name: string, title: string, effect: GitEffect, differs: object = {}): Section<GitEffect> {
  return { id: name, title, steps: [{ id: `${name}-step`, title, effect, ...differs }] };
}

/** A rebase of every kind of branch. */
export function rebasePlan(differs: Partial<AnyPlan> = {}): AnyPlan {
  return {
    id: '20140117-230640-rebase-9f3a',
    kind: 'rebase',
    title: 'Rebase 4 changes onto v2.6.0',
    inputs: { onto: 'v2.6.0' },
    facts: [{ type: 'identity', of: 'refs', resource: 'refs/tags/v2.6.0', id: id('26') }],
    sections: [
      section('clean', 'Carry 2 branches', carry),
      section('core', 'LUVLE-2.6-hack-core', resolve('LUVLE-2.6-hack-core', id('26'))),
      {
        ...section(
          'emails',
          'LUVLE-2.6-hack-core-emails',
          resolve('LUVLE-2.6-hack-core-emails', { ref: 'refs/heads/LUVLE-2.6-hack-core' }),
        ),
        after: ['core'],
      },
    ],
    warnings: [{ code: 'external', text: 'It is imported, not carried.', about: 'LUVLE/feature/mod_board' }],
    branches: previews.map((one) => ({ ...one })) as unknown as NonNullable<Plan['branches']>,
    ...differs,
  };
}

/** A decision, written and shared. */
/** A role branch that gets what is clean, and one change by a person's hand. */
export function assemblePlan(differs: Partial<AnyPlan> = {}): AnyPlan {
  const into = 'LUVLE-2.6-testing';
  const ref = `refs/heads/${into}`;
  const clean = ['LUVLE-2.6-hack-mod_quiz', 'LUVLE-2.6-hack-mod_book'];
  const byHand = 'LUVLE-2.6-hack-mod_wiki';
  const recipe = (names: readonly string[]): Pick<SettleEffect, 'merges' | 'into' | 'committer' | 'backupPrefix'> => ({
    merges: names.map((branch) => ({ branch, tip: id('b') })),
    into,
    committer,
    backupPrefix: 'refs/moodle-release/backup/p/',
  });
  const merge = (branch: string, result: MergePreview['result'], more: Partial<MergePreview> = {}): Json =>
    asJson({
      ...{ into, change: branch, branch, tip: id('b'), result, resolved: false, paths: [], clashesWith: [] },
      ...{ clashesWithStart: false, exact: 'in-memory' },
      ...more,
    });
  return {
    id: '20131101-090000-assemble-ab12',
    kind: 'assemble',
    title: `Bring up to date ${into}`,
    inputs: {},
    facts: [],
    sections: [
      {
        id: 'assemble',
        title: `Bring up to date ${into}`,
        steps: [
          {
            id: 'assemble',
            title: 'Bring it up to date',
            effect: {
              ...{ kind: 'assemble', ref, old: id('a'), start: id('a'), expect: { tree: id('c'), tip: id('d') } },
              ...recipe(['v2.6.1', ...clean]),
            },
          },
        ],
      },
      {
        id: 'settle',
        title: `Merge 1 branch more into ${into}`,
        after: ['assemble'],
        steps: [
          {
            id: 'settle',
            title: 'Merge it',
            effect: { kind: 'settle', ref, old: { ref }, start: { ref }, ...recipe([byHand]) },
          },
        ],
      },
    ],
    warnings: [],
    merges: [
      merge('v2.6.1', 'contained', { change: null }),
      merge(clean[0] ?? '', 'merged'),
      merge(clean[1] ?? '', 'merged', { resolved: true, exact: 'by-work-tree' }),
      merge(byHand, 'conflict', {
        paths: ['mod/quiz/lib.php'],
        clashesWith: clean.slice(0, 1),
        clashesWithStart: true,
      }),
    ],
    ...differs,
  };
}

export function decidePlan(): AnyPlan {
  const files: FilesEffect = {
    kind: 'files',
    ref: team,
    old: id('70'),
    parents: [id('70')],
    files: [
      { path: 'decisions/LUVLE/2.6/LUVLE~hack~core.dropped.yaml', text: 'schema: 1\n' },
      { path: 'decisions/LUVLE/2.6/LUVLE~hack~core.yaml', text: null },
    ],
    message: 'Drop LUVLE/hack/core',
    by: committer,
    expect: { tree: id('e1'), tip: id('71') },
    backupPrefix: 'refs/moodle-release/backup/20140118-000000-decide-77aa/record/',
  };
  const push: PushEffect = { kind: 'push', remote: 'cis', updates: [{ ref: team, old: id('70'), new: id('71') }] };
  return {
    id: '20140118-000000-decide-77aa',
    kind: 'decide',
    title: 'Drop LUVLE/hack/core on 2.6',
    inputs: {},
    facts: [],
    sections: [
      section('record', 'Write the decision', files),
      { ...section('share', 'Push it to cis', push, { irreversible: true }), after: ['record'] },
    ],
    warnings: [],
  };
}

/** What the journal says of a plan whose steps came this far. */
export function recordOf(
  plan: AnyPlan,
  steps: Readonly<Record<string, StepState>>,
  differs: Partial<PlanRecord> = {},
): PlanRecord {
  const states = new Map(Object.entries(steps));
  const waits = Object.values(steps).some(({ state }) => state === 'waits');
  const sectionOf = ({ steps: [step] }: Section): SectionState => states.get(step?.id ?? '')?.state ?? 'not-begun';
  return {
    plan,
    home: { host: 'build', path: '/srv/moodle/.git/moodle-release/journal', mark: '1-2' },
    owner: { host: 'build', pid: 42, start: null, boot: null, namespace: null },
    by: 'ann',
    startedAt: '2014-01-17T23:06:40.000Z',
    endedAt: waits ? null : '2014-01-17T23:06:42.000Z',
    steps: states,
    sections: new Map(plan.sections.map((one) => [one.id, sectionOf(one)])),
    inFlight: null,
    direction: 'forward',
    state: waits ? 'waiting' : 'ended',
    ...differs,
  };
}

const at = '2014-01-17T23:06:41.000Z';

/** The rebase, run: the clean branches are done, one waits for a person and another for that one. */
export function rebaseRecord(): PlanRecord {
  return recordOf(rebasePlan(), {
    'clean-step': {
      state: 'done',
      at,
      outcome: {
        refs: [
          { ref: 'refs/heads/LUVLE-2.6-hack-mod_resource-singlefiles', old: null, tip: id('f0') },
          { ref: 'refs/heads/LUVLE-2.6-feature-mod_ouwiki', old: id('d1'), tip: id('5f') },
        ],
      },
    },
    'core-step': { state: 'waits', at, for: 'LUVLE-2.6-hack-core' },
  });
}

/** The undo of sections of a plan, done. */
export function undoRecord(plan: AnyPlan, sections: readonly string[]): PlanRecord {
  const undo: AnyPlan = {
    id: `undo-of-${plan.id}`,
    kind: 'undo',
    title: `Undo: ${plan.title}`,
    inputs: { undoes: plan.id, sections: [...sections] },
    facts: [],
    sections: sections.map((name) =>
      section(name, `Undo: ${name}`, {
        kind: 'refs',
        updates: [{ ref: 'refs/heads/x', old: id('f0'), new: null }],
        backupPrefix: 'refs/moodle-release/backup/undo/x/',
      }),
    ),
    warnings: [{ code: 'remains', text: 'Stays as it is: Push it to cis' }],
  };
  return recordOf(
    undo,
    Object.fromEntries(sections.map((name) => [`${name}-step`, { state: 'done', at, outcome: {} }])),
  );
}
