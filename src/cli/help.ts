import { alignedLines } from '../present';
import type { OptionName } from './arguments';
import { globalOptions, optionUsage, ruleIn } from './arguments';
import type { Verb } from './verb';

/** What `--help` prints: of everything, or of one verb. Ends with a newline. */
export function helpText(verbs: readonly Verb[], verb: Verb | null): string {
  return verb === null ? allHelp(verbs) : verbHelp(verb);
}

/** `moodle-release fetch [REMOTE…] [--upstream] [--dry-run]`. */
export function usage(verb: Verb): string {
  const others = verb.options.filter((name) => !verb.operands.includes(`--${name}`));
  const options = others.map((name) => ` [${optionUsage(name, verb.name)}]`).join('');
  return `moodle-release ${verb.name} ${verb.operands}${options}`;
}

function allHelp(verbs: readonly Verb[]): string {
  return block([
    'Usage: moodle-release [OPTION…] VERB …',
    '       moodle-release help [VERB]',
    '',
    'Verbs:',
    ...indented(verbs.map((verb) => [`${verb.name} ${verb.operands}`, verb.about])),
    '',
    'Options:',
    ...optionLines(globalOptions),
    '',
    'Exit codes: 0 done · 1 the answer is no · 2 and 3 answers of outage · 4 could not run · 130 cancelled',
  ]);
}

function verbHelp(verb: Verb): string {
  return block([
    `Usage: ${usage(verb)}`,
    '',
    `${verb.name}: ${verb.about}`,
    '',
    'Options:',
    ...optionLines([...verb.options, ...globalOptions.filter((option) => !verb.ignores.includes(option))], verb.name),
  ]);
}

function optionLines(names: readonly OptionName[], verb?: string): string[] {
  return indented(names.map((name) => [optionUsage(name, verb), ruleIn(name, verb).about]));
}

function indented(rows: readonly (readonly string[])[]): string[] {
  return alignedLines(rows, null).map((line) => `  ${line}`);
}

function block(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}
