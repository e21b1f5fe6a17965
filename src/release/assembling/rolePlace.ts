import type { ListPlace } from '../../config';
import type { Remark } from '../../plan';
import { customerOf, formatBranchName, parseBranchName } from '../../scheme';
import type { Scheme } from '../../scheme';
import type { Survey } from '../survey';
import type { LineFacts, Target } from '../types';
import { isSamePlace } from './samePlace';

/** Which role branch somebody means, as they say it. */
export interface RoleAsked {
  /** A role, one with a suffix, or the short name of a branch. */
  readonly role: string;
  readonly line: string | null;
  readonly customer: string | null;
}

export interface RolePlaceFacts {
  readonly survey: Pick<Survey, 'roles'>;
  readonly lines: readonly Pick<LineFacts, 'customer' | 'line' | 'life'>[];
  readonly targets: readonly Pick<Target, 'customer' | 'line'>[];
  /** Role branches that have a list, be they made or not. */
  readonly listed: readonly ListPlace[];
  readonly scheme: Scheme;
}

/**
 * The role branch that is meant: by a branch's name, else by role, line and customer, where what is not said is taken from
 * what there is, if that leaves one. Otherwise a remark that names the choices.
 */
export function rolePlaceOf(asked: RoleAsked, facts: RolePlaceFacts): ListPlace | Remark {
  const { scheme } = facts;
  const named = branchNamed(asked.role, scheme);
  if (named === 'packaging') return notAssembled(asked.role);
  if (named !== null) return contradiction(asked, named, scheme) ?? alive(named, facts);
  const meant = roleIn(asked.role, scheme);
  if (meant === 'packaging') return notAssembled(asked.role);
  if (meant === null) return noSuchRole(asked.role, facts);
  const there = placesMeant(asked, placesIn(facts), scheme).filter((one) => !isRetired(one, facts));
  const fits = fitting(asked, scheme);
  const places = there.length > 0 ? there : possible(facts, asked.line).filter(fits);
  const [place, ...others] = places.map(({ customer: of, line }) => ({ customer: of, line, ...meant }));
  if (place === undefined) return nowhere(asked);
  return others.length === 0 ? alive(place, facts) : ambiguous(asked, [place, ...others], facts);
}

/** Every one of these places that somebody may mean. */
export function placesMeant<Place extends ListPlace>(
  asked: RoleAsked,
  places: readonly Place[],
  scheme: Scheme,
): readonly Place[] {
  const named = branchNamed(asked.role, scheme);
  const fits = fitting(asked, scheme);
  if (named !== null) return places.filter((one) => named !== 'packaging' && isSamePlace(one, named) && fits(one));
  const meant = roleIn(asked.role, scheme);
  if (meant === null || meant === 'packaging') return [];
  return places.filter((one) => one.role === meant.role && one.suffix === meant.suffix && fits(one));
}

/** Whether a place is where somebody says, as far as they say it. */
function fitting(
  { line, customer }: RoleAsked,
  scheme: Scheme,
): (one: { readonly customer: string; readonly line: string }) => boolean {
  const of = customer === null ? null : customerOf(customer, scheme);
  return (one) => (of === null || one.customer === of) && (line === null || one.line === line);
}

/** The place of a role branch by its name; null where it names none. */
function branchNamed(text: string, scheme: Scheme): ListPlace | 'packaging' | null {
  const { kind, customer, line, role, suffix } = parseBranchName(text, scheme);
  if (kind !== 'role' || customer === null || line === null) return null;
  return role === null || role === 'packaging' ? 'packaging' : { customer, line, role, suffix };
}

/** What is said beside a branch's name has to say the same. */
function contradiction(
  { role, line, customer }: RoleAsked,
  named: { readonly customer: string; readonly line: string },
  scheme: Scheme,
): Remark | null {
  if (line !== null && line !== named.line) {
    return { code: 'other-line', text: `${role} is a branch of ${named.line}, not of ${line}.`, about: role };
  }
  if (customer === null || customerOf(customer, scheme) === named.customer) return null;
  return { code: 'other-customer', text: `${role} is a branch of ${named.customer}, not of ${customer}.`, about: role };
}

type Meant = Pick<ListPlace, 'role' | 'suffix'>;

/** `testing`, `staging`, `testing-next`: by the scheme's spellings, the longest first. */
function roleIn(text: string, scheme: Scheme): Meant | 'packaging' | null {
  if (text === 'packaging') return 'packaging';
  const spelled = [...scheme.roles].find(([spelling]) => text === spelling || text.startsWith(`${spelling}-`));
  if (spelled === undefined) return null;
  const [spelling, role] = spelled;
  if (role === 'packaging') return 'packaging';
  const suffix = text.slice(spelling.length + 1);
  return { role, suffix: suffix === '' ? null : suffix };
}

/** Every role branch that has refs, or a list. */
function placesIn({ survey, listed }: RolePlaceFacts): readonly ListPlace[] {
  const branches = survey.roles.flatMap(({ customer, line, role, suffix }): ListPlace[] =>
    role === 'packaging' ? [] : [{ customer, line, role, suffix }],
  );
  const all = [...branches, ...listed];
  return all.filter((one, index) => all.findIndex((other) => isSamePlace(one, other)) === index);
}

/** Where a branch that is not there yet may come to be: on the line that is asked for, else on each customer's target. */
function possible(
  { targets, lines }: RolePlaceFacts,
  line: string | null,
): readonly Pick<Target, 'customer' | 'line'>[] {
  const customers = [...new Set([...targets, ...lines].map(({ customer }) => customer))];
  return line === null ? targets : customers.map((customer) => ({ customer, line }));
}

function isRetired(place: Pick<ListPlace, 'customer' | 'line'>, { lines }: RolePlaceFacts): boolean {
  return lines.some(({ customer, line, life }) => {
    return customer === place.customer && line === place.line && life === 'retired';
  });
}

function alive(place: ListPlace, facts: RolePlaceFacts): ListPlace | Remark {
  if (!isRetired(place, facts)) return place;
  return { code: 'retired-line', text: `${place.line} is retired: what was released of it is history.` };
}

function notAssembled(given: string): Remark {
  const text = `${given} is not put together from changes: packaging follows deployment.`;
  return { code: 'packaging', text, about: given };
}

function noSuchRole(given: string, facts: RolePlaceFacts): Remark {
  const names = placesIn(facts).flatMap((place) => (isRetired(place, facts) ? [] : [nameOf(place, facts)]));
  const choices = names.length === 0 ? 'testing or deployment' : `testing, deployment, or one of ${names.join(', ')}`;
  return { code: 'no-such-role', text: `${given} is no role branch. Name ${choices}.`, about: given };
}

function nowhere({ role, line, customer }: RoleAsked): Remark {
  const where = [customer, line].filter((part) => part !== null).join(' ');
  const text = `There is no place for ${role}${where === '' ? '' : ` on ${where}`}: no customer has changes there.`;
  return { code: 'no-such-role', text, about: role };
}

function ambiguous({ role }: RoleAsked, places: readonly ListPlace[], facts: RolePlaceFacts): Remark {
  const names = places.map((place) => nameOf(place, facts)).join(', ');
  const which = new Set(places.map(({ line }) => line)).size > 1 ? 'line' : 'customer';
  return { code: 'ambiguous', text: `${role} may be ${names}. Say which ${which}, or name the branch.`, about: role };
}

/** The name a role branch has, else the one it gets by the scheme. */
function nameOf(place: ListPlace, { survey, scheme }: RolePlaceFacts): string {
  const there = survey.roles.find(({ role, ...more }) => role !== 'packaging' && isSamePlace({ role, ...more }, place));
  return there?.refs[0]?.short ?? formatBranchName({ kind: 'role', ...place }, scheme);
}
