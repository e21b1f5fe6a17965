import type { FoundCode } from '../../git';
import { compareVersionNumbers, parsePluginVersion } from '../../moodle';
import type { PluginVersionFile } from '../../moodle';
import type { Remark } from '../../plan';
import { importedVersionFile } from './importedBranch';
import { sourceLabel } from './sourceWords';
import type { ImportPlace, PlaceFacts } from './types';

/** Why code that was read is not what is to be imported; null when it is. */
export function codeProblem(component: string, { source, versionFile }: FoundCode): Remark | null {
  const given = sourceLabel(source.where);
  if (versionFile === null) {
    const text = `${given} has no version.php at its top: it is no plugin. Name the plugin's own folder, archive or repository.`;
    return { code: 'no-version-file', text };
  }
  const { component: named } = parsePluginVersion(versionFile);
  if (named === null || named === component) return null;
  return { code: 'wrong-component', text: `${given} is ${named}, not ${component}. Import it as ${named}.` };
}

/** What of the code deserves a look. */
export function codeWarnings(
  component: string,
  { source, submodules }: FoundCode,
  version: PluginVersionFile,
  { source: from }: ImportPlace,
  facts: Pick<PlaceFacts, 'texts' | 'paths'>,
): readonly Remark[] {
  const given = sourceLabel(source.where);
  const before = from === null ? null : importedVersionFile(from.held, component, facts);
  const older = before === null ? null : parsePluginVersion(before).version;
  const warnings: Remark[] = submodules.map((path) => ({
    code: 'submodule',
    text: `${path} is a submodule of ${given}, and is not imported. Import a packed release instead, if it has one.`,
  }));
  if (version.component === null) {
    warnings.push({
      code: 'no-component',
      text: `The version.php of ${given} does not say what it is. See that it is ${component}.`,
    });
  }
  if (version.version === null) {
    warnings.push({ code: 'no-version', text: `The version.php of ${given} says no version that can be read.` });
  } else if (older !== null && compareVersionNumbers(version.version, older) <= 0) {
    const text = `Its version ${version.version} is not higher than ${older}, which is there: Moodle would not upgrade it.`;
    warnings.push({ code: 'not-newer', text });
  }
  return warnings;
}
