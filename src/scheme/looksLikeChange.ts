import { parseBranchName } from './branchName';
import { parseLineToken } from './lineToken';
import type { Scheme } from './scheme';

/**
 * Whether a person probably meant a refused name as a change or role branch, so that it should be shown as a slip:
 * a near name parses, a known customer stands in front, or a version stands among three or more parts.
 */
export function looksLikeChange(name: string, scheme: Scheme): boolean {
  const parsed = parseBranchName(name, scheme);
  if (parsed.ok) return false;
  if (parsed.suggestion !== null) return true;
  const parts = name.split(scheme.separator);
  if (parts.length < 2) return false;
  const hasCustomer = [...scheme.customers.keys()].some(
    (spelling) => name.startsWith(spelling) && scheme.separator.test(name.charAt(spelling.length)),
  );
  return (
    hasCustomer || (parts.length > 2 && parts.slice(1).some((part) => /\d/.test(part) && parseLineToken(part) !== null))
  );
}
