import { customerOf } from './scheme';
import type { Scheme } from './scheme';
import type { Role } from './role';
import { spellLine } from './lineToken';
import { SchemeError } from './schemeError';
import { fillTemplate } from './template';

/** What a branch name is made of. A `ParsedName` is one, so a name can be written again for another line. */
export interface BranchParts {
  readonly kind: string | null;
  readonly customer: string | null;
  readonly line: string | null;
  readonly type?: string | null;
  readonly component?: string | null;
  readonly shortname?: string | null;
  readonly role?: Role | null;
  readonly spelling?: string | null;
  readonly suffix?: string | null;
  readonly packager?: string | null;
  /** The spellings to keep where they still mean the same. */
  readonly written?: { readonly customer: string | null; readonly line: string | null };
}

export interface ReleaseParts {
  readonly org: string | null;
  readonly customer: string;
  /** `2.3.4`. */
  readonly version: string;
  readonly local: number;
  readonly written?: { readonly customer: string | null };
}

/**
 * The name of a change or role branch, the inverse of `parseBranchName`. A line written as a branch number stays one
 * when the line changes. Throws `SchemeError` `missing-part` with the part's name.
 */
export function formatBranchName(parts: BranchParts, scheme: Scheme): string {
  const { change, role, packaging } = scheme.templates;
  const values = {
    ...given('customer', spellCustomer(parts.customer, parts.written?.customer, scheme)),
    ...given('line', parts.line === null ? null : spellLine(parts.line, parts.written?.line ?? null)),
  };
  if (parts.kind === 'change') {
    const more = {
      ...given('type', parts.type),
      ...given('component', parts.component),
      ...given('shortname', parts.shortname),
    };
    return fillTemplate(change, { ...values, ...more });
  }
  if (parts.kind !== 'role') throw new SchemeError('missing-part', 'kind');
  const spelling = spellRole(parts, scheme);
  return spelling === null && parts.role === 'packaging'
    ? fillTemplate(packaging, { ...values, ...given('packager', parts.packager) })
    : fillTemplate(role, { ...values, ...given('role', spelling), ...given('suffix', parts.suffix) });
}

/** The tag of a local release, the inverse of `parseTagName`. Throws `SchemeError` `missing-part`. */
export function formatReleaseTag(parts: ReleaseParts, scheme: Scheme): string {
  return fillTemplate(scheme.templates.release, {
    ...given('org', parts.org),
    ...given('customer', spellCustomer(parts.customer, parts.written?.customer, scheme)),
    version: parts.version,
    n: String(parts.local),
  });
}

function spellRole({ role, spelling }: BranchParts, scheme: Scheme): string | null {
  if (spelling && scheme.roles.get(spelling) === role) return spelling;
  return !role || role === 'packaging' ? null : (scheme.roleSpelling.get(role) ?? null);
}

function spellCustomer(customer: string | null, written: string | null | undefined, scheme: Scheme): string | null {
  return written && customer === customerOf(written, scheme) ? written : customer;
}

function given<K extends string>(field: K, value: string | null | undefined): Partial<Record<K, string>> {
  const values: Partial<Record<K, string>> = {};
  if (value !== null && value !== undefined) values[field] = value;
  return values;
}
