import {
  assemblyListPath,
  assemblyListPlace,
  assemblyListText,
  ConfigError,
  editAssemblyList,
  parseAssemblyList,
} from '../../config';
import type { AssemblyList, ListEdit, ListPlace } from '../../config';
import type { ObjectId } from '../../git/types';
import type { Remark } from '../../plan';
import { changeKey, nearest, parseChangeKey } from '../../scheme';
import type { Arranged } from '../arrange';
import type { ListInputs } from '../planning/askedTypes';
import { draftRecord } from '../planning/record';
import { changesNamed } from '../planning/request';
import type { Called } from '../planning/request';
import type { BackupPrefix, RecordDraft, TeamBranch } from '../planning/types';
import type { Assessment, RoleBranch } from '../types';
import { otherLine } from '../assembling/otherLine';

/** What the edits of a list are planned from. */
export interface ListFacts {
  readonly inputs: ListInputs;
  /** The inputs' edits, after what they add as a whole. */
  readonly edits: readonly ListEdit[];
  readonly place: ListPlace;
  /** Short name the role branch has or gets. */
  readonly name: string;
  readonly role: RoleBranch | null;
  /** Null when there is none yet; `list` as its file has it. */
  readonly file: { readonly path: string; readonly text: string; readonly list: AssemblyList } | null;
  readonly arranged: Arranged;
  /** Of the place's customer and line. */
  readonly assessments: readonly Assessment[];
  /** Whole ids of the commits that edits name, as far as they are here. */
  readonly commits: ReadonlyMap<string, ObjectId>;
  readonly team: TeamBranch;
  readonly backupPrefix: BackupPrefix;
}

/** What edits of a list write to the team's branch. Its comments stay, and so does the order of all that is not moved. */
export function planList(facts: ListFacts): RecordDraft {
  const { file, name, team } = facts;
  const path = file?.path ?? assemblyListPath(facts.place);
  const meant = facts.edits.map((edit) => meaningOf(edit, facts));
  const refusals = [...notAdopted(facts), ...meant.flatMap((one) => ('code' in one ? [one] : []))];
  const edits = meant.flatMap((one) => ('code' in one ? [] : [one]));
  const before = file?.text ?? assemblyListText({ upstream: null, merges: [], declined: [] });
  const after = refusals.length > 0 ? null : editedText(path, before, edits, inCustomerOf(path));
  const list = after === null || typeof after !== 'string' ? null : parseAssemblyList(path, after).list;
  const [only, ...others] = edits;
  return draftRecord(facts, {
    kind: 'list',
    title: only !== undefined && others.length === 0 ? titleOf(only, name) : `Edit the list of ${name}`,
    body: edits.flatMap(reasonsIn).join('\n'),
    files: typeof after === 'string' && after !== file?.text ? [{ path, text: after }] : [],
    warnings: list === null ? [] : [...concernsAbout(edits, list, facts), ...replacedAbove(path, team)],
    refusals: [...refusals, ...(after !== null && typeof after !== 'string' ? [after] : [])],
  });
}

function notAdopted({ file, role, name }: ListFacts): readonly Remark[] {
  if (file !== null || role === null) return [];
  const text = `${name} has no list yet. Adopt it first: a list of what is added alone would take all else out of it.`;
  return [{ code: 'no-list', text, about: name }];
}

/** An edit with its change by key and its commit in full, or why it means nothing. */
function meaningOf(edit: ListEdit, facts: ListFacts): ListEdit | Remark {
  switch (edit.edit) {
    case 'upstream':
      return releaseNamed(edit.release, facts) ?? edit;
    case 'decline': {
      const commit = facts.commits.get(edit.commit);
      return commit === undefined ? noSuchCommit(edit.commit) : { ...edit, commit };
    }
    case 'pin': {
      const change = changeNamed(edit, facts);
      if (typeof change !== 'string') return change;
      if (edit.commit === null) return { ...edit, change };
      const commit = facts.commits.get(edit.commit);
      return commit === undefined ? noSuchCommit(edit.commit) : { ...edit, change, commit };
    }
    case 'hold':
    case 'exclude': {
      const change = changeNamed(edit, facts);
      if (typeof change !== 'string') return change;
      const because = edit.because?.trim() ?? null;
      return because === ''
        ? { code: 'no-reason', text: 'Say why it is left out.', about: change }
        : { ...edit, change, because };
    }
    default: {
      const change = changeNamed(edit, facts);
      return typeof change === 'string' ? { ...edit, change } : change;
    }
  }
}

/** The key of the change that is meant. Only a change that is here or is pinned can be added, and only one of the list be edited. */
function changeNamed(
  { edit, change }: { readonly edit: string; readonly change: string },
  facts: ListFacts,
): string | Remark {
  const { edits, name, arranged, assessments, file } = facts;
  const { scheme } = arranged.facts;
  const entries = file?.list.merges.map((entry) => inCustomerOf(facts.place)(entry.change)) ?? [];
  const added = edits.flatMap((one) => (one.edit === 'add' ? [one.change] : []));
  const here = assessments.map(calledAs);
  // Another list has pinned what has no branch any more.
  const pinned = edits.flatMap((one) => (one.edit === 'pin' && one.commit !== null ? [one.change] : []));
  const gone = [...(edit === 'add' ? [] : entries), ...pinned.filter((key) => parseChangeKey(key) !== null)];
  const known = [...here, ...gone.filter((key) => !here.some(isCalled(key))).map(byKeyAlone)];
  const { named, unknown } = changesNamed([change], known, scheme);
  const [found] = named;
  if (found === undefined) return unknown[0] ?? notListed(change, name, entries);
  const { key } = found.identity;
  const isListed =
    edit === 'add' || entries.includes(key) || changesNamed(added, known, scheme).named.some(isCalled(key));
  return isListed ? key : notListed(key, name, entries);
}

function calledAs({ key, refs, lines }: Assessment): Called {
  const names = refs.map(({ name, remote }) =>
    name
      .split('/')
      .slice(remote === null ? 2 : 3)
      .join('/'),
  );
  return { identity: { key }, branches: [...new Set([...names, ...lines.map(({ branch }) => branch)])] };
}

function byKeyAlone(key: string): Called {
  return { identity: { key }, branches: [] };
}

function isCalled(key: string): (one: Called) => boolean {
  return ({ identity }) => identity.key === key;
}

function notListed(change: string, name: string, entries: readonly string[]): Remark {
  const near = nearest(change, entries);
  const hint = near === null ? 'Add it first.' : `Did you mean ${near}?`;
  return { code: 'not-listed', text: `${change} is not on the list of ${name}. ${hint}`, about: change };
}

function noSuchCommit(given: string): Remark {
  return { code: 'no-such-commit', text: `There is no commit ${given} here. Fetch it first.`, about: given };
}

function releaseNamed(release: string, { arranged, commits, place }: ListFacts): Remark | null {
  if (arranged.tags.named(release) !== undefined) return otherLine(release, place.line, arranged);
  if (commits.has(release)) return null;
  const near = nearest(
    release,
    arranged.facts.survey.releaseTags.map(({ tag }) => tag),
  );
  const hint = near === null ? 'Fetch it first.' : `Did you mean ${near}?`;
  return { code: 'no-release', text: `${release} is not in this repository. ${hint}`, about: release };
}

/** A list is written with one spelling of its customer, which its path says. */
function inCustomerOf(of: string | ListPlace): (change: string) => string {
  const place = typeof of === 'string' ? assemblyListPlace(of) : of;
  return (change) => {
    const parts = parseChangeKey(change);
    return parts === null || place === null ? change : changeKey({ ...parts, customer: place.customer });
  };
}

function editedText(
  path: string,
  text: string,
  edits: readonly ListEdit[],
  asWritten: (change: string) => string,
): string | Remark {
  try {
    return edits.reduce((before, edit) => {
      return editAssemblyList(path, before, 'change' in edit ? { ...edit, change: asWritten(edit.change) } : edit);
    }, text);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const said = `${path} is laid out so that there is no sure place for it. Edit it by hand, an entry on each line.`;
    return { code: error.reason, text: said, about: path };
  }
}

function titleOf(edit: ListEdit, name: string): string {
  switch (edit.edit) {
    case 'add':
      return `Add ${edit.change} to ${name}`;
    case 'remove':
      return `Take ${edit.change} off ${name}`;
    case 'move':
      return `Move ${edit.change} ${edit.to} in ${name}`;
    case 'pin':
      return edit.commit === null ? `Follow ${edit.change} in ${name}` : `Pin ${edit.change} in ${name}`;
    case 'hold':
      return edit.because === null ? `Hold ${edit.change} no more in ${name}` : `Hold ${edit.change} in ${name}`;
    case 'exclude':
      return edit.because === null ? `Let ${edit.change} into ${name} again` : `Exclude ${edit.change} from ${name}`;
    case 'upstream':
      return `Put ${name} on ${edit.release}`;
    case 'decline':
      return `Decline ${edit.commit.slice(0, 12)} in ${name}`;
  }
}

function reasonsIn(edit: ListEdit): readonly string[] {
  return 'because' in edit && edit.because !== null ? [`${edit.change}: ${edit.because}`] : [];
}

function concernsAbout(edits: readonly ListEdit[], after: AssemblyList, facts: ListFacts): readonly Remark[] {
  const { assessments, file, arranged, place, role } = facts;
  const toKey = inCustomerOf(place);
  const order = (list: AssemblyList | undefined): readonly string[] =>
    list?.merges.map(({ change }) => toKey(change)) ?? [];
  const touched = new Set(edits.flatMap((edit) => ('change' in edit ? [edit.change] : [])));
  const below = new Map(
    assessments.flatMap(({ key, stackedOn }) => (stackedOn === null ? [] : [[key, stackedOn] as const])),
  );
  const was = misordered(order(file?.list), below);
  return [
    ...assessments.flatMap(({ key, branch, target }): Remark[] => {
      if (branch !== null || !edits.some((edit) => edit.edit === 'add' && edit.change === key)) return [];
      return [{ code: 'no-branch', text: `${key} has no branch on ${target} yet. Carry it there.`, about: key }];
    }),
    ...[...misordered(order(after), below)].flatMap(([key, on]): Remark[] => {
      if (was.has(key) || !(touched.has(key) || touched.has(on))) return [];
      const text = `${key} is stacked on ${on}, which comes after it: its merge brings both.`;
      return [{ code: 'before-its-base', text, about: key }];
    }),
    ...edits.flatMap((edit): Remark[] => {
      if (edit.edit !== 'pin' || edit.commit === null || isKnownOf(edit.change, edit.commit, facts)) return [];
      const text = `${edit.commit.slice(0, 12)} is no commit of ${edit.change} that is known here. Pinned at it, something else is merged.`;
      return [{ code: 'not-of-it', text, about: edit.change }];
    }),
    ...edits.flatMap((edit): Remark[] => {
      if (edit.edit !== 'decline' || role === null) return [];
      if (arranged.facts.graph.reachable(role.tip).has(edit.commit)) return [];
      const text = `${edit.commit.slice(0, 12)} is no commit of ${role.name}: declining it changes nothing.`;
      return [{ code: 'not-loose', text, about: edit.commit }];
    }),
  ];
}

/** Whether a commit is in a branch of a change, on any ref, or was merged for it into the role branch. */
function isKnownOf(key: string, commit: ObjectId, { assessments, arranged, role }: ListFacts): boolean {
  const { graph } = arranged.facts;
  const refs = assessments.flatMap((one) => (one.key === key ? one.refs : []));
  const merged = role?.changes.flatMap((one) => (one.key === key ? [one.tip] : [])) ?? [];
  return [...refs.map(({ tip }) => tip), ...merged].some((tip) => graph.own(tip).some(({ id }) => id === commit));
}

/** Changes that come before what they are stacked on, with that. */
function misordered(order: readonly string[], below: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const place = new Map(order.map((key, index) => [key, index]));
  return new Map(
    order.flatMap((key, index) => {
      const on = below.get(key);
      return on !== undefined && (place.get(on) ?? -1) > index ? [[key, on] as const] : [];
    }),
  );
}

/** Where both sides changed this very list, the edits go onto the colleague's. */
function replacedAbove(path: string, { merged }: TeamBranch): readonly Remark[] {
  if (merged?.conflicts.some((one) => one.path === path) !== true) return [];
  const text = `${path} was changed here and by a colleague. The edits go onto theirs; what else you changed in it is left out.`;
  return [{ code: 'onto-theirs', text, about: path }];
}
