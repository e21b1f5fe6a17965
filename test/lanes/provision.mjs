// What a lane needs from the machine, and how it comes there.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromiumPath } from '../rig/browser.mjs';
import { installRig, isInstalled } from '../rig/install.mjs';

const onPath = (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;

/** Programs from Debian, by the package that has them. */
const packages = {
  git: () => onPath('git'),
  gpg: () => onPath('gpg'),
  'gpg-agent': () => onPath('gpg-agent'),
  // It knows no --version.
  'openssh-client': () => spawnSync('ssh-keygen', ['--version'], { stdio: 'ignore' }).error === undefined,
  chromium: () => chromiumPath() !== undefined,
};

const aptGet = ['apt-get', '-o', 'DPkg::Lock::Timeout=300', '-q', '-y'];

function runOrThrow([program, ...args], env = {}) {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  if (error || status !== 0) throw new Error(`${program} ${args.join(' ')} failed (${error?.message ?? status}).`);
}

function installPackages(missing, allowed) {
  const install = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const canInstall = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (!allowed || !canInstall) {
    throw new Error(`Missing: ${missing.join(', ')}. On Debian: sudo ${install}`);
  }
  console.log(`Installing ${missing.join(' and ')}, which the tests need (-- --no-install forbids it): ${install}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  runOrThrow([...aptGet, 'update'], env);
  runOrThrow([...aptGet, 'install', '--no-install-recommends', ...missing], env);
}

/**
 * Makes sure of everything named, installing what is missing.
 * @param {readonly (keyof typeof packages | 'newest' | 'floor')[]} needs Debian packages, and VS Codes of test/rig
 * @param {{ install: boolean }} options install: whether Debian packages may be installed
 * @throws when something is missing and may not or cannot be installed; the message has the command
 */
export function provide(needs, { install }) {
  const missing = needs.filter((need) => packages[need] && !packages[need]());
  if (missing.length > 0) installPackages(missing, install);
  for (const rig of needs.filter((need) => !packages[need] && !isInstalled(need))) installRig(rig);
}
