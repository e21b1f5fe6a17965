export const configFileName = 'moodle-release.yaml';
/** The branch, without history in common with Moodle, that holds the shared file and the decisions. */
export const configBranch = 'moodle-release';
/** The folder of the decisions on that branch. */
export const decisionsFolder = 'decisions';
/** The folder of the assembly lists on that branch. */
export const listsFolder = 'lists';
