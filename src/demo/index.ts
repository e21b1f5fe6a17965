/** The sample: a Moodle-shaped repository with two customers' changes in every state, and what must be seen of each. */
export type { Drawing } from './draw';
export { drawDemo } from './draw';
export type { DemoFacts, DemoOptions } from './make';
export { DemoError, makeDemo } from './make';
export type { ExpectedFlag, ExpectedState, Where } from './row';
export type { RoleTruth } from './roles';
export type { AlarmTruth, ChangeTruth, Truth } from './truth';
