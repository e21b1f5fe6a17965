import type { Commit } from '../../git/types';
import type { Remark } from '../../plan';
import { parseFrankenstyle } from '../../moodle';
import { nearest } from '../../scheme';
import type { Arrangement, Candidate } from '../arrange';
import { identityOf } from '../survey';
import { colleagueOf } from '../planning/draft';
import { branchOnTarget, Obstacles } from '../planning/newBranch';
import { importedBranch } from './importedBranch';
import type { ImportPlace, PlaceFacts } from './types';

type Refused = { readonly refusal: Remark };

/**
 * The change third-party code is imported as: the one of that component whose branch has an import, on the line or on the
 * one before; else a new one.
 */
export function choosePlace(facts: PlaceFacts): ImportPlace | Refused {
  const { inputs, arranged } = facts;
  const { component } = inputs;
  if (parseFrankenstyle(component)?.kind !== 'plugin') {
    const near = nearest(component, knownComponents(facts));
    const hint = near === null ? 'Write its type and name: mod_ouwiki.' : `Did you mean ${near}?`;
    return refused('unknown-component', `${component} is no plugin. ${hint}`, component);
  }
  const found = arranged.arrangements.flatMap((arrangement) =>
    candidatesFor(arrangement, facts).map((candidate) => ({ arrangement, candidate })),
  );
  const [one, ...others] = found;
  if (one !== undefined && others.length > 0) {
    const keys = found.map(({ candidate }) => candidate.identity.key).join(', ');
    return refused(
      'ambiguous',
      `Several changes have an import of it: ${keys}. Say --customer, --type or --shortname.`,
    );
  }
  if (one !== undefined) return placeAt(one.candidate, facts);
  const [arrangement, ...rest] = arranged.arrangements;
  if (arrangement === undefined)
    return refused('no-target', 'No customer has changes on this line. Name one that has.');
  if (rest.length > 0) {
    const customers = arranged.arrangements.map(({ target }) => target.customer).join(', ');
    return refused('ambiguous', `There are several customers: ${customers}. Say which with --customer.`);
  }
  return newPlace(arrangement, facts);
}

function knownComponents({ arranged }: PlaceFacts): readonly string[] {
  return arranged.arrangements.flatMap(({ candidates }) => candidates.map(({ identity }) => identity.component));
}

/** Changes of the component that hold an import, as far as the person has not named another. */
function candidatesFor({ candidates }: Arrangement, facts: PlaceFacts): readonly Candidate[] {
  const { component, type, shortname } = facts.inputs;
  return candidates.filter(
    (candidate) =>
      candidate.identity.component === component &&
      (type === null || candidate.identity.type === type) &&
      (shortname === null || candidate.identity.shortname === shortname) &&
      sourceOf(candidate, facts) !== null,
  );
}

/** The branch our commits come from: the line's own, else its predecessor; null where that holds no import. */
function sourceOf({ here, predecessor, identity }: Candidate, facts: PlaceFacts): ImportPlace['source'] {
  const from = here ?? predecessor;
  if (from === null) return null;
  const held = importedBranch(from.own, from.tip, identity.component, facts);
  const ref = (here ?? predecessor?.branch)?.truth.ref.name ?? null;
  return held.imports.length === 0 ? null : { ref, tip: from.tip, line: from.line, held };
}

function newPlace({ target, candidates }: Arrangement, facts: PlaceFacts): ImportPlace | Refused {
  const { inputs, arranged } = facts;
  const { types } = arranged.facts.scheme;
  const type = inputs.type ?? types.find((one) => one === 'feature') ?? types[0] ?? 'feature';
  const identity = identityOf(target.customer, type, inputs.component, inputs.shortname);
  const there = candidates.find((one) => one.identity.key === identity.key);
  const taken = there?.here ?? there?.predecessor?.branch ?? null;
  if (taken !== null) {
    const text = `${taken.truth.ref.short} is there, and holds no import. Give the new change another --type or --shortname.`;
    return refused('exists', text, identity.key);
  }
  return placeAt({ identity, target, here: null, predecessor: null, decisions: [] }, facts);
}

function placeAt(candidate: Candidate, facts: PlaceFacts): ImportPlace | Refused {
  const { arranged, waiting, inputs } = facts;
  const { target, identity, here, predecessor } = candidate;
  const { key } = identity;
  const base = target.base.commit;
  if (base === null) {
    return refused('no-target', `${target.base.tag} is not in this repository. Fetch it first.`, key);
  }
  const colleague = colleagueOf([here, predecessor?.branch ?? null], arranged, facts.moved);
  if (colleague !== null) return refused('diverged', colleague, key);
  const branch = branchOnTarget(candidate, arranged.facts.scheme);
  if (branch === null) {
    return refused(
      'no-name',
      `The scheme has no name for ${key} on ${target.line}. Give another --type or --shortname.`,
    );
  }
  const obstacle = new Obstacles(arranged.facts.snapshot, waiting).claim(branch.ref, branch.old);
  if (obstacle !== null) return { refusal: { ...obstacle, about: key } };
  const source = sourceOf(candidate, facts);
  const { declined, stray } = declinedOf(inputs.decline, source?.held.ours ?? []);
  if (stray !== null) {
    const text = `${stray} is not the beginning of one commit of ours on the old import. Give its whole id.`;
    return refused('no-such-commit', text, key);
  }
  return { candidate, base, source, newBranch: branch.ref, old: branch.old, declined };
}

function declinedOf(
  given: readonly string[],
  ours: readonly Commit[],
): { readonly declined: readonly Commit[]; readonly stray: string | null } {
  const declined: Commit[] = [];
  for (const start of given) {
    const [one, ...others] = ours.filter(({ id }) => start !== '' && id.startsWith(start));
    if (one === undefined || others.length > 0) return { declined: [], stray: start };
    declined.push(one);
  }
  return { declined, stray: null };
}

function refused(code: string, text: string, about?: string): Refused {
  return { refusal: { code, text, ...(about === undefined ? {} : { about }) } };
}
