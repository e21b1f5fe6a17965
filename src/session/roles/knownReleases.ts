import { compareVersions } from '../../moodle';
import type { KnownReleases } from '../assemblyTypes';
import type { Ground } from '../ground';

/** The releases that a person can choose from, as the refs say. */
export async function knownReleases(ground: Ground, signal: AbortSignal): Promise<KnownReleases> {
  const { arranged } = await ground.read({}, signal);
  const { localReleases, releaseTags } = arranged.facts.survey;
  return {
    local: localReleases
      .toSorted((a, b) => compareVersions(b.version, a.version) || b.n - a.n)
      .map(({ tag, customer, line }) => ({ tag, customer, line })),
    upstream: releaseTags
      .toSorted((a, b) => compareVersions(b.version, a.version))
      .map(({ tag, line }) => ({ tag, line })),
  };
}
