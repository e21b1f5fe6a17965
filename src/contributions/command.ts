import { planScheme } from './schemes';
import { hasTags } from './tags';
import type { Tag } from './tags';
import type { ViewId } from './views';
import { all } from './when';
import type { When } from './when';

/** Where a command is offered, besides the palette. */
export type Place =
  /** The title bar of a view. */
  | { readonly title: ViewId; readonly group: string; readonly when?: When }
  /** The title bar of an editor that shows a plan. */
  | { readonly editor: 'plan'; readonly group: string; readonly when?: When }
  /** Items that have all of the tags, in one view. */
  | { readonly item: ViewId; readonly tags: readonly Tag[]; readonly group: string };

export interface Command {
  readonly title: string;
  /** Codicon id. */
  readonly icon?: string;
  readonly enablement?: When;
  /** When the palette offers it; absent for always. */
  readonly palette?: When;
  readonly places?: readonly Place[];
  /** Pressed while a view has the keyboard. */
  readonly key?: { readonly press: string; readonly view: ViewId };
}

/** The `when` of one place a command is offered in. */
export function placeWhen(place: Place): When {
  if ('item' in place) return all(`view == ${place.item}`, hasTags(place.tags));
  const where = 'title' in place ? `view == ${place.title}` : `resourceScheme == ${planScheme}`;
  return all(where, ...(place.when ? [place.when] : []));
}
