// What the views say of a folder that has no changes to show.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { openSample, step } from './sample.mjs';

let sample;
let parent;
before(
  async () => {
    parent = mkdtempSync(join(tmpdir(), 'absent-'));
    sample = await openSample();
  },
  { timeout: 180_000 },
);
after(async () => {
  await sample?.close();
  rmSync(parent, { recursive: true, force: true });
});

const git = (folder, ...args) => execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore' });
const init = (folder) => git(folder, 'init', '-q', '-b', 'main');

const stable = 'refs/remotes/origin/MOODLE_26_STABLE:refs/heads/MOODLE_26_STABLE';

/** Has the folder's settings name another git. */
function gitPath(folder, path) {
  mkdirSync(join(folder, '.vscode'));
  writeFileSync(join(folder, '.vscode', 'settings.json'), JSON.stringify({ 'moodleRelease.gitPath': path }));
}

/** A folder each: what it is, how it comes about, what is said of it, and what is offered. */
const cases = [
  ['a folder in no repository', () => undefined, 'This folder is in no git repository.', 'Clone Repository'],
  ['a repository without commits', init, 'This repository has no commits yet.', 'Fetch'],
  [
    'a repository of something else',
    (folder) => {
      init(folder);
      git(folder, '-c', 'user.name=A', '-c', 'user.email=a@b.invalid', 'commit', '-q', '--allow-empty', '-m', 'One');
    },
    'This repository has no Moodle release in it',
    'Fetch',
  ],
  [
    'a repository without release tags',
    (folder) => {
      init(folder);
      git(folder, 'fetch', '-q', '--no-tags', sample.folder, stable);
    },
    'No Moodle release tag was fetched yet',
    'Fetch',
  ],
  [
    'a repository without changes',
    (folder) => {
      init(folder);
      git(folder, 'fetch', '-q', '--no-tags', sample.folder, stable, 'refs/tags/v2.6.0:refs/tags/v2.6.0');
    },
    'There is no change branch here yet.',
    'New Change Branch',
  ],
  [
    'no git',
    (folder) => gitPath(folder, '/nowhere/git'),
    'git was not found. Install git 2.39 or newer',
    'Set the Path of git',
  ],
  [
    'an old git',
    (folder) => {
      const old = join(folder, 'old-git');
      writeFileSync(old, '#!/bin/sh\necho git version 2.20.1\n');
      chmodSync(old, 0o755);
      gitPath(folder, old);
    },
    'This git is too old.',
    'Set the Path of git',
  ],
];

step(
  'says that no folder is open',
  () => sample?.window,
  async (window) => {
    await window.open({});
    await window.openContainer('Moodle Release');
    const view = window.view('Branches');
    await view.getByText('Open the folder of a Moodle repository').waitFor();
    await view.getByRole('button', { name: 'Open Folder' }).waitFor();
  },
);

for (const [index, [name, make, said, offered]] of cases.entries()) {
  step(
    `says what to do about ${name}`,
    () => sample?.window,
    async (window) => {
      const folder = join(parent, String(index));
      mkdirSync(folder);
      make(folder);
      await window.open({ folder });
      await window.openContainer('Moodle Release');
      const view = window.view('Branches');
      await view.getByText(said).waitFor();
      await view.getByRole('button', { name: offered }).first().waitFor();
    },
  );
}
