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
const requirements = z.optional(z.record(z.string(), z.string()));
const manifest = z.object({ require: requirements, 'require-dev': requirements });

/** The package that puts plugins in their places. */
const INSTALLER = 'moodle/composer-installer';

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
  return read(manifest, composerJson)?.require?.[INSTALLER] !== undefined;
}

/**
 * What composer.json or composer.lock says of plugins to install, as a text that is the same for the same plugins; null
 * when it cannot be read. In composer.json only the name tells a plugin: `vendor/moodle-<component>`.
 */
export function composedPlugins(file: 'composer.json' | 'composer.lock', text: string): string | null {
  if (file === 'composer.lock') {
    const locked = lockedPlugins(text)?.map(({ name, pinned }) => `${name} ${pinned}`);
    return locked?.toSorted().join('\n') ?? null;
  }
  const asked = read(manifest, text);
  if (asked === null) return null;
  const all = [...Object.entries(asked.require ?? {}), ...Object.entries(asked['require-dev'] ?? {})];
  const plugins = all.filter(([name]) => name === INSTALLER || /\/moodle-./.test(name));
  return plugins
    .map(([name, version]) => `${name} ${version}`)
    .toSorted()
    .join('\n');
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
