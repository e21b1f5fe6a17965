import { readPhpAssignments } from './phpLiterals';

/** Reads db/subplugins.php (before 3.8): subplugin type → folder from the web root. What is computed is left out. */
export function parseSubpluginsPhp(text: string): ReadonlyMap<string, string> {
  const folders = new Map<string, string>();
  for (const { target, property, value } of readPhpAssignments(text)) {
    if (target !== 'subplugins' || property !== null || value?.kind !== 'array') continue;
    for (const entry of value.entries) {
      if (entry.key?.kind === 'string' && entry.value.kind === 'string') folders.set(entry.key.text, entry.value.text);
    }
  }
  return folders;
}
