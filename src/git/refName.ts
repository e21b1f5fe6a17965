/** Namespaces an effect may write. Others belong to git (stash, bisect) or to a work tree alone. */
const WRITABLE = /^refs\/(?:heads|tags|remotes|moodle-release)\/./;
/** git-check-ref-format(1): no control character, space, `~^:?*[\`, `..`, `@{`, empty part, part with a leading dot or a trailing `.lock`. */
const BROKEN = /[\0-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|\/\.|\.lock(?:\/|$)|[./]$/;

/** Whether a full ref name is one git allows and an effect may touch; it is also safe as part of a path. */
export function isWritableRef(name: string): boolean {
  return WRITABLE.test(name) && !BROKEN.test(name);
}

export const BACKUPS = 'refs/moodle-release/backup';
/** Where the commits of imports are, each below the short name of its branch; never pushed. */
export const IMPORTS = 'refs/moodle-release/imports';

/** Where the old values of the refs that a step moves are kept; never pushed. */
export function backupPrefix({ plan, step }: { readonly plan: string; readonly step: string }): string {
  return `${BACKUPS}/${plan}/${step}/`;
}

/** The plan and the step whose backups lie under a prefix. */
export function placeOf(prefix: string): { readonly plan: string; readonly step: string } {
  const [plan = '', step = ''] = prefix.slice(`${BACKUPS}/`.length).split('/');
  return { plan, step };
}

/** The backup of a ref, which has to be one git allows itself. */
export function backupOf(prefix: string, ref: string): string {
  return `${prefix}${ref.slice('refs/'.length)}`;
}
