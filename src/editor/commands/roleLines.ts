import { t } from '@vscode/l10n';
import { display } from '../../present';
import type { RoleBranch, Status } from '../../release/types';
import type { RolePlace } from '../assembly/places';
import type { Desk } from '../desk';
import { itemsOf } from './meant';
import { choose, sayNothingFits } from './questions';
import { isPlaceMeant, namesPlace } from './roles';
import { valueOf } from './sequence';

/** A line that has role branches. */
export interface RoleLine extends Pick<RolePlace, 'customer' | 'line'> {
  /** The oldest release of Moodle that one of them has. */
  readonly contains: string | null;
  readonly newest: string | null;
}

/** The line a command is for: of the role branch it was called on, else the one the person picks; the only one is not asked for. */
export async function lineFor(
  { repository }: Desk,
  args: readonly unknown[],
  title: string,
): Promise<RoleLine | undefined> {
  const { status } = repository;
  const items = itemsOf(args).filter(namesPlace);
  const roles = status?.roles.filter((role) => items.length === 0 || items.some((item) => isPlaceMeant(item, role)));
  const lines = status === undefined ? [] : linesOf(roles ?? [], items.length === 0 ? retiredIn(status) : new Set());
  if (lines.length === 0) sayNothingFits(title);
  if (lines.length < 2) return lines[0];
  const choices = lines.map((one) => ({ label: display(one.line), description: descriptionOf(one), choice: one }));
  return valueOf(await choose({ title, placeholder: t('Which line?'), choices }));
}

function linesOf(roles: readonly RoleBranch[], retired: ReadonlySet<string>): readonly RoleLine[] {
  const found = new Map<string, RoleLine>();
  for (const { customer, line, contains, newest } of roles) {
    const place = placeOf({ customer, line });
    const known = found.get(place);
    if (retired.has(place)) continue;
    // The one that is behind is what the line still has to bring up to date.
    if (known === undefined || known.contains === known.newest) found.set(place, { customer, line, contains, newest });
  }
  return [...found.values()];
}

function retiredIn({ lines }: Status): ReadonlySet<string> {
  return new Set(lines.filter(({ life }) => life === 'retired').map(placeOf));
}

function placeOf({ customer, line }: { readonly customer: string; readonly line: string }): string {
  return `${customer}\n${line}`;
}

function descriptionOf({ customer, contains, newest }: RoleLine): string {
  return display(
    [
      customer,
      ...(contains === null ? [] : [t('on {0}', contains)]),
      ...(newest === null || newest === contains ? [] : [t('{0} is out', newest)]),
    ].join(' · '),
  );
}
