import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { outage, outageBlobs } from '../../../src/moodle';
import type { CodeTree, Outage } from '../../../src/moodle';

/** A tree whose blob ids are the texts themselves: equal text, equal blob. */
function tree(files: Readonly<Record<string, string>>, submodules: Readonly<Record<string, string>> = {}): CodeTree {
  return { files: new Map(Object.entries(files)), submodules: new Map(Object.entries(submodules)) };
}

function between(from: CodeTree, to: CodeTree): Outage {
  return outage(from, to, new Map([...outageBlobs(from, to)].map((blob) => [blob, blob])));
}

/** `code, certain, kind subject …` */
function told({ code, certain, because }: Outage): string {
  return [
    String(code),
    certain ? 'certain' : 'uncertain',
    ...because.map(({ kind, subject }) => `${kind} ${subject}`),
  ].join(', ');
}

const core = (version: string, branch: string): string =>
  `<?php $version = ${version}; $release = 'x'; $branch = '${branch}';`;
const plugin = (component: string, version: number): string =>
  `<?php $plugin->component = '${component}'; $plugin->version = ${version};`;
const base = {
  'version.php': core('2013051400.00', '25'),
  'lib/db/upgrade.php': 'core 1',
  'lib/db/deep/file.php': 'deep 1',
  'mod/quiz/version.php': plugin('mod_quiz', 2013050100),
  'mod/quiz/db/upgrade.php': 'quiz 1',
  'mod/quiz/lib.php': 'lib 1',
  'mod/quiz/report/grading/version.php': plugin('quiz_grading', 2013050100),
  'lib/other/version.php': 'not a component',
};
const bumped = { 'mod/quiz/version.php': plugin('mod_quiz', 2013050101) };
const without = (...paths: string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(base).filter(([path]) => !paths.includes(path)));

describe('the outage rule', () => {
  const table: readonly [title: string, to: Readonly<Record<string, string>>, expected: string][] = [
    ['nothing', base, '0, certain'],
    ['only code', { ...base, 'mod/quiz/lib.php': 'lib 2' }, '0, certain'],
    [
      'a comment in version.php',
      { ...base, 'mod/quiz/version.php': `${base['mod/quiz/version.php']} // Hello.` },
      '0, certain',
    ],
    [
      'a db change nobody will see',
      { ...base, 'mod/quiz/db/upgrade.php': 'quiz 2' },
      '0, certain, db-change-without-bump mod_quiz',
    ],
    [
      'a folder below db',
      { ...base, ...bumped, 'lib/db/deep/file.php': 'deep 2' },
      '3, certain, version-changed mod_quiz',
    ],
    ['a bump', { ...base, ...bumped }, '3, certain, version-changed mod_quiz'],
    [
      'a bump of a subplugin',
      { ...base, 'mod/quiz/report/grading/version.php': plugin('quiz_grading', 2013050102) },
      '3, certain, version-changed quiz_grading',
    ],
    [
      'a bump and its db',
      { ...base, ...bumped, 'mod/quiz/db/upgrade.php': 'quiz 2' },
      '2, certain, db-changed mod_quiz, version-changed mod_quiz',
    ],
    [
      'a bump and another db',
      { ...base, ...bumped, 'lib/db/upgrade.php': 'core 2' },
      '2, certain, db-change-without-bump core, version-changed mod_quiz',
    ],
    [
      'a db file more',
      { ...base, ...bumped, 'mod/quiz/db/access.php': 'new' },
      '2, certain, db-changed mod_quiz, version-changed mod_quiz',
    ],
    [
      'a plugin more',
      { ...base, 'blocks/lu_news/version.php': plugin('block_lu_news', 1), 'blocks/lu_news/db/a.php': 'x' },
      '2, certain, component-added block_lu_news',
    ],
    ['a plugin less', without('mod/quiz/report/grading/version.php'), '2, certain, component-removed quiz_grading'],
    ['a point release', { ...base, 'version.php': core('2013051401.00', '25') }, '3, certain, version-changed core'],
    [
      'a decimal that was an integer',
      { ...base, 'mod/quiz/version.php': base['mod/quiz/version.php'].replace('0100;', '0100.0;') },
      '3, certain, version-changed mod_quiz',
    ],
    [
      'a new line',
      { ...base, 'version.php': core('2013111800.00', '26') },
      '2, certain, line-changed core, version-changed core',
    ],
    [
      'a downgrade',
      { ...base, 'mod/quiz/version.php': plugin('mod_quiz', 2012010100) },
      '2, certain, downgrade mod_quiz',
    ],
    [
      'a version that is computed',
      { ...base, 'mod/quiz/version.php': '<?php $plugin->version = time();' },
      '2, uncertain, unreadable mod/quiz/version.php',
    ],
    ['no Moodle', { 'readme.txt': 'x' }, '2, uncertain, not-moodle to'],
  ];
  for (const [title, to, expected] of table) {
    it(title, () => {
      assert.equal(told(between(tree(base), tree(to))), expected);
    });
  }

  it('tells both versions', () => {
    const { because } = between(tree(base), tree({ ...base, ...bumped }));
    assert.deepEqual(because, [{ kind: 'version-changed', subject: 'mod_quiz', from: '2013050100', to: '2013050101' }]);
  });

  it('the line of a release without $branch is in $release', () => {
    const release = (text: string, version: string): CodeTree =>
      tree({ 'version.php': `<?php $version = ${version}; $release = '${text}';` });
    const answer = between(
      release('2.1.1 (Build: 20110801)', '2011070101'),
      release('2.2 (Build: 20111205)', '2011120500'),
    );
    assert.equal(told(answer), '2, certain, line-changed core, version-changed core');
    assert.deepEqual([answer.because[0]?.from, answer.because[0]?.to], ['2.1', '2.2']);
  });

  it('a move into public/ is an outage and no list of moved files', () => {
    const moved = tree(Object.fromEntries(Object.entries(base).map(([path, text]) => [`public/${path}`, text])));
    assert.equal(told(between(tree(base), moved)), '2, certain, layout-changed public');
  });

  it('subplugin types come from the tree', () => {
    const files = {
      ...base,
      'lib/components.json': JSON.stringify({ plugintypes: { mod: 'mod' }, subsystems: {} }),
      'mod/quiz/db/subplugins.json': '{"subplugintypes":{"odd":"strange"}}',
      'mod/quiz/strange/thing/version.php': plugin('odd_thing', 1),
    };
    const to = tree({ ...files, 'mod/quiz/strange/thing/version.php': plugin('odd_thing', 2) });
    assert.equal(told(between(tree(files), to)), '3, certain, version-changed odd_thing');
  });
});

describe('what is not in the repository', () => {
  it('a submodule that moved makes the answer uncertain', () => {
    const from = tree(base, { 'mod/hvp': 'a' });
    assert.equal(told(between(from, tree(base, { 'mod/hvp': 'b' }))), '2, uncertain, submodule mod/hvp');
    assert.equal(told(between(tree(base), from)), '2, uncertain, submodule mod/hvp');
    assert.equal(told(between(tree(base), tree(base, { local: 'a' }))), '2, uncertain, submodule local');
    assert.equal(told(between(tree(base), tree(base, { 'mod/quiz/db': 'a' }))), '2, uncertain, submodule mod/quiz/db');
  });

  it('one that did not, or that no plugin can be in, does not matter', () => {
    assert.equal(told(between(tree(base, { 'mod/hvp': 'a' }), tree(base, { 'mod/hvp': 'a' }))), '0, certain');
    assert.equal(told(between(tree(base, { 'docs/x': 'a' }), tree(base, { 'docs/x': 'b' }))), '0, certain');
  });

  it('an outage that is certain anyway stays certain', () => {
    const to = tree({ ...base, 'version.php': core('2013111800.00', '26') }, { 'mod/hvp': 'b' });
    const answer = between(tree(base, { 'mod/hvp': 'a' }), to);
    assert.deepEqual([answer.code, answer.certain, answer.because[1]?.kind], [2, true, 'submodule']);
  });

  const lock = (version: string, name = 'lu/moodle-block_lu_news'): string =>
    JSON.stringify({ packages: [{ name, version, type: 'moodle-block' }] });
  it('plugins that composer installs likewise', () => {
    const from = tree({ ...base, 'composer.lock': lock('1.0') });
    const to = (extra: Record<string, string>): CodeTree => tree({ ...base, ...extra });
    assert.equal(
      told(between(from, to({ 'composer.lock': lock('1.1') }))),
      '2, uncertain, composer-package lu/moodle-block_lu_news',
    );
    assert.equal(told(between(from, to({ 'composer.lock': `${lock('1.0')} ` }))), '0, certain');
    assert.equal(
      told(between(from, to({ 'composer.lock': '{' }))),
      '2, uncertain, composer-package composer.lock, composer-package lu/moodle-block_lu_news',
    );
    const installer = '{"require":{"moodle/composer-installer":"*"}}';
    assert.equal(
      told(between(tree(base), to({ 'composer.json': installer }))),
      '2, uncertain, composer-package composer.json',
    );
    assert.equal(
      told(between(tree(base), to({ 'composer.json': '{"require-dev":{"phpunit/phpunit":"*"}}' }))),
      '0, certain',
    );
  });

  it('a plugin of composer that is committed is seen', () => {
    const files = { ...base, 'blocks/lu_news/version.php': plugin('block_lu_news', 1) };
    const from = tree({ ...files, 'composer.lock': lock('1.0') });
    assert.equal(told(between(from, tree({ ...files, 'composer.lock': lock('1.1') }))), '0, certain');
  });

  it('a blob that could not be read is no assurance', () => {
    const answer = outage(tree(base), tree({ ...base, ...bumped }), new Map());
    assert.equal(told(answer), '2, uncertain, unreadable mod/quiz/version.php');
  });
});

describe('what has to be read', () => {
  it('is only what differs and what says where plugins are', () => {
    const from = tree({ ...base, 'lib/components.json': 'map' });
    const to = tree({ ...base, ...bumped, 'lib/components.json': 'map' });
    assert.deepEqual(
      [...outageBlobs(from, to)].sort(),
      [base['mod/quiz/version.php'], bumped['mod/quiz/version.php'], 'map'].sort(),
    );
  });
});
