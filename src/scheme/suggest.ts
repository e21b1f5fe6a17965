import { pluginTypeNames, subsystemNames } from '../moodle';
import { componentKindOf } from './changeKey';
import { refProblem } from './gitRef';
import { nearest } from './near';
import { parseLineToken } from './lineToken';
import type { ParsedName } from './parsedName';
import { readBranchName } from './reading';
import type { Scheme } from './scheme';
import type { Failure, Match, Token } from './template';

const MOST_REPAIRS = 5;
const LONGEST_NAME = 200;

/**
 * The name a refused one was probably meant to be: repaired place by place until it parses. Null when that does not
 * lead anywhere.
 */
export function suggestFor(name: string, scheme: Scheme): string | null {
  // Every name worth repairing has a version or follows main, and something to part its fields.
  if (name.length > LONGEST_NAME || !/\d|main|master/.test(name) || !/[-_. /]/.test(name)) return null;
  let text = name.includes('/') && !scheme.separator.test('/') ? withoutFolder(tidy(name), scheme) : tidy(name);
  for (let repairs = 0; repairs < MOST_REPAIRS; repairs++) {
    const { readings, failure } = readBranchName(text, scheme);
    if (readings.length > 0) return text === name || refProblem(text) !== null ? null : text;
    const repaired = repair(text, failure, scheme);
    if (repaired === null || repaired === text) return null;
    text = repaired;
  }
  return null;
}

/** The name one that parses was perhaps meant to be: a near customer or plugin type, 2.5 for 25.0. Null when there is none. */
export function suggestInstead(parsed: ParsedName, match: Match, scheme: Scheme): string | null {
  const { name, warnings } = parsed;
  const instead = (token: Token | undefined, word: string | null): string | null =>
    token === undefined || word === null || word === token.text ? null : replaced(name, token, word);
  if (warnings.includes('unknown-customer')) {
    const near = nearest(match.customer?.text ?? '', scheme.customers.keys());
    if (near !== null) return instead(match.customer, near);
  }
  if (warnings.includes('unknown-release') && match.line !== undefined) {
    const meant = parseLineToken(match.line.text.replace(/\.0$/, ''));
    if (meant?.line && scheme.releases.releases.has(meant.line.branch)) return instead(match.line, meant.name);
  }
  if (warnings.includes('unknown-plugin-type') && match.component !== undefined) {
    const [type = '', ...rest] = match.component.text.split('_');
    const near = nearest(type, pluginTypeNames);
    const component = [near ?? type, ...rest].join('_');
    if (componentKindOf(component) !== null) return instead(match.component, component);
  }
  return null;
}

/** Drops what git refuses and doubled or dangling separators. */
function tidy(name: string): string {
  return name
    .replace(/[\s\x00-\x20\x7f]+/g, '-')
    .replace(/[~^:?*[\\]|@\{/g, '')
    .replace(/(?:\.lock)+$/, '')
    .replace(/\.{2,}/g, '.')
    .replace(/-{2,}/g, '-')
    .replace(/^[-./]+|[-./]+$/g, '');
}

/** `feature/LUVLE-2.5-mod_ouwiki`, a habit of git-flow: the folder says the type, or nothing. */
function withoutFolder(name: string, scheme: Scheme): string {
  const [folder = '', last = ''] = name.split('/').slice(-2);
  const { readings, failure } = readBranchName(last, scheme);
  const isTypeMissing = readings.length === 0 && failure.field === 'type' && failure.text !== '';
  return isTypeMissing && scheme.types.includes(folder) ? replaced(last, { ...failure, text: '' }, `${folder}-`) : last;
}

function repair(name: string, failure: Failure, scheme: Scheme): string | null {
  const { field, text } = failure;
  switch (field) {
    case 'customer': {
      const near = nearest(text, scheme.customers.keys()) ?? text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');
      return replaced(name, failure, near);
    }
    case 'line':
      return withLine(name, scheme);
    case 'type':
    case 'role': {
      const near = nearest(text, [...scheme.types, ...scheme.roles.keys()]);
      return near === null ? null : replaced(name, failure, near);
    }
    case 'component':
      return withComponent(name, failure);
    case 'shortname':
    case 'suffix':
      return replaced(name, failure, text.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-._]+|[-._]+$/g, ''));
    default:
      return null;
  }
}

// 2-5, 2_5, v2.5, 04.01, 4.1+, after a separator and before another; two digits in front are no major version of Moodle.
const ODD_LINE = /([-_./])v?0*([1-9])[-_.]0*(0|[1-9]\d?)(?:\.\d+)?\+?[-_./]+(?=[A-Za-z])/;
// 40, 41 and 50 for 4.0, 4.1 and 5.0.
const SHORT_LINE = /([-_./])([4-9])(\d)(?=[-_./])/;

function withLine(name: string, scheme: Scheme): string | null {
  const after = scheme.templates.change.forms[0];
  const separator = after?.literals[after.fields.indexOf('line') + 1] ?? '-';
  const odd = name.replace(
    ODD_LINE,
    (_, before: string, major: string, minor: string) => `${before}${major}.${minor}${separator}`,
  );
  return odd === name ? name.replace(SHORT_LINE, '$1$2.$3') : odd;
}

function withComponent(name: string, failure: Failure): string | null {
  const rest = name.slice(failure.at);
  // `mod-ouwiki` for mod_ouwiki, `Mod_Ouwiki` likewise.
  const [joined = '', type = '', plugin = ''] = /^([A-Za-z0-9]+)[-.]([A-Za-z0-9_]+)/.exec(rest) ?? [];
  if (pluginTypeNames.has(type.toLowerCase()) || type === 'core') {
    return replaced(name, { text: joined, at: failure.at }, `${type}_${plugin}`.toLowerCase());
  }
  const word = failure.text.toLowerCase();
  // An activity's name has no underscore (Moodle's own rule), so what follows was meant as the shortname.
  const [, activity = '', short = ''] = /^(mod_[a-z][a-z0-9]*)_+([a-z0-9].*)$/.exec(word) ?? [];
  if (componentKindOf(activity) !== null) return replaced(name, failure, `${activity}-${short}`);
  const component = word.includes('_') ? word : `${subsystemNames.has(word) ? 'core' : 'mod'}_${word}`;
  if (componentKindOf(component) !== null) return replaced(name, failure, component);
  if (!component.startsWith('core_')) return null;
  const near = nearest(component.slice('core_'.length), subsystemNames);
  return near === null ? null : replaced(name, failure, `core_${near}`);
}

function replaced(name: string, token: Token, word: string): string {
  return name.slice(0, token.at) + word + name.slice(token.at + token.text.length);
}
