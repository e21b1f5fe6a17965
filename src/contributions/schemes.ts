/** Of the documents that show a plan. */
export const planScheme = 'moodle-release-plan';

/** Their language, by the folder they are in. */
export const planLanguage = 'moodle-release-plan';
