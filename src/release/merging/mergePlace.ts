import { parseLine } from '../../moodle';
import type { Remark } from '../../plan';
import { customerOf, parseBranchName } from '../../scheme';
import type { Scheme } from '../../scheme';
import type { MergeInputs } from '../planning/askedTypes';
import type { RoleBranch } from '../types';
import type { LinePlace } from './mergeTypes';

/** The line that is meant: said, or told by a branch that is named, or the only one with role branches. */
export function mergePlaceOf(
  { line, customer, into, sources }: Pick<MergeInputs, 'line' | 'customer' | 'into' | 'sources'>,
  roles: readonly RoleBranch[],
  scheme: Scheme,
): LinePlace | Remark {
  const named = [...(into === null ? [] : [into]), ...(sources ?? [])].map((name) => parseBranchName(name, scheme));
  const told = named.find((name) => name.customer !== null && name.line !== null);
  const wanted = {
    line: line === null ? (told?.line ?? null) : (parseLine(line)?.name ?? line),
    customer: customer === null ? (told?.customer ?? null) : customerOf(customer, scheme),
  };
  const places = new Map<string, LinePlace>();
  for (const one of roles) {
    if (wanted.line !== null && one.line !== wanted.line) continue;
    if (wanted.customer !== null && one.customer !== wanted.customer) continue;
    places.set(`${one.customer} ${one.line}`, { customer: one.customer, line: one.line });
  }
  const [place, ...others] = places.values();
  if (place === undefined) {
    const where = [wanted.customer, wanted.line].filter((part) => part !== null).join(' ');
    return {
      code: 'no-role-branches',
      text: `There is no role branch${where === '' ? ' of a line that is not retired' : ` of ${where}`}. Assemble one first.`,
    };
  }
  if (others.length === 0) return place;
  const choices = [...places.keys()].join(', ');
  return {
    code: 'which-line',
    text: `Several lines have role branches: ${choices}. Say which with --line and --customer.`,
  };
}
