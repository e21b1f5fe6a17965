import type { Remark } from '../../plan';
import type { Arranged } from '../arrange';
import { commitsText } from '../planning/colleagues';
import { shortOf } from '../planning/newBranch';
import { raisingVersion } from './importedBranch';
import type { ImportPlace, PlaceFacts } from './types';

/** What of the place deserves a look: who else has the older form, and what of ours may be the publisher's. */
export function placeWarnings(
  { candidate, source, declined }: ImportPlace,
  arranged: Arranged,
  paths: PlaceFacts['paths'],
  isInCore: boolean,
): readonly Remark[] {
  const { identity, target, here } = candidate;
  const { key, component } = identity;
  const warnings: Remark[] = [];
  if (isInCore) {
    warnings.push({
      code: 'in-core',
      text: `${component} is part of ${target.base.tag} and is replaced by what is imported.`,
      about: key,
    });
  }
  if (source === null) return warnings;
  const raised = raisingVersion(source.held, component, paths).filter((commit) => !declined.includes(commit));
  if (raised.length > 0) {
    const text = `These change its version.php: ${commitsText(raised)}. Where they are the publisher's, leave them out with --decline.`;
    warnings.push({ code: 'version-changed', text, about: key });
  }
  if (source.held.merges.length > 0) {
    const text = `What was resolved in merges goes: ${commitsText(source.held.merges)}.`;
    warnings.push({ code: 'merge-dropped', text, about: key });
  }
  if (here === null) return warnings;
  for (const { short, role } of rolesWithOld(candidate, source.held.imports, arranged)) {
    const again = `moodle-release assemble ${role} --line ${target.line} --rebuild`;
    const text = `${short} has the older form, which merging the new one does not take out. ${again} replaces it.`;
    warnings.push({ code: 'older-in-role', text, about: key });
  }
  for (const branch of arranged.branchesOn(target.customer, target.line)) {
    if (branch.stackedOn !== key) continue;
    const text = `${shortOf(branch.truth.ref.short)} is stacked on it and stays on the older form.`;
    warnings.push({ code: 'stacked-behind', text, about: branch.identity.key });
  }
  return warnings;
}

function rolesWithOld(
  { target }: ImportPlace['candidate'],
  imports: readonly { readonly id: string }[],
  { facts }: Arranged,
): readonly { readonly short: string; readonly role: string }[] {
  const { survey, graph } = facts;
  return survey.roles
    .filter(({ customer, line }) => customer === target.customer && line === target.line)
    .flatMap(({ role, suffix, refs }) => {
      const old = refs.find(({ tip }) => imports.some(({ id }) => graph.reachable(tip).has(id)));
      return old === undefined ? [] : [{ short: old.short, role: suffix === null ? role : `${role}-${suffix}` }];
    });
}
