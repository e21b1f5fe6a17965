import type { ObjectId } from '../../git/types';
import type { Arranged } from '../arrange';
import type { Embargoed } from './manifest';

/**
 * What of a commit is not to be named: changes under embargo, and their commits on whichever line, also where only a merge
 * still names them. What such a change is stacked on is not its own.
 */
export function withheldFrom(
  arranged: Arranged,
  customer: string,
  embargoed: ReadonlySet<string>,
  commit: ObjectId,
): Embargoed {
  const { survey, graph } = arranged.facts;
  if (embargoed.size === 0) return { changes: embargoed, commits: new Set() };
  const commits = new Set<ObjectId>();
  const open = new Set<ObjectId>();
  const lines = new Set(survey.changes.flatMap(({ identity, line }) => (identity.customer === customer ? [line] : [])));
  for (const { identity, own } of [...lines].flatMap((line) => arranged.branchesOn(customer, line))) {
    const side = embargoed.has(identity.key) ? commits : open;
    for (const { id } of own) side.add(id);
  }
  for (const { identity, tip } of arranged.mergesIn(commit)) {
    if (!embargoed.has(identity.key)) continue;
    for (const { id } of graph.own(tip)) if (!open.has(id)) commits.add(id);
  }
  return { changes: embargoed, commits };
}
