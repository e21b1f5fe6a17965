/** What git refuses in a branch name (git-check-ref-format(1), `--branch`): the offending text and where it begins. */
export interface RefProblem {
  readonly token: string;
  readonly at: number;
}

const FORBIDDEN = /^$|^-|^HEAD$|[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|^\/|\/\/|\/$|(?:^|(?<=\/))\.|\.$|\.lock(?=\/|$)/;

/** Null when git accepts the name for a branch. */
export function refProblem(name: string): RefProblem | null {
  const match = FORBIDDEN.exec(name);
  return match && { token: match[0], at: match.index };
}
