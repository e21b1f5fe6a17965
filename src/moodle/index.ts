/** What Moodle is, as values: versions, lines, releases, components, version.php, the outage rule. Imports none of ours. */
export { compareVersionNumbers, compareVersions, formatVersion, parseRelease, parseVersion } from './version';
export type { MoodleVersion, PreRelease } from './version';
export {
  compareLines,
  firstTag,
  lineOf,
  lineOfBranch,
  parseLine,
  parseReleaseTag,
  parseStableBranch,
  stableBranch,
} from './line';
export type { Line, ReleaseTag } from './line';
export {
  bundledReleases,
  isExperimental,
  knownLine,
  minimumUpgradeFrom,
  parseReleaseData,
  pointReleaseOf,
  releaseOf,
  supportOn,
} from './releases';
export type { PointRelease, Release, ReleaseData, Support } from './releases';
export { MoodleError } from './moodleError';
export type { MoodleErrorReason } from './moodleError';
export { parseFrankenstyle, pluginTypeNames, pluginTypeOn, subsystemNames } from './frankenstyle';
export type { Frankenstyle } from './frankenstyle';
export {
  componentMapFrom,
  componentOfPath,
  componentPath,
  defaultComponentMap,
  isPublicLayout,
  pluginOfPath,
} from './components';
export type { ComponentMap, ComponentPlace, ComponentSources, SubpluginsFile } from './components';
export { parseCoreVersion, parsePluginVersion } from './versionPhp';
export type { CoreVersionFile, Maturity, PluginVersionFile, VersionFileProblem } from './versionPhp';
export { installedCode, mapSources } from './codeTree';
export type { CodeTree, InstalledCode, InstalledPlugin } from './codeTree';
export { composedPlugins } from './composerPlugins';
export { outage, outageBlobs } from './outage';
export type { Outage, OutageKind, OutageReason } from './outage';
