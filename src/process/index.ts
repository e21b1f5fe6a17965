export { ProcessError } from './error';
export type { ProcessErrorFacts } from './error';
export { localRunner } from './localRunner';
export type { LocalRunnerOptions } from './localRunner';
export { redact, redactArguments, withoutCredentials } from './redact';
export type { Command, Conversation, Outcome, ProcessLine, ProcessReason, Runner } from './types';
