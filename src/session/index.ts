/** One opened repository and its configuration: what the command line, the editor and, later, rollouts stand on. */
export { PlanError, samePlan } from '../plan';
export { newlyOut } from '../release';
export { SessionError } from './error';
export { parseNames } from './names';
export { openSession } from './open';
export type * from './types';
export type * from './planTypes';
export type * from './assemblyTypes';
