import { terminal } from '../present';
import type { ConfigurationFacts } from '../release/types';

/** What is wrong in the configuration and the decisions, each with its place as compilers write it; safe to show. */
export function configurationFaults({ diagnostics, source }: ConfigurationFacts): { place: string; text: string }[] {
  return diagnostics
    .filter(({ severity }) => severity !== 'info')
    .map(({ severity, message, path, range: { start } }) => {
      const file = path === undefined ? (source.path ?? 'moodle-release.yaml') : `moodle-release:${path}`;
      const place = `${file}:${String(start.line + 1)}:${String(start.character + 1)}`;
      return { place: terminal(place), text: terminal(`${severity}: ${message}`) };
    });
}

/** What a broken configuration means for the answer; null for one that is not broken. */
export function configurationInForce({ diagnostics, source, stale }: ConfigurationFacts): string | null {
  // What is wrong in a decision has the path of its file, and is not the configuration's.
  if (!diagnostics.some(({ severity, path }) => severity === 'error' && path === undefined)) return null;
  return stale
    ? 'The configuration is broken: this answer is by the last good one.'
    : `This answer is by what can be used of ${terminal(source.path ?? 'moodle-release.yaml')}.`;
}
