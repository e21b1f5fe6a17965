import { isExperimental, knownLine, parseStableBranch, pluginTypeOn } from '../moodle';
import { aliasOf } from './alias';
import type { AliasMeaning } from './alias';
import { changeKey, componentKindOf } from './changeKey';
import { refProblem } from './gitRef';
import { parseLineToken } from './lineToken';
import type { LineToken } from './lineToken';
import { draftOf, refused, understood } from './parsedName';
import type { NameReasonCode, NameWarning, ParsedName } from './parsedName';
import { customerOf } from './scheme';
import type { Scheme } from './scheme';
import { isConfigured, readBranchName } from './reading';
import type { Reading } from './reading';
import { suggestFor, suggestInstead } from './suggest';
import type { Failure, FieldName, Match, Token } from './template';

// MDK's branches and their relatives: `MDL-12345-401`, `CTP-5257-main-MarkerAllocation`.
const TRACKER = /^([A-Z][A-Z0-9]+-\d+)-(main|master|\d{2,3})(?:[-_](.+))?$/;

// Of Moodle's own tracker alone: `LU-77` may be a customer and a line.
const TICKET_ONLY = /^MDL-\d+(?:[-_]|$)/;

/** `2-5` and `2_5` for 2.5, between separators. */
const ODD_LINE = /(?<=[-_.])[1-9][-_]\d{1,2}(?=[-_.])/;

/**
 * Reads the name of a branch, without its remote. Never throws; what does not parse carries a reason and, when a name
 * that does is near, a suggestion.
 */
export function parseBranchName(name: string, scheme: Scheme): ParsedName {
  const alias = aliasOf(scheme.aliases, name);
  if (alias !== null) return aliased(name, alias, scheme);
  const problem = refProblem(name);
  if (problem !== null) {
    return refused(name, 'not-a-git-ref', { text: problem.token, at: problem.at }, suggestFor(name, scheme));
  }
  const upstream = upstreamBranch(name);
  if (upstream !== null) return upstream;
  const { readings, failure } = readBranchName(name, scheme);
  const tracker = trackerBranch(name, readings.length > 0);
  const [best] = readings;
  // A customer such as `ABC-12` reads like a ticket: only the configuration can tell.
  if (tracker !== null && !(best !== undefined && isConfigured(best, scheme))) return tracker;
  if (best === undefined) {
    const code = reasonFor(name, failure, scheme);
    const offending = offendingText(name, code, failure, scheme);
    return refused(name, code, offending, suggestFor(name, scheme));
  }
  return described(name, best, readings.length > 1, scheme);
}

/** `parseBranchName` of one scheme. */
export type BranchReader = (name: string) => ParsedName;

/** Reads each name once: a repository has most names on several remotes, and in the merges of its role branches. */
export function branchReader(scheme: Scheme): BranchReader {
  const read = new Map<string, ParsedName>();
  return (name) => {
    const known = read.get(name) ?? parseBranchName(name, scheme);
    read.set(name, known);
    return known;
  };
}

function described(name: string, { kind, match }: Reading, isAmbiguous: boolean, scheme: Scheme): ParsedName {
  const written = { customer: required(match, 'customer'), line: required(match, 'line') };
  const line = parseLineToken(written.line);
  const customer = customerOf(written.customer, scheme);
  const parsed = draftOf(name);
  parsed.ok = true;
  parsed.customer = customer;
  parsed.line = line?.name ?? null;
  parsed.branch = line?.line?.branch ?? null;
  parsed.written = written;
  if (kind === 'change') {
    const [type, component] = [required(match, 'type'), required(match, 'component')];
    parsed.kind = 'change';
    parsed.type = type;
    parsed.component = component;
    parsed.componentKind = componentKindOf(component);
    parsed.shortname = textOf(match, 'shortname');
    parsed.key = changeKey({ customer, type, component, shortname: parsed.shortname });
  } else {
    parsed.kind = 'role';
    parsed.spelling = textOf(match, 'role');
    parsed.role = kind === 'packaging' ? 'packaging' : (scheme.roles.get(parsed.spelling ?? '') ?? null);
    parsed.suffix = textOf(match, 'suffix');
    parsed.packager = textOf(match, 'packager');
  }
  parsed.warnings = [
    ...(isAmbiguous ? (['ambiguous'] as const) : []),
    ...lineWarnings(line, scheme),
    ...(scheme.customers.size > 0 && !scheme.customers.has(written.customer) ? (['unknown-customer'] as const) : []),
    ...(parsed.componentKind === 'plugin' ? pluginWarnings(required(match, 'component'), line) : []),
  ];
  if (parsed.warnings.length > 0) parsed.suggestion = suggestInstead(parsed, match, scheme);
  return parsed;
}

/** Patterns without these fields do not compile. */
function required(match: Match, field: 'customer' | 'line' | 'type' | 'component'): string {
  return match[field]?.text ?? '';
}

function textOf(match: Match, field: FieldName): string | null {
  return match[field]?.text ?? null;
}

function lineWarnings(token: LineToken | null, scheme: Scheme): NameWarning[] {
  const warnings: NameWarning[] = [];
  if (token === null || token.line === null) return warnings;
  if (token.hasPoint) warnings.push('minor-in-version');
  if (!knownLine(scheme.releases, token.line)) warnings.push('unknown-release');
  else if (isExperimental(scheme.releases, token.line)) warnings.push('experimental-release');
  return warnings;
}

function pluginWarnings(component: string, line: LineToken | null): NameWarning[] {
  const standing = pluginTypeOn(component.slice(0, component.indexOf('_')), line?.line ?? null);
  return standing === 'known' ? [] : [standing === 'former' ? 'removed-plugin-type' : 'unknown-plugin-type'];
}

function upstreamBranch(name: string): ParsedName | null {
  if (name === 'main' || name === 'master')
    return understood(name, 'upstream', { line: 'main', written: { customer: null, line: name } });
  const line = parseStableBranch(name);
  return line && understood(name, 'upstream', { line: line.name, branch: line.branch });
}

function trackerBranch(name: string, isAlsoOurs: boolean): ParsedName | null {
  const [, issue = null, written = '', suffix = null] = TRACKER.exec(name) ?? [];
  const line = parseLineToken(written);
  if (issue === null || line === null) return null;
  return understood(name, 'tracker', {
    issue,
    suffix,
    line: line.name,
    branch: line.line?.branch ?? null,
    written: { customer: null, line: written },
    warnings: isAlsoOurs ? ['ambiguous'] : [],
  });
}

function aliased(name: string, alias: AliasMeaning, scheme: Scheme): ParsedName {
  if (alias.kind === 'ignore') return understood(name, null, { ignored: true });
  const base = { line: alias.line.name, branch: alias.line.line?.branch ?? null };
  if (alias.kind === 'role')
    return understood(name, 'role', { ...base, role: alias.role, customer: customerOf(alias.customer, scheme) });
  const change = { ...alias.change, customer: customerOf(alias.change.customer, scheme) };
  return understood(name, 'change', {
    ...base,
    ...change,
    componentKind: componentKindOf(change.component),
    key: changeKey(change),
  });
}

function reasonFor(name: string, failure: Failure, scheme: Scheme): NameReasonCode {
  if (name.includes('/') && !scheme.separator.test('/')) return 'slash';
  // A ticket of Moodle's without a line, as in MDL-12345_fix: the rest of it is no part of ours.
  if (TICKET_ONLY.test(name)) return 'too-few-parts';
  const parts = name.split(scheme.separator);
  const hasLine = parts.some((part) => parseLineToken(part) !== null);
  const isEarly = failure.field === null || failure.field === 'customer' || failure.field === 'line';
  if (parts.length < 4 && isEarly && !hasLine && !ODD_LINE.test(name)) return 'too-few-parts';
  switch (failure.field) {
    case 'customer':
      return 'bad-customer';
    case 'line':
      // `LUVLE--2.5`: the customer it would take is `LUVLE-`.
      return failure.text === '' ? 'bad-customer' : 'no-version';
    case 'type':
    case 'role':
      return failure.text === '' ? 'too-few-parts' : 'unknown-change-type';
    case 'component':
      return failure.text === '' ? 'missing-component' : 'bad-component';
    case 'shortname':
      return 'bad-shortname';
    case 'suffix':
      return 'bad-suffix';
    default:
      return 'foreign-scheme';
  }
}

/** The text to point at: where reading failed furthest, unless another tells a person more. */
function offendingText(name: string, code: NameReasonCode, failure: Failure, scheme: Scheme): Token {
  if (code === 'slash') return { text: '/', at: name.indexOf('/') };
  if (code === 'too-few-parts') return { text: name, at: 0 };
  if (code !== 'no-version') return failure;
  const odd = ODD_LINE.exec(name);
  if (odd !== null) return { text: odd[0], at: odd.index };
  // Of all parts that are no version, the one that was meant to be begins with a digit.
  let at = 0;
  for (const text of name.split(scheme.separator)) {
    if (at > 0 && /^v?\d/.test(text)) return { text, at };
    at += text.length + 1;
  }
  return { text: '', at: name.length };
}
