import assert from 'node:assert/strict';
import { openSession, SessionError } from '../../../src/session';
import type { Session, SessionOptions, SessionReason, StatusOptions } from '../../../src/session';
import type { Alarm, Assessment, Flag, RemoteFacts, State, Status } from '../../../src/release';
import { buildRepository, TEST_ENVIRONMENT } from '../../support/repo';
import type { Builder, CommitOptions, Files, Mark, TestRepository } from '../../support/repo';
import { tempFolder } from '../../support/tempFolder';

// A session takes the environment of its process: nobody's own configuration may change an answer.
for (const name of Object.keys(process.env)) if (name.startsWith('GIT_')) Reflect.deleteProperty(process.env, name);
for (const [name, value] of Object.entries(TEST_ENVIRONMENT)) {
  if (value !== undefined && /^(?:GIT_|LC_|TZ)/.test(name)) process.env[name] = value;
}

/** Moodle's own branches, as an upstream remote has them. */
export const MASTER = 'refs/remotes/upstream/master';
export const stable = (branch: number): string => `refs/remotes/upstream/MOODLE_${branch}_STABLE`;
export const UPSTREAM_URL = 'https://github.com/moodle/moodle.git';
export const INTERNAL_URL = 'git@git.university.invalid:moodle.git';

/** A file of thirty lines, of which some read otherwise. */
export function linesOf(name: string, others: Readonly<Record<number, string>> = {}): string {
  return Array.from({ length: 30 }, (_, index) => `${others[index + 1] ?? `${name} ${index + 1}`}\n`).join('');
}

/** Files upstream has from the start; a change may hack them. */
export const HACKED = ['quiz', 'forum', 'wiki', 'book', 'chat', 'data', 'lesson', 'page', 'survey', 'url'] as const;
export const libOf = (module: string): string => `mod/${module}/lib.php`;
const versionOf = (module: string): string => `mod/${module}/version.php`;

/**
 * Releases 2.4.0 to 2.6.2 on Moodle's own branches, each stable branch with its point releases.
 * @param cycle what upstream does between 2.5.0 and 2.6.0, on `MASTER`
 */
export function drawUpstream(b: Builder, cycle: (b: Builder) => void = () => undefined): void {
  const files: Record<string, string> = {};
  for (const module of HACKED) {
    files[libOf(module)] = linesOf(module);
    files[versionOf(module)] = `<?php\n$plugin->component = 'mod_${module}';\n$plugin->version = 2013000000;\n`;
  }
  b.commit(MASTER, { ...files, ...version('2.4') }, 'Moodle release 2.4');
  b.tag('v2.4.0');
  b.commit(MASTER, { 'lib/early.php': '1' }, 'MDL-30001 core: Earlier than 2.5.0');
  b.commit(MASTER, version('2.5'), 'Moodle release 2.5');
  b.tag('v2.5.0');
  cycle(b);
  b.commit(MASTER, version('2.6'), 'Moodle release 2.6');
  b.tag('v2.6.0');
  b.commit(MASTER, { 'lib/weekly.php': '1' }, 'weekly release 2.7dev');
  for (const line of ['2.5', '2.6']) {
    for (const point of [1, 2]) {
      const branch = stable(Number(line.replace('.', '')));
      b.commit(branch, version(`${line}.${point}`), `Moodle release ${line}.${point}`, {
        from: `v${line}.${point - 1}`,
      });
      b.tag(`v${line}.${point}`);
    }
  }
}

/** `$version` of core: a day for each line and the last digit for the point release. */
function version(release: string): Files {
  const [, minor = '', point = '0'] = release.split('.');
  const text = `$version = 201305${minor}00.0${point};\n$release = '${release} (Build: 20130514)';\n$branch = '2${minor}';\n`;
  return { 'version.php': `<?php\n${text}$maturity = MATURITY_STABLE;\n`, 'lib/moodlelib.php': '<?php\n' };
}

/** A repository with upstream's releases, its remote, and what else `build` says. */
export function moodle(build: (b: Builder) => void, cycle?: (b: Builder) => void): TestRepository {
  return buildRepository((b) => {
    drawUpstream(b, cycle);
    build(b);
  }).addRemote('upstream', UPSTREAM_URL);
}

/** A change branch with one commit that adds a plugin: the same patch wherever it is made. */
export function feature(b: Builder, branch: string, options: CommitOptions): Mark {
  const name = /_([a-z]+)/.exec(branch)?.[1] ?? 'plugin';
  return b.commit(branch, { [`local/${name}/lib.php`]: `${name}\n` }, `Add ${name}`, options);
}

/** Merges branches into a role branch as `git merge` names it. */
export function assemble(b: Builder, role: string, from: string, branches: readonly string[]): void {
  b.branch(role, from);
  for (const branch of branches) b.merge(role, [branch], `Merge branch '${branch}' into ${role}`);
}

export const LAST_RELEASE = 'lu-moodle-LUVLE_v2.5.0-1';

/** A local release of the branches as they are: deployment and its tag. */
export function release(b: Builder, branches: readonly string[], tag = LAST_RELEASE): void {
  assemble(b, 'LUVLE-2.5-deployment', 'v2.5.0', branches);
  b.tag(tag, { at: 'LUVLE-2.5-deployment' });
}

/** A session for as long as `use` lasts, with a cache of its own. */
export async function inSession<T>(
  { folder }: { readonly folder: string },
  use: (session: Session) => Promise<T>,
  options: Partial<SessionOptions> = {},
): Promise<T> {
  const session = await openSession({ folder, cacheFolder: tempFolder(), ...options });
  try {
    return await use(session);
  } finally {
    session.dispose();
  }
}

export function statusOf(
  repo: { readonly folder: string },
  wanted: StatusOptions = {},
  options: Partial<SessionOptions> = {},
): Promise<Status> {
  return inSession(repo, (session) => session.status(wanted), options);
}

export function changeOf({ changes }: Status, key: string): Assessment {
  const found = changes.find((change) => change.key === key);
  assert.ok(found, `no change ${key}; there are ${changes.map((change) => change.key).join(', ')}`);
  return found;
}

export function remoteOf({ remotes }: Status, name: string): RemoteFacts {
  const found = remotes.find((remote) => remote.name === name);
  assert.ok(found, `no remote ${name}`);
  return found;
}

/** Each change's state with what else holds, by its key. */
export function statesOf({ changes }: Status): Record<string, string> {
  return Object.fromEntries(changes.map(({ key, state, also }) => [key, said(state, also)]));
}

/** `stale, not-pushed`: the state and, sorted, what else holds. */
export function said(state: State, also: readonly Flag[]): string {
  return [state, ...[...also].sort()].join(', ');
}

export function alarmsOf({ alarms }: { readonly alarms: readonly Alarm[] }): string[] {
  return alarms.map(({ code, change }) => `${code} ${change}`).sort();
}

/** For `assert.rejects`: a SessionError with this reason. */
export const reasonIs =
  (reason: SessionReason) =>
  (error: unknown): boolean => {
    assert.ok(SessionError.is(error), String(error));
    assert.equal(error.reason, reason, JSON.stringify(error.detail));
    return true;
  };
