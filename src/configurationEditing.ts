// What completes and writes the configuration: opened when somebody does.
export { addNameRule, completions, newConfigText } from './config';
