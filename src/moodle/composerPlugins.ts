import * as z from 'zod/mini';
import { parseFrankenstyle } from './frankenstyle';

const packages = z.array(
  z.object({
    name: z.string(),
    version: z.string(),
    type: z.optional(z.string()),
    dist: z.nullish(z.object({ reference: z.nullish(z.string()) })),
  }),
);
const lockFile = z.object({ packages: z.optional(packages), 'packages-dev': z.optional(packages) });
const manifest = z.object({ require: z.optional(z.record(z.string(), z.string())) });

export interface ComposerPackage {
  readonly name: string;
  /** Version and commit: equal means the same code. */
  readonly pinned: string;
  /** The component it installs, by the naming rule `vendor/moodle-<component>`; null when the name does not tell. */
  readonly component: string | null;
}

/**
 * The Moodle plugins that composer.lock installs: packages of a type `moodle-…` (devdocs, docs/guides/composer).
 * Null when the text is no lock file.
 */
export function lockedPlugins(composerLock: string): readonly ComposerPackage[] | null {
  const lock = read(lockFile, composerLock);
  if (lock === null) return null;
  return [...(lock.packages ?? []), ...(lock['packages-dev'] ?? [])]
    .filter(({ type }) => type?.startsWith('moodle-'))
    .map(({ name, version, dist }) => ({
      name,
      pinned: `${version} ${dist?.reference ?? ''}`.trim(),
      component: componentOf(name),
    }));
}

/** Whether composer.json asks for plugins to be installed: then the tree alone does not say what runs. */
export function installsPlugins(composerJson: string): boolean {
  return read(manifest, composerJson)?.require?.['moodle/composer-installer'] !== undefined;
}

function componentOf(packageName: string): string | null {
  const name = /\/moodle-(.+)$/.exec(packageName)?.[1] ?? '';
  return parseFrankenstyle(name)?.kind === 'plugin' ? name : null;
}

function read<T>(schema: z.ZodMiniType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
