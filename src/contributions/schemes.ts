/** Of the documents that show a plan. */
export const planScheme = 'moodle-release-plan';
