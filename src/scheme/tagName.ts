import { lineOf, parseReleaseTag, parseVersion } from '../moodle';
import { refused, understood } from './parsedName';
import type { ParsedName } from './parsedName';
import { customerOf } from './scheme';
import type { Scheme } from './scheme';
import { matchTemplate } from './template';

/** Reads the name of a tag: an upstream release or one of our own. Never throws. */
export function parseTagName(name: string, scheme: Scheme): ParsedName {
  const upstream = parseReleaseTag(name);
  if (upstream !== null) {
    return understood(name, 'upstream', {
      line: upstream.line.name,
      branch: upstream.line.branch,
      version: name.slice(1),
    });
  }
  const { matches, failure } = matchTemplate(scheme.templates.release, name);
  const [match] = matches;
  const version = match?.version?.text ?? '';
  const numbers = parseVersion(version);
  if (match === undefined || numbers === null) {
    const code =
      failure.field === 'n' ? 'no-local-release' : failure.field === 'version' ? 'bad-version' : 'foreign-scheme';
    return refused(name, code, code === 'foreign-scheme' ? { text: name, at: 0 } : failure);
  }
  const written = match.customer?.text ?? '';
  const line = lineOf(numbers.major, numbers.minor);
  return understood(name, 'local-release', {
    customer: customerOf(written, scheme),
    line: line.name,
    branch: line.branch,
    org: match.org?.text ?? null,
    version,
    local: Number(match.n?.text),
    written: { customer: written, line: null },
    warnings: matches.length > 1 ? ['ambiguous'] : [],
  });
}
