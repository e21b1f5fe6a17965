import { parseFrankenstyle } from '../moodle';

export type ComponentKind = 'plugin' | 'subsystem' | 'core' | 'set';

/** What makes a change the same on every line. */
export interface ChangeParts {
  readonly customer: string;
  readonly type: string;
  readonly component: string;
  readonly shortname: string | null;
}

// No underscore and no dot: that is what keeps names nearly unambiguous.
const CUSTOMER = /^[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$/;
const TYPE = /^[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*$/;
const SHORTNAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;
const SET_NAME = /^set_[a-z](?:[a-z0-9_]*[a-z0-9])$/;

export function isCustomer(text: string): boolean {
  return CUSTOMER.test(text);
}

/** A shortname of a change or a suffix of a role branch. */
export function isShortname(text: string): boolean {
  return SHORTNAME.test(text);
}

// Moodle stores components in columns of 100 characters (config_plugins.plugin).
const LONGEST_COMPONENT = 100;

/** What a component is: a frankenstyle name, core, or one of our own sets (`set_<name>`); null when it is none. */
export function componentKindOf(text: string): ComponentKind | null {
  if (text.length > LONGEST_COMPONENT) return null;
  return text.startsWith('set_') ? (SET_NAME.test(text) ? 'set' : null) : (parseFrankenstyle(text)?.kind ?? null);
}

/** `customer/type/component[/shortname]`. */
export function changeKey({ customer, type, component, shortname }: ChangeParts): string {
  return [customer, type, component, ...(shortname === null ? [] : [shortname])].join('/');
}

/** Reads a change key; null when a part is missing or breaks the grammar. */
export function parseChangeKey(text: string): ChangeParts | null {
  const [customer = '', type = '', component = '', shortname = null, ...more] = text.split('/');
  const valid =
    more.length === 0 &&
    isCustomer(customer) &&
    TYPE.test(type) &&
    componentKindOf(component) !== null &&
    (shortname === null || isShortname(shortname));
  return valid ? { customer, type, component, shortname } : null;
}
