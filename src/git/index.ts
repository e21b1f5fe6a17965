export { diskCache } from './cache';
export type { Cache } from './cache';
export { GitError } from './error';
export type { GitReason } from './error';
export { historyGraph } from './historyGraph';
export { OLDEST_GIT } from './open';
export { openRepository } from './repository';
export type { Git, OpenOptions } from './repository';
export type * from './types';
