import { t } from '@vscode/l10n';
import { display, listSummary, roleDescription, roleLabel, unmadeDescription } from '../../present';
import type { RoleBranch } from '../../release/types';
import type { AssemblyState, RoleRequest } from '../../session/assemblyTypes';
import { isSamePlace, placeOf } from '../assembly/places';
import type { RolePlace } from '../assembly/places';
import type { Desk } from '../desk';
import { isObject, itemsOf } from './meant';
import { choose, sayNothingFits } from './questions';
import { valueOf } from './sequence';

/** A role branch, or the place of one that is only to be made. */
export interface RoleChoice {
  readonly place: RolePlace;
  /** Undefined while there is none. */
  readonly role: RoleBranch | undefined;
  /** Undefined for what is not put together from a list. */
  readonly state: AssemblyState | undefined;
}

interface Wanted {
  /** Title of the question. */
  readonly title: string;
  /** Those the command can be used on. */
  readonly fit: (choice: RoleChoice) => boolean;
  /** Whether one that has neither a branch nor a list may be meant, too. */
  readonly orNew?: boolean;
}

/** The role branch a command is for: of the item it was called on, else the one the person picks; the only one is not asked for. */
export async function roleFor(
  desk: Desk,
  args: readonly unknown[],
  { title, fit, orNew = false }: Wanted,
): Promise<RoleChoice | undefined> {
  const known = await rolesOf(desk);
  const all = orNew ? [...known, ...newRoles(desk, known)] : known;
  const meant = itemsOf(args).filter(namesPlace);
  const fitting = all.filter(
    (choice) => fit(choice) && (meant.length === 0 || meant.some((item) => isPlaceMeant(item, choice.place))),
  );
  if (fitting.length === 0) sayNothingFits(title);
  if (fitting.length < 2 || meant.length > 0) return fitting[0];
  const choices = fitting.map((choice) => ({ label: labelOf(choice), description: descriptionOf(choice), choice }));
  return valueOf(await choose({ title, placeholder: t('Which role branch?'), choices }));
}

export function hasList({ state }: RoleChoice): boolean {
  return state !== undefined && state.list !== null;
}

/** Names it to a plan. */
export function requestFor({ place }: Pick<RoleChoice, 'place'>): RoleRequest {
  const { role, suffix, line, customer } = place;
  return { role: suffix === null ? role : `${role}-${suffix}`, line, customer };
}

/** Whether something a command was called with says which role branch is meant. */
export function namesPlace(item: object): item is { readonly place: object } {
  return 'place' in item && isObject(item.place);
}

export function isPlaceMeant({ place }: { readonly place: object }, one: RolePlace): boolean {
  const { customer, line, role } = one;
  const suffix = 'suffix' in place ? place.suffix : null;
  const says = (key: 'customer' | 'line' | 'role', value: string): boolean =>
    key in place && (place as Readonly<Record<string, unknown>>)[key] === value;
  return says('customer', customer) && says('line', line) && says('role', role) && suffix === one.suffix;
}

function labelOf({ role, state, place }: RoleChoice): string {
  return roleLabel(role ?? state ?? place);
}

/** Those that are there, and those that only have a list. */
async function rolesOf({ repository, lists }: Desk): Promise<readonly RoleChoice[]> {
  const states = await lists.read();
  const roles = repository.status?.roles ?? [];
  const made = roles.map((role) => {
    return { place: placeOf(role), role, state: states.find((state) => isSamePlace(state, role)) };
  });
  const unmade = states.filter((state) => !roles.some((role) => isSamePlace(role, state)));
  return [...made, ...unmade.map((state) => ({ place: placeOf(state), role: undefined, state }))];
}

/** Testing and deployment of the lines that are not retired, where there is neither a branch nor a list. */
function newRoles({ repository }: Desk, known: readonly RoleChoice[]): readonly RoleChoice[] {
  const lines = repository.status?.lines.filter(({ life }) => life !== 'retired') ?? [];
  const places = lines.flatMap(({ customer, line }) =>
    (['testing', 'deployment'] as const).map((role): RolePlace => ({ customer, line, role, suffix: null })),
  );
  return places
    .filter((place) => !known.some((one) => isSamePlace(one.place, place)))
    .map((place) => ({ place, role: undefined, state: undefined }));
}

function descriptionOf({ role, state, place }: RoleChoice): string {
  const summary = state?.list ? [listSummary(state)].filter(Boolean) : [];
  if (role === undefined) {
    const standing = state === undefined ? t('no list yet') : unmadeDescription(state);
    return display(`${place.customer} · ${standing}`);
  }
  return [role.customer, ...summary, roleDescription(role)].join(' · ');
}
