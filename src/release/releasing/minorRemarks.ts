import type { Outage, OutageReason } from '../../moodle';
import type { Remark } from '../../plan';
import { assemblyListPath } from '../../config';
import { versionLints, usualLayouts } from '../planning/versionLints';
import type { TouchingBranch, TouchingFacts } from '../planning/versionLints';
import type { Assessment } from '../types';
import type { Minor, MinorEvidence, MinorMade } from './minorTypes';
import { listed, pathsOfChanges } from './touching';

/** What a person wants to know of a release before it is merged, what stands in the way first. */
export function minorRemarks(minor: Minor, made: readonly MinorMade[], evidence: MinorEvidence): readonly Remark[] {
  const paths = pathsOfChanges(evidence.arranged, minor, evidence.paths);
  const conflicts = made.flatMap((one) => conflictsIn(one, minor, paths));
  return [
    ...conflicts,
    ...misfits(minor, evidence),
    ...adopted(minor, evidence),
    ...touched(minor, evidence, paths, new Set(conflicts.map(({ about }) => about))),
    ...keptOut(minor),
    ...outageOf(minor, made, evidence),
  ];
}

type Paths = ReadonlyMap<string, ReadonlySet<string>>;

/** Which changes touch what conflicts, each with its paths; a path of no change was changed on the branch itself. */
function conflictsIn({ branch, assembled }: MinorMade, { release }: Minor, paths: Paths): readonly Remark[] {
  const { name, changes } = branch.role;
  const inConflict = assembled.merges.flatMap((merge) => (merge.result === 'conflict' ? merge.paths : []));
  const merged = new Set(changes.map(({ key }) => key));
  const theirs = [...paths].flatMap(([key, own]) => {
    const both = merged.has(key) ? inConflict.filter((path) => own.has(path)) : [];
    return both.length === 0 ? [] : [{ key, both }];
  });
  const known = new Set(theirs.flatMap(({ both }) => both));
  const others = inConflict.filter((path) => !known.has(path));
  return [
    ...theirs.map(({ key, both }) => {
      const text = `It conflicts with ${release.tag} in ${name}: ${listed(both, 5)}.`;
      return { code: 'conflict', text, about: key };
    }),
    ...(others.length === 0
      ? []
      : [
          {
            code: 'conflict',
            text: `${release.tag} conflicts with what no change of ${name} touches: ${listed(others, 5)}.`,
            about: name,
          },
        ]),
  ];
}

/** Whether plugins of our changes fit the version of core that the release brings. */
function misfits(minor: Minor, evidence: MinorEvidence): readonly Remark[] {
  const facts = touchingFacts(minor, evidence);
  const layouts = usualLayouts();
  return facts.carrying.items.flatMap((item) =>
    versionLints(item, facts, layouts)
      .filter(({ code }) => FITS.has(code))
      .map(({ code, text }) => ({ code, text, about: item.change })),
  );
}

const FITS: ReadonlySet<string> = new Set(['requires', 'supported', 'incompatible']);

/** The branches that are merged on the line, as those lints look at them, with the release as target. */
export function touchingFacts(
  { customer, line, branches }: Minor,
  { arranged, paths, texts }: Pick<MinorEvidence, 'arranged' | 'paths' | 'texts'>,
): TouchingFacts {
  const target = arranged.arrangements.find((one) => one.target.customer === customer)?.target;
  const merged = new Set(branches.flatMap(({ role }) => role.changes.map(({ key }) => key)));
  const items = arranged.branchesOn(customer, line).flatMap(({ identity, tip, own }): TouchingBranch[] => {
    if (target === undefined || !merged.has(identity.key)) return [];
    const base = arranged.facts.graph.base(tip);
    return [{ change: identity.key, target, source: { tip }, base, commits: own, recipe: { drop: [] } }];
  });
  return { carrying: { items }, arranged, paths, texts };
}

/** Commits of ours that the release brings as well: whole changes, some of their commits, and loose ones. */
function adopted(minor: Minor, { assessments, upstream }: MinorEvidence): readonly Remark[] {
  const { release, before, branches, customer, line } = minor;
  const brought = before === null ? new Set<string>() : upstream.between(before.commit, release.commit);
  const isBrought = (id: string | null): boolean => id !== null && brought.has(id);
  const merged = new Set(branches.flatMap(({ role }) => role.changes.map(({ key }) => key)));
  const own = assessments.filter((one) => one.customer === customer && one.target === line && merged.has(one.key));
  const loose = new Map(branches.flatMap(({ role }) => role.loose.map((one) => [one.id, { ...one, on: role.name }])));
  return [
    ...own.flatMap((one) => adoptedOf(one, minor, isBrought)),
    ...[...loose.values()].flatMap(({ subject, upstream: twin, on }): Remark[] =>
      isBrought(twin)
        ? [{ code: 'adopted-loose', text: `"${subject}" on ${on} is in ${release.tag} itself.`, about: on }]
        : [],
    ),
  ];
}

function adoptedOf(
  { key, commits, probable }: Assessment,
  { release, line, customer, branches }: Minor,
  isBrought: (id: string | null) => boolean,
): readonly Remark[] {
  const twins = commits.filter(
    ({ upstream, twin }) => isBrought(upstream) && (twin === 'adopted' || twin === 'changed-since'),
  );
  const likely = probable.filter(({ upstream }) => upstream.some(({ id }) => isBrought(id)));
  const maybe = likely.map(({ subject }): Remark => {
    return { code: 'probable', text: `${release.tag} probably has "${subject}".`, about: key };
  });
  if (twins.length === 0) return maybe;
  if (twins.length === commits.length) {
    const lists = branches.flatMap(({ role: { role, suffix, changes } }) =>
      role === 'packaging' || !changes.some((one) => one.key === key)
        ? []
        : [assemblyListPath({ customer, line, role, suffix })],
    );
    const text = `All of it is in ${release.tag}: it may go off ${lists.join(' and ')}.`;
    return [{ code: 'adopted', text, about: key }];
  }
  const said = listed(twins.map(({ subject }) => `"${subject}"`));
  const text = `${twins.length} of its ${commits.length} commits are in ${release.tag}: ${said}.`;
  return [{ code: 'adopted-in-part', text, about: key }, ...maybe];
}

/** Changes whose files the release changes too, without a conflict: git is content, a person may not be. */
function touched(
  { release, branches }: Minor,
  { changed }: MinorEvidence,
  paths: Paths,
  told: ReadonlySet<string | undefined>,
): readonly Remark[] {
  const merged = new Set(branches.flatMap(({ role }) => role.changes.map(({ key }) => key)));
  const theirs = new Set(changed.map(({ path }) => path));
  return [...paths].flatMap(([key, own]): Remark[] => {
    const both = merged.has(key) && !told.has(key) ? [...own].filter((path) => theirs.has(path)).sort() : [];
    if (both.length === 0) return [];
    return [{ code: 'upstream-touched', text: `${release.tag} changes files of it: ${listed(both)}.`, about: key }];
  });
}

/** What testing has and deployment lacks is no part of a minor release. */
function keptOut({ branches }: Minor): readonly Remark[] {
  const deployment = branches.find(({ role }) => role.role === 'deployment')?.role;
  const text = 'Testing has it and deployment does not: it stays out.';
  return (deployment?.lacks ?? []).map((key) => ({ code: 'kept-out', text, about: key }));
}

function outageOf({ branches }: Minor, made: readonly MinorMade[], { outage }: MinorEvidence): readonly Remark[] {
  const deployment = branches.find(({ role }) => role.role === 'deployment')?.role;
  if (deployment === undefined) return [];
  const about = deployment.name;
  if (outage !== null) {
    const { code, text } = outageWords(outage.answer);
    return [{ code, text: `Against ${outage.live}, which is live: ${text}`, about }];
  }
  const waits = made.some(({ branch, assembled }) => {
    return branch.role === deployment && assembled.merges.some(({ result }) => result !== 'merged');
  });
  const why = waits ? 'what it comes to is not known before its conflict is settled' : 'no local release is live';
  return [{ code: 'outage-unknown', text: `Whether an outage is needed cannot be told: ${why}.`, about }];
}

function outageWords({ code, certain, because }: Outage): { readonly code: string; readonly text: string } {
  const said = listed(because.filter(({ kind }) => kind !== 'version-changed').map(causeText));
  if (!certain)
    return { code: 'outage-unknown', text: `plan an outage, for something that decides is not here: ${said}.` };
  switch (code) {
    case 0:
      return { code: 'no-upgrade', text: 'there is nothing to upgrade.' };
    case 3:
      return { code: 'no-outage', text: 'an upgrade, but no outage.' };
    case 2:
      return { code: 'outage', text: `an outage is needed: ${said}.` };
  }
}

function causeText({ kind, subject }: OutageReason): string {
  return `${subject} (${kind.replaceAll('-', ' ')})`;
}
