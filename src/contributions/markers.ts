/** Files at the top of a Moodle tree, or of a folder prepared for one. Their presence starts the extension. */
export const markers = ['version.php', 'public/version.php', 'moodle-release.yaml'] as const;
