import { t } from '@vscode/l10n';
import { changesText, display, roleLabel } from '../../present';
import type { AssemblyState, ListRequest } from '../../session/assemblyTypes';
import { isSamePlace } from '../assembly/places';
import type { RolePlace } from '../assembly/places';
import type { Desk } from '../desk';
import { preview } from './preview';
import { choose } from './questions';
import type { Choice } from './questions';
import { requestFor, roleFor } from './roles';
import { valueOf } from './sequence';

type Source = Pick<ListRequest, 'like' | 'all'>;

/** Shows what a list comes to with all that its line has, or with what another list has; begins one where there is none. */
export async function fillList(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('Fill List');
  const choice = await roleFor(desk, args, {
    title,
    fit: ({ role, state }) => (role === undefined ? state?.list !== null : state !== undefined && state.list !== null),
    orNew: true,
  });
  if (choice === undefined) return;
  const { place } = choice;
  const choices = sourcesFor(place, await desk.lists.read());
  const source = valueOf(await choose({ title, placeholder: t('With what?'), choices }));
  if (source === undefined) return;
  const request: ListRequest = { ...requestFor(choice), ...source, edits: [] };
  await preview(desk, t('Planning'), (plans, signal) => plans.editList(request, signal));
}

/** The other lists of the line come first: what was tried out is what goes on. */
function sourcesFor(place: RolePlace, states: readonly AssemblyState[]): readonly Choice<Source>[] {
  const { customer, line } = place;
  const others = states.filter(
    (state) => state.list !== null && state.customer === customer && state.line === line && !isSamePlace(state, place),
  );
  return [
    ...others.map((state) => ({
      label: t('What {0} has', roleLabel(state)),
      description: changesText(state.entries.length),
      detail: t('In its order, with what it holds, excludes and pins.'),
      choice: { like: requestFor({ place: state }).role },
    })),
    {
      label: t('All that {0} has', display(line)),
      detail: t('Every change that is carried, new or partial there.'),
      choice: { all: true },
    },
  ];
}
