export type Role = 'testing' | 'deployment' | 'packaging';

/** Spellings that hold without configuration. Packaging branches have a pattern of their own instead. */
export const defaultSpellings: Readonly<Record<Role, readonly string[]>> = {
  deployment: ['deployment', 'deploy'],
  testing: ['testing', 'test', 'staging'],
  packaging: [],
};

export const allRoles: readonly Role[] = ['deployment', 'testing', 'packaging'];
