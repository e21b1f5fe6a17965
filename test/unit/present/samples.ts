import type { Assessment, Containment, Flag, ReasonCode, RoleBranch, State, Status } from '../../../src/release/types';
import type { OutageReason } from '../../../src/moodle';
import type { AssemblyEntry, AssemblyState } from '../../../src/session/assemblyTypes';
import type { NameReasonCode, NameWarning } from '../../../src/scheme';

/** The same digits eight times five, so that short ids are readable. */
export function id(digits: string): string {
  return digits.repeat(40).slice(0, 40);
}

const none: Containment = { state: 'none', tip: null };

/** A pending hack of LUVLE on 2.6 that 2.5 has, with what a test changes about it. */
export function change(differs: Partial<Assessment> = {}): Assessment {
  const { component = 'mod_resource', shortname = 'singlefiles', type = 'hack', customer = 'LUVLE' } = differs;
  return {
    key: [customer, type, component, ...(shortname === null ? [] : [shortname])].join('/'),
    customer,
    type,
    component,
    shortname,
    target: '2.6',
    branch: null,
    predecessor: { branch: 'refs/heads/LUVLE-2.5-hack-mod_resource-singlefiles', line: '2.5', tip: id('b2') },
    lines: [{ line: '2.5', branch: 'LUVLE-2.5-hack-mod_resource-singlefiles', at: 'both' }],
    shipped: true,
    state: 'pending',
    also: [],
    reason: { code: 'not-on-target', detail: { line: '2.6' } },
    base: { tag: 'v2.5.0', commit: id('25') },
    ahead: 2,
    behind: 6712,
    commits: [
      { id: id('b1'), subject: 'Show single files in place', upstream: null, twin: null },
      { id: id('b2'), subject: 'MDL-40001 resource: keep the name', upstream: id('c0'), twin: 'adopted' },
    ],
    missing: [],
    accounted: {},
    adoption: { kind: 'some', n: 1, m: 2 },
    adoptedIn: null,
    embargoed: false,
    probable: [],
    stackedOn: null,
    refs: [
      { name: 'refs/heads/LUVLE-2.5-hack-mod_resource-singlefiles', remote: null, tip: id('b2') },
      { name: 'refs/remotes/cis/LUVLE-2.5-hack-mod_resource-singlefiles', remote: 'cis', tip: id('b1') },
    ],
    truth: 'refs/heads/LUVLE-2.5-hack-mod_resource-singlefiles',
    where: 'ahead',
    movedBy: 'Ann Example',
    movedAt: '2013-07-22T10:11:12+01:00',
    owner: null,
    in: {
      testing: none,
      deployment: { state: 'some', tip: id('b1') },
      packaging: none,
      live: { state: 'all', tip: id('b2') },
    },
    checkedOut: null,
    ticket: null,
    prediction: null,
    ...differs,
  };
}

export function role(differs: Partial<RoleBranch> = {}): RoleBranch {
  return {
    role: 'deployment',
    customer: 'LUVLE',
    line: '2.5',
    suffix: null,
    ref: 'refs/heads/LUVLE-2.5-deployment',
    name: 'LUVLE-2.5-deployment',
    tip: id('d1'),
    where: 'both',
    unreadable: false,
    contains: 'v2.5.1',
    newest: 'v2.5.2',
    changes: [{ key: 'LUVLE/hack/mod_resource/singlefiles', tip: id('b2'), merge: id('d0'), behind: 0 }],
    loose: [{ id: id('e1'), subject: 'Quick fix', upstream: null }],
    shaped: [{ id: id('e2'), subject: "Merge branch 'x'" }],
    lacks: ['LUVLE/feature/mod_ouwiki'],
    ...differs,
  };
}

export function status(changes: readonly Assessment[], differs: Partial<Status> = {}): Status {
  return {
    schema: 1,
    repository: { shallow: false, partial: false },
    configuration: { source: { kind: 'none', path: null }, diagnostics: [], stale: false },
    targets: [{ customer: 'LUVLE', line: '2.6', branch: 26, base: { tag: 'v2.6.0', commit: id('26') } }],
    lines: [],
    remotes: [],
    changes,
    roles: [],
    alarms: [],
    unparsed: [],
    counts: { branches: 214, changes: 80, roles: 6, unparsed: 3 },
    complete: true,
    ...differs,
  };
}

/** What a branch, subject or person may be called by somebody who means ill. */
export const hostile: readonly string[] = [
  '$(trash) gone',
  '[click](command:workbench.action.quit)',
  '<img src=x onerror=alert(1)>',
  '![x](https://evil.example/x.png)',
  'https://evil.example www.evil.example me@evil.example',
  '`code` ``more`` *bold* _it_ ~~no~~ |a|b|',
  '# heading',
  '- item',
  '1. item',
  '=== ---',
  '&lt;b&gt; &#x202e;',
  '$x^2$ and $$y$$',
  '\u001b[31mred\u001b[0m \u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007',
  'safe\u202etxt.exe \u2066hid\u2069 zero\u200bwidth \ufefftag\u{e0041}',
  'two\nlines\r\nand\ttabs \u2028 here',
  '\u0007bell \u0000nul \u009b31m c1',
  'lone \ud800 surrogate',
  '🎓 graduation',
  'x'.repeat(400),
  '\\*escaped\\*',
  '{0} {1} {name}',
];

/** Every code with the details its sentence can name. Missing keys do not compile. */
export const reasons: Readonly<Record<ReasonCode, Readonly<Record<string, string | number>>>> = {
  'decision-dropped': { by: 'Ann', because: 'nobody uses it' },
  'decision-external': { by: 'Ann', because: 'the vendor ships it' },
  'configured-external': { component: 'mod_board' },
  'shallow-history': {},
  'missing-object': { object: id('a') },
  'submodule-absent': { path: 'local/panopto/lib' },
  'composer-managed': { component: 'mod_board' },
  'no-common-history': {},
  'cut-from-no-release': { base: id('ab'), agreed: 'v2.6.0', nearest: 'v2.5.2', n: 41 },
  'cut-from-newer-line': { base: 'v2.7.0', agreed: 'v2.6.0' },
  'release-merged-in': { base: 'v2.5.0', merged: 'v2.6.0' },
  'cut-from-older-line': { base: 'v2.5.0', agreed: 'v2.6.0' },
  'all-upstream': { n: 2, target: 'v2.6.0' },
  'part-missing': { n: 2, line: '2.5' },
  'no-own-commits': { line: '2.6' },
  'not-on-target': { line: '2.6', before: '2.5' },
  'branch-lost': { line: '2.5' },
  'first-on-this-line': { line: '2.6' },
  'all-carried': { base: 'v2.6.0', line: '2.5' },
  'equivalents-pending': {},
};

export const flags: Readonly<Record<Exclude<Flag, State>, true>> = {
  'other-base': true,
  empty: true,
  'branch-lost': true,
  'twin-differs': true,
  'twin-changed-since': true,
  'changed-while-moving': true,
  probable: true,
  'exception-base': true,
  'merge-inside': true,
  'not-pushed': true,
  embargoed: true,
};
export const states: Readonly<Record<State, true>> = {
  pending: true,
  stale: true,
  merged: true,
  'off-base': true,
  partial: true,
  unknown: true,
  external: true,
  adopted: true,
  dropped: true,
  new: true,
  carried: true,
};

/** Every code with the text its sentence can quote. */
export const nameReasons: Readonly<Record<NameReasonCode, string>> = {
  'not-a-git-ref': 'a..b',
  slash: '/',
  'too-few-parts': '',
  'no-version': '2-5',
  'bad-customer': 'lu_vle',
  'unknown-change-type': 'feture',
  'missing-component': '',
  'bad-component': 'Mod_Forum',
  'bad-shortname': 'x-',
  'bad-suffix': 'x-',
  'bad-version': '2.05',
  'no-local-release': '',
  'foreign-scheme': '2013071200',
};
export const nameWarnings: Readonly<Record<NameWarning, true>> = {
  ambiguous: true,
  'unknown-release': true,
  'experimental-release': true,
  'minor-in-version': true,
  'unknown-plugin-type': true,
  'removed-plugin-type': true,
  'unknown-customer': true,
};

export const outageKinds: Readonly<Record<OutageReason['kind'], true>> = {
  'not-moodle': true,
  unreadable: true,
  submodule: true,
  'composer-package': true,
  downgrade: true,
  'line-changed': true,
  'layout-changed': true,
  'component-added': true,
  'component-removed': true,
  'component-moved': true,
  'db-changed': true,
  'db-change-without-bump': true,
  'version-changed': true,
};

/** A change of a list, merged as it is. */
export function entry(differs: Partial<AssemblyEntry> = {}): AssemblyEntry {
  const { change: key = 'LUVLE/hack/mod_resource/singlefiles' } = differs;
  return { change: key, branch: 'LUVLE-2.5-x', tip: id('b2'), pin: null, left: null, merged: 'yes', ...differs };
}

/** The list of LUVLE's deployment on 2.5. */
export function assembly(differs: Partial<AssemblyState> = {}): AssemblyState {
  const { entries = [entry()], role: own = 'deployment' } = differs;
  const merges = entries.map(({ change: key, pin }) => ({ change: key, pin, hold: null, exclude: null }));
  const place = { customer: 'LUVLE', line: '2.5', role: own, suffix: null };
  return {
    ...place,
    branch: `LUVLE-2.5-${own}`,
    list: { ...place, upstream: 'v2.5.1', merges, declined: [] },
    path: `lists/LUVLE/2.5/${own}.yaml`,
    problems: [],
    entries,
    clashes: [],
    ...differs,
  };
}
