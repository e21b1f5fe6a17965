/** An option of the command line. A `value` names what follows it; without one it is a switch. */
export interface OptionRule {
  readonly short?: string;
  readonly value?: string;
  /** It may be given several times; the values are kept with a comma between them. */
  readonly many?: boolean;
  readonly about: string;
  /** What it is in a verb, by name, that has it with a value. */
  readonly in?: Readonly<Partial<Record<string, { readonly value: string; readonly about: string }>>>;
}

export const optionRules = {
  directory: { short: 'C', value: 'DIR', about: 'work in DIR instead of the current folder' },
  config: { value: 'FILE', about: 'read the configuration from FILE' },
  customer: { value: 'C', about: 'only this customer' },
  json: { about: 'print JSON for programs' },
  yes: { short: 'y', about: 'do not ask before something is changed' },
  'dry-run': { about: 'print what would be done, and do nothing' },
  upstream: {
    about: 'only the remotes Moodle comes from',
    in: { list: { value: 'TAG', about: 'the release of Moodle the branch is to have' } },
  },
  predict: { about: 'also say what moving each change would come to' },
  onto: { value: 'LINE|TAG', about: 'the line or release it is for' },
  because: { value: 'TEXT', about: 'why it is decided; of a list, why it is left out' },
  commit: { value: 'ID', many: true, about: 'a commit the decision accounts for; of a list, where a change is pinned' },
  base: { value: 'TAG|ID', about: 'the base that is agreed for this change alone' },
  ticket: { value: 'TICKET', about: 'where it was discussed' },
  remote: { value: 'R', about: 'the remote, by default the internal one' },
  section: { value: 'S', many: true, about: 'only this section of the plan' },
  skip: { about: 'leave out the commit that does not apply' },
  'leave-out': { about: 'leave out the branch that waits' },
  abort: { about: 'leave out every branch that waits' },
  back: { about: 'take back all that the plan has done' },
  limit: { value: 'N', about: 'how many plans are listed, 20 by default' },
  line: { value: 'L', about: 'the line it is about' },
  from: {
    value: 'SOURCE',
    about: 'where it comes from: an archive, a folder or a repository; of fixes a tag, branch or commit',
  },
  at: { value: 'REF', about: 'the tag, branch or commit of the repository' },
  type: { value: 'T', about: 'the type of a new change' },
  shortname: { value: 'S', about: 'the shortname of a new change' },
  decline: { value: 'ID', many: true, about: 'a commit that is not wanted any more; may be repeated' },
  of: { value: 'ROLE', about: 'what is tagged: deployment, or packaging' },
  into: { value: 'ROLE', about: 'the role branch: testing, deployment, packaging, or the name of one' },
  to: { value: 'CHANGE', many: true, about: 'the change it is picked to; may be repeated' },
  new: { value: 'NAME', about: 'the change branch that is made for it' },
  cite: { about: 'say in each message where it was picked from' },
  text: { value: 'TEXT', about: 'words of a subject' },
  path: { value: 'PATH', about: 'a file, or a folder with all in it' },
  author: { value: 'TEXT', about: 'a part of the name or address' },
  until: { value: 'REF', about: 'the tag, branch or commit that is looked at last' },
  rebuild: { about: 'merge all anew into the release, and take out what is not on the list' },
  all: { about: 'put every change of the line on the list' },
  like: { value: 'ROLE', about: 'put on the list what the list of this role has, as it has it' },
  add: { value: 'CHANGE', many: true, about: 'put it at the end of the list' },
  remove: { value: 'CHANGE', many: true, about: 'take it off the list' },
  up: { value: 'CHANGE', many: true, about: 'merge it before the one above it' },
  down: { value: 'CHANGE', many: true, about: 'merge it after the one below it' },
  pin: { value: 'CHANGE', many: true, about: 'merge it as it is now, or at --commit, whatever its branch is at later' },
  unpin: { value: 'CHANGE', many: true, about: 'merge what its branch is at again' },
  hold: { value: 'CHANGE', many: true, about: 'leave it out for now, with --because' },
  exclude: { value: 'CHANGE', many: true, about: 'keep it out of this branch, with --because' },
  clear: { value: 'CHANGE', many: true, about: 'neither hold nor exclude it any more' },
  verbose: { short: 'v', about: 'print one line on standard error for each process' },
  help: { short: 'h', about: 'print this help' },
  version: { about: 'print the version' },
} as const satisfies Record<string, OptionRule>;

export type OptionName = keyof typeof optionRules;

/** Options every verb has; the others are named by the verbs that have them. */
export const globalOptions: readonly OptionName[] = [
  'directory',
  'config',
  'customer',
  'json',
  'yes',
  'verbose',
  'help',
  'version',
];

/** The command line as it was written: what is not an option, in order, and the options with their last value. */
export interface Arguments {
  readonly words: readonly string[];
  readonly options: ReadonlyMap<OptionName, string>;
  /** Every option as it was given, in order: what is done one after the other. */
  readonly given: readonly GivenOption[];
}

export interface GivenOption {
  readonly name: OptionName;
  /** Empty for a switch. */
  readonly value: string;
}

/** The command line asks for something that does not exist; `next` says what does. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  constructor(
    message: string,
    readonly next: string,
  ) {
    super(message);
  }
}

/**
 * Splits words from options, as getopt_long does: options may come anywhere, `--name=value` and `--name value`,
 * `-CDIR` and `-C DIR`, `--` ends them, `-` is a word.
 * @throws UsageError for an option that does not exist or lacks its value
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const words: string[] = [];
  const options = new Map<OptionName, string>();
  const given: GivenOption[] = [];
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      words.push(...rest);
      break;
    }
    if (word === '-' || !word.startsWith('-')) {
      words.push(word);
      continue;
    }
    const written = writtenOption(word);
    const rule = ruleIn(written.name, words[0]);
    if (rule.value === undefined) {
      if (written.value !== null) throw new UsageError(`${written.as} takes no value.`, `Write ${written.as} alone.`);
      options.set(written.name, '');
      given.push({ name: written.name, value: '' });
      continue;
    }
    const value = written.value ?? rest.shift();
    if (value === undefined) throw new UsageError(`${written.as} needs a value.`, `Write ${written.as} ${rule.value}.`);
    const before = rule.many === true ? options.get(written.name) : undefined;
    options.set(written.name, before === undefined ? value : `${before},${value}`);
    given.push({ name: written.name, value });
  }
  return { words, options, given };
}

/** What an option is in a verb. */
export function ruleIn(name: OptionName, verb: string | undefined): OptionRule {
  const rule: OptionRule = optionRules[name];
  return { ...rule, ...(verb === undefined ? {} : rule.in?.[verb]) };
}

/** How the option is written, in a verb that may have it with a value: `-C DIR`, `--config FILE`, `-v, --verbose`. */
export function optionUsage(name: OptionName, verb?: string): string {
  const { short, value } = ruleIn(name, verb);
  // git's own -C has no long form, and neither has ours.
  if (name === 'directory') return `-C ${value ?? ''}`;
  const long = value === undefined ? `--${name}` : `--${name} ${value}`;
  return short === undefined ? long : `-${short}, ${long}`;
}

function writtenOption(word: string): { name: OptionName; as: string; value: string | null } {
  if (word.startsWith('--')) {
    const [as = word, ...parts] = word.split('=');
    const name = optionNames.find((option) => `--${option}` === as && option !== 'directory');
    if (name !== undefined) return { name, as, value: parts.length > 0 ? parts.join('=') : null };
  } else {
    const as = word.slice(0, 2);
    const name = optionNames.find((option) => `-${shortOf(option)}` === as);
    if (name !== undefined) return { name, as, value: word.length > 2 ? word.slice(2) : null };
  }
  throw new UsageError(`There is no option ${word}.`, 'See moodle-release --help.');
}

const optionNames = Object.keys(optionRules) as OptionName[];

function shortOf(name: OptionName): string {
  const rule: OptionRule = optionRules[name];
  return rule.short ?? '';
}
