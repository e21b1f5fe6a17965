/** One opened repository and its configuration. */
export { SessionError } from './error';
export type * from './types';
