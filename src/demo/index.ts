/** The sample: a Moodle-shaped repository with two customers' changes in every state, and what must be seen of each. */
export type { Drawing } from './draw';
export { drawDemo } from './draw';
export type { DemoFacts, DemoOptions } from './make';
export { DemoError, demoAt, makeDemo } from './make';
export type { RoleTruth } from './roles';
export type { AlarmTruth, ChangeTruth, Truth } from './truth';

/** What it is drawn with, for larger repositories of the same kind. */
export type { ChangeBranches, Upgrade } from './branches';
export { branchName, drawBranches, engineer, placeRefs } from './branches';
export { seededRandom } from './random';
export type { Recipe, Row } from './row';
export { plugin } from './row';
export type { Edit, Node, Person, Stamp } from './sketch';
export { Sketch } from './sketch';
export { fastImportStream } from './stream';
export { changeTruth } from './truth';
export type { Upstream, UpstreamFix } from './upstream';
