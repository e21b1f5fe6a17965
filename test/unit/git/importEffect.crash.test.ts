import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backupPrefix, openForPlans } from '../../../src/git';
import type { GitEffect } from '../../../src/git';
import type { Plan } from '../../../src/plan';
import { describeKilled } from '../../support/killed';
import { buildRepository, testRunner } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { page } from '../../support/drawnTrees';
import { tempFolder } from '../../support/tempFolder';

const BRANCH = 'wiki';
const by = { name: 'Rita Release', email: 'rita@example.org', date: '1385000000 +0100' };
const changed = (at: number, text: string): string => page().replace(`line ${at}\n`, `${text}\n`);

/** The publisher's folder is outside of the repository: a process that is killed leaves it alone. */
const folder = (): string => {
  const place = tempFolder();
  mkdirSync(join(place, 'db'));
  writeFileSync(join(place, 'version.php'), '<?php');
  writeFileSync(join(place, 'lib.php'), changed(2, 'theirs by now'));
  return place;
};
const source = folder();

function release(): TestRepository {
  const repo = buildRepository((b) => {
    b.commit('main', { 'a.php': page() }, 'release');
    b.tag('old');
    b.commit(BRANCH, { 'mod/wiki/version.php': '', 'mod/wiki/lib.php': page() }, 'theirs', { from: 'old' });
    b.commit(BRANCH, { 'mod/wiki/lib.php': changed(9, 'ours') }, 'ours');
  });
  repo.git('pack-refs', '--all');
  return repo;
}

/** The import of a folder, and what is ours carried onto it. */
async function importing(repo: TestRepository, id: string): Promise<Plan<GitEffect>> {
  const git = await openForPlans(repo.folder, { runner: testRunner() });
  const place = (step: string): string => backupPrefix({ plan: id, step });
  const wanted = {
    ref: `refs/moodle-release/imports/${BRANCH}`,
    old: null,
    parent: repo.id('old'),
    folder: 'mod/wiki',
    message: 'mod_wiki: Import\n',
    by,
    backupPrefix: place('import'),
  };
  const answer = await git.importCode({ from: source, at: null }, id, () => wanted);
  if (!('found' in answer) || answer.effect === null) throw new Error(JSON.stringify(answer));
  const { effect } = answer;
  const recipe = { branch: BRANCH, onto: effect.expect.tip, commits: [repo.id(BRANCH)], drop: [], committer: by };
  const [carried] = await git.carry([recipe]);
  await git.dropKeeps(id);
  if (carried?.result !== 'clean') throw new Error(JSON.stringify(carried));
  const { tree, tip } = carried;
  const move = { ...recipe, newBranch: `refs/heads/${BRANCH}`, old: repo.id(BRANCH), expect: { tree, tip } };
  const carry: GitEffect = { kind: 'carry', moves: [move], backupPrefix: place('carry') };
  return {
    id,
    kind: 'import',
    title: 'Import',
    inputs: {},
    facts: [],
    sections: [
      { id: 'import', title: 'Import', steps: [{ id: 'import', title: 'Import', effect }] },
      { id: 'clean', title: 'Carry', after: ['import'], steps: [{ id: 'carry', title: 'Carry', effect: carry }] },
    ],
    warnings: [],
  };
}

describeKilled('an import', {
  repository: release,
  plan: importing,
  after: (repo, { sections }) => {
    const effect = sections[1]?.steps[0]?.effect;
    const tip = effect?.kind === 'carry' ? effect.moves[0]?.expect.tip : undefined;
    return { [BRANCH]: tip ?? '', main: repo.id('main') };
  },
  lines: 10,
});
