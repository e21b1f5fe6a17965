import type { RoleRequest } from '../session';
import type { Call } from './verb';

/** The role branch that a call is about: its first operand, on `--line`, of `--customer`. */
export function roleRequestOf({ words, options }: Call): RoleRequest {
  const [role = ''] = words;
  const [line, customer] = [options.get('line'), options.get('customer')];
  return { role, ...(line === undefined ? {} : { line }), ...(customer === undefined ? {} : { customer }) };
}
