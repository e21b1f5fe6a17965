/** `moodle-release.yaml` and the decisions: text in, typed values and diagnostics out. */
export { emptyConfig, parseConfig } from './parse';
export type { ParsedConfig } from './parse';
export { completions } from './completions';
export type { Completion } from './completions';
export type { Known } from './words';
export { addNameRule } from './edit';
export { newConfigText } from './starter';
export { ConfigError } from './configError';
export type { ConfigErrorReason } from './configError';
export { decisionPath, decisionText, embargoAt, parseDecision } from './decision';
export type { ParsedDecision, WrittenDecision } from './decision';
export { assemblyListPath, assemblyListPlace, assemblyListText, parseAssemblyList } from './assemblyList';
export type { AssembledRole, AssemblyList, ListEntry, ListPlace, ParsedAssemblyList } from './assemblyList';
export { editAssemblyList, listAfter } from './assemblyListEdit';
export type { ListEdit } from './assemblyListEdit';
export { absentPoints } from './points';
export { jsonSchema } from './jsonSchema';
export type * from './types';

export const configFileName = 'moodle-release.yaml';
/** The branch, without history in common with Moodle, that holds the shared file and the decisions. */
export const configBranch = 'moodle-release';
/** The folder of the decisions on that branch. */
export const decisionsFolder = 'decisions';
/** The folder of the assembly lists on that branch. */
export const listsFolder = 'lists';
