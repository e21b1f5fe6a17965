const HIDDEN = '***';

// Servers decide how long a text is, so no expression here begins with a part that can be as long as the text: each
// start within it would be tried to its end.

/** `https://name:password@host`: over http even a lone name may be a token, elsewhere only a password is secret. */
const HTTP_CREDENTIAL = /\b(https?:\/\/)[^/?#\s]*@/gi;
const OTHER_PASSWORD = /(:\/\/[^/?#\s:@]*):[^/?#\s]*@/g;

const SECRET_NAME = '(?:token|passw(?:or)?d|passphrase|secret|api[-_]?key|private[-_]?key)';
const SECRET_VALUE = new RegExp(`(${SECRET_NAME}["']?\\s*[=:]\\s*)("[^"]*"|'[^']*'|[^\\s&]+)`, 'gi');
const AUTHORIZATION = /\b((?:proxy-)?authorization\s*[=:]\s*(?:(?:basic|bearer|token)\s+)?)[^\s"']+/gi;
const SECRET_OPTION = new RegExp(`^-[\\w.-]*${SECRET_NAME}$`, 'i');

/** The URL with user and password taken out where they are a credential; `ssh://git@host` keeps its user. */
export function withoutCredentials(url: string): string {
  return url.replace(HTTP_CREDENTIAL, '$1').replace(OTHER_PASSWORD, '$1@');
}

/** Text for a log: credentials in URLs, `token=`-like values and authorization headers become `***`. */
export function redact(text: string): string {
  return text
    .replace(HTTP_CREDENTIAL, `$1${HIDDEN}@`)
    .replace(OTHER_PASSWORD, `$1:${HIDDEN}@`)
    .replace(AUTHORIZATION, `$1${HIDDEN}`)
    .replace(SECRET_VALUE, `$1${HIDDEN}`);
}

/** Arguments for a log; the value after a lone `--token` is hidden too. */
export function redactArguments(args: readonly string[]): readonly string[] {
  return args.map((arg, index) => (SECRET_OPTION.test(args[index - 1] ?? '') ? HIDDEN : redact(arg)));
}
