import assert from 'node:assert/strict';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { ResolveEffect } from '../../../src/git';
import { context, leftBehind } from '../../support/carryPlan';
import { page } from '../../support/drawnTrees';
import { buildRepository } from '../../support/repo';
import type { TestRepository } from '../../support/repo';
import { PLACE, Resolving } from '../../support/scratch';
import { tempFolder } from '../../support/tempFolder';

process.env['TMPDIR'] = tempFolder();

const line = (number: number, text: string): string => page().replace(`line ${number}\n`, `${text}\n`);

/** Across the border to public/, a branch that conflicts in a file of core and adds two of its own. */
const release = (): TestRepository =>
  buildRepository((b) => {
    b.commit('main', { 'mod/forum/lib.php': page() }, 'release 5.0');
    b.tag('old');
    b.commit('main', { 'mod/forum/lib.php': null, 'public/mod/forum/lib.php': line(2, 'theirs') }, 'release 5.1');
    b.tag('new');
    b.commit('branch', { 'mod/wiki/lib.php': 'wiki', 'mod/forum/lib.php': line(2, 'ours') }, 'ours', { from: 'old' });
    b.commit('branch', { 'mod/wiki/view.php': 'view' }, 'more');
    b.commit('side', { 'side.php': 'side' }, 'side', { from: 'new' });
  });

const relocate = ['mod/forum/lib.php', 'mod/wiki/lib.php', 'mod/wiki/view.php'].map((from) => ({
  from,
  to: `public/${from}`,
}));

const resolve = (folder: string): void => {
  writeFileSync(join(folder, 'public/mod/forum/lib.php'), line(2, 'both'));
};

async function begin(): Promise<{ readonly on: Resolving; readonly effect: ResolveEffect }> {
  const on = await Resolving.begin(release(), 'branch');
  return { on, effect: { ...on.effect, relocate } };
}

const files = ({ repo }: Resolving): readonly string[] =>
  repo.git('ls-tree', '-r', '--name-only', 'new-branch').split('\n');

const MOVED = ['public/mod/forum/lib.php', 'public/mod/wiki/lib.php', 'public/mod/wiki/view.php'];

describe('a branch that conflicts across the border to public/', () => {
  it('has the files it adds moved on top of what a person made of it', async () => {
    const { on, effect } = await begin();
    const handler = on.git.effects.resolve;
    assert.deepEqual(handler.parseEffect(JSON.parse(JSON.stringify(effect))), effect);
    await on.through(resolve);
    const tip = on.tip();
    assert.deepEqual(await handler.inspect(effect), { state: 'not-done' });
    const ran = await handler.run(effect, context(PLACE));
    assert.ok('outcome' in ran);
    assert.deepEqual([on.repo.id('new-branch'), on.repo.id('new-branch~1')], [ran.outcome.tip, tip]);
    assert.equal(on.repo.git('log', '-1', '--format=%s by %an', 'new-branch'), 'Move to public/ by Rita Release');
    assert.deepEqual([files(on), leftBehind(on.repo)], [MOVED, []]);
    assert.deepEqual(await handler.inspect(effect), { state: 'done', outcome: ran.outcome });
  });

  it('comes to the same without a person once the conflict is known', async () => {
    const { on, effect } = await begin();
    await on.through(resolve);
    const handler = on.git.effects.resolve;
    await handler.run(effect, context(PLACE));
    const tip = on.repo.id('new-branch');
    await on.git.scratches.remove([PLACE.plan]);
    on.repo.git('branch', '--delete', '--force', 'new-branch');
    await handler.run(effect, context(PLACE));
    assert.equal(on.repo.id('new-branch'), tip);
  });

  it('stays as a person has put it, and waits where something is in the way', async () => {
    const { on, effect } = await begin();
    const handler = on.git.effects.resolve;
    await on.through(resolve);
    renameSync(join(on.folder, 'mod/wiki'), join(on.folder, 'public/mod/wiki'));
    on.byHand('add', '--all');
    on.byHand('commit', '--quiet', '--amend', '--no-edit');
    on.write('mod/late.php', 'of no plan');
    on.byHand('add', '--all');
    on.byHand('commit', '--quiet', '--message', 'late');
    const tip = on.tip();
    const twice = {
      ...effect,
      relocate: [...relocate, { from: 'mod/late.php', to: 'public/mod/wiki/lib.php' }].slice(2),
    };
    assert.deepEqual(await handler.run(twice, context(PLACE)), {
      waits: 'public/mod/wiki/lib.php is there already',
    });
    await handler.run(effect, context(PLACE));
    assert.equal(on.repo.id('new-branch'), tip);
  });

  it('waits where a person has merged, which cannot be carried', async () => {
    const { on, effect } = await begin();
    await on.through(resolve);
    on.byHand('merge', '--quiet', '--no-ff', '--message', 'by hand', 'side');
    const ran = await on.git.effects.resolve.run(effect, context(PLACE));
    assert.deepEqual(ran, { waits: `${on.tip()} is a merge` });
  });
});
