import type { Commit, ObjectId } from '../../git/types';
import { componentPath } from '../../moodle';
import type { Candidate } from '../arrange';
import { linear } from '../planning/draft';
import { usualLayouts } from '../planning/versionLints';
import type { ImportedBranch, PlaceFacts } from './types';

type Facts = Pick<PlaceFacts, 'texts' | 'paths' | 'pickOrder'>;

/** What a commit of a change is told by: its message, and whether it is the one that added the component's version.php. */
export function importNeeds(
  candidates: readonly Candidate[],
  component: string,
  paths: PlaceFacts['paths'],
): readonly string[] {
  const commits = candidates
    .filter(({ identity }) => identity.component === component)
    .flatMap(({ here, predecessor }) => [...(here?.own ?? []), ...(predecessor?.own ?? [])]);
  return [
    ...new Set(
      commits.flatMap(({ id }) => [
        id,
        ...versionFilesIn(id, component, paths).flatMap((path) => [`${id}:${path}`, `${id}^:${path}`]),
      ]),
    ),
  ];
}

/** Parts the commits of a branch into its publisher's and ours. */
export function importedBranch(
  own: readonly Commit[],
  tip: ObjectId,
  component: string,
  { texts, paths, pickOrder }: Facts,
): ImportedBranch {
  const { commits, merges } = linear(own, tip, pickOrder);
  const recorded = commits.filter(({ id }) => importedComponent(texts.get(id) ?? '') === component);
  const added = commits.find(({ id }) =>
    versionFilesIn(id, component, paths).some(
      (path) => typeof texts.get(`${id}:${path}`) === 'string' && texts.get(`${id}^:${path}`) === null,
    ),
  );
  const imports = recorded.length > 0 ? recorded : added === undefined ? [] : [added];
  const ours = commits.filter((commit) => !imports.includes(commit));
  return { imports, ours, merges, isRecorded: recorded.length > 0 };
}

/** Those of ours that change the publisher's version.php: by hand, an import may have been laid on an import. */
export function raisingVersion(
  { ours, isRecorded }: ImportedBranch,
  component: string,
  paths: PlaceFacts['paths'],
): readonly Commit[] {
  return isRecorded ? [] : ours.filter(({ id }) => versionFilesIn(id, component, paths).length > 0);
}

/** The text of version.php that the newest import has brought. */
export function importedVersionFile(
  { imports }: ImportedBranch,
  component: string,
  { texts, paths }: Pick<Facts, 'texts' | 'paths'>,
): string | null {
  const id = imports.at(-1)?.id ?? '';
  const found = versionFilesIn(id, component, paths).map((path) => texts.get(`${id}:${path}`) ?? null);
  return found.find((text) => text !== null) ?? null;
}

function importedComponent(message: string): string | null {
  return /^Imported-Component: *(\S+)$/m.exec(message)?.[1] ?? null;
}

/** The component's version.php, in whichever layout, where a commit touches it. */
function versionFilesIn(id: ObjectId, component: string, paths: PlaceFacts['paths']): readonly string[] {
  const { flat, inPublic } = usualLayouts();
  const touched = paths.get(id)?.split('\0') ?? [];
  return [flat, inPublic].flatMap((map) => {
    const path = `${componentPath(map, component) ?? ''}/version.php`;
    return touched.includes(path) ? [path] : [];
  });
}
