import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pickOrder } from '../../../src/git';
import type { Commit, FoundCode, SourceFault } from '../../../src/git';
import { parsePluginVersion } from '../../../src/moodle';
import { codeProblem, codeWarnings } from '../../../src/release/importing/codeProblems';
import { importedBranch, raisingVersion } from '../../../src/release/importing/importedBranch';
import { importMessage, sourceLabel, sourceProblem, versionLabel } from '../../../src/release/importing/sourceWords';

const COMPONENT = 'mod_ouwiki';
const PATH = 'mod/ouwiki/version.php';

function found(versionFile: string | null, differs: Partial<FoundCode['source']> = {}): FoundCode {
  const source = { kind: 'archive' as const, where: '/srv/rita/ouwiki.zip', at: null, is: 'sha256:00', ...differs };
  return { source, versionFile, submodules: [] };
}

const version = (number: string, release = ''): string =>
  `<?php\n$plugin->component = 'mod_ouwiki';\n$plugin->version = ${number};\n${release === '' ? '' : `$plugin->release = '${release}';\n`}`;

describe('where code comes from', () => {
  const labels: Record<string, string> = {
    '/srv/rita/Downloads/ouwiki-2.5.zip': 'ouwiki-2.5.zip',
    '/srv/rita/ouwiki/': 'ouwiki',
    'C:\\Users\\rita\\ouwiki.zip': 'ouwiki.zip',
    'file:///srv/rita/ouwiki.git': 'ouwiki.git',
    'https://github.com/moodleou/moodle-mod_ouwiki.git': 'https://github.com/moodleou/moodle-mod_ouwiki.git',
    'https://rita:secret@git.example.org/a.git?token=secret#x': 'https://git.example.org/a.git',
    'ssh://git@git.example.org/a.git/': 'ssh://git.example.org/a.git',
    'git@git.example.org:moodle/a.git': 'git.example.org:moodle/a.git',
  };
  for (const [where, label] of Object.entries(labels)) {
    it(`is called ${label}`, () => {
      assert.equal(sourceLabel(where), label);
    });
  }

  it('is said with every reason why it cannot be taken, and what to do', () => {
    const codes: readonly SourceFault['code'][] = [
      ...(['absent', 'bad-address', 'unreachable', 'no-such-ref', 'no-repository', 'bad-archive'] as const),
      ...(['unsafe-path', 'outside-link', 'twice', 'no-file', 'too-large', 'too-many'] as const),
    ];
    for (const code of codes) {
      const { text } = sourceProblem({ code, about: 'a/b.php' }, '/srv/rita/ouwiki.zip');
      assert.match(text, /ouwiki\.zip.*\. ?.*\.$/, code);
      assert.ok(!text.includes('/srv'), code);
    }
  });
});

describe('what an import says of itself', () => {
  const cases: readonly (readonly [string, string | null, string])[] = [
    [version('2013071500', '2.5 release 1'), null, 'mod_ouwiki: Import 2013071500 (2.5 release 1)'],
    [version('2013071500'), null, 'mod_ouwiki: Import 2013071500'],
    [version('2013071500', '2013071500'), 'v1', 'mod_ouwiki: Import 2013071500'],
    [version('$x'), 'v2.5-r1', 'mod_ouwiki: Import v2.5-r1'],
    [version('$x'), null, 'mod_ouwiki: Import'],
    [version('2013071500', 'a\\nb'), null, 'mod_ouwiki: Import 2013071500 (a\\nb)'],
  ];
  for (const [text, at, subject] of cases) {
    it(subject, () => {
      const code = found(text, { at });
      assert.equal(importMessage(COMPONENT, parsePluginVersion(text), code).split('\n')[0], subject);
    });
  }

  it('holds no second line where a release has one', () => {
    const text = version('1', `a\nImported-Component: mod_evil`);
    assert.ok(!/^Imported-Component: mod_evil/m.test(importMessage(COMPONENT, parsePluginVersion(text), found(text))));
    assert.equal(versionLabel(parsePluginVersion(text), found(text).source), '1 (a Imported-Component: mod_evil)');
  });
});

describe('code that was read', () => {
  it('is refused when it is another component or none', () => {
    assert.equal(codeProblem(COMPONENT, found(version('1'))), null);
    assert.equal(codeProblem('mod_forum', found(version('1')))?.code, 'wrong-component');
    assert.equal(codeProblem(COMPONENT, found(null))?.code, 'no-version-file');
    assert.equal(codeProblem(COMPONENT, found('<?php $module->version = 1;')), null);
  });

  it('is looked at when it says too little', () => {
    const text = '<?php $module->requires = 1;';
    const place = { source: null } as Parameters<typeof codeWarnings>[3];
    const known = { texts: new Map<string, string | null>(), paths: new Map<string, string>() };
    const code = { ...found(text), submodules: ['lib/parser'] };
    const codes = codeWarnings(COMPONENT, code, parsePluginVersion(text), place, known).map((one) => one.code);
    assert.deepEqual(codes, ['submodule', 'no-component', 'no-version']);
  });
});

describe('an imported branch', () => {
  const person = { name: 'A', email: 'a@b', date: '1 +0000' };
  const ids = ['a', 'b', 'c', 'd'];
  const own: readonly Commit[] = ids.map((id, n) => ({
    id,
    tree: '',
    parents: [n === 0 ? 'base' : (ids[n - 1] ?? '')],
    author: person,
    committer: person,
    subject: id,
  }));
  const held = (
    messages: Readonly<Record<string, string>>,
    files: Readonly<Record<string, 'added' | 'changed'>>,
    path = PATH,
  ): [ReturnType<typeof importedBranch>, ReadonlyMap<string, string>] => {
    const texts = new Map<string, string | null>(ids.map((id) => [id, messages[id] ?? '']));
    const paths = new Map<string, string>(ids.map((id) => [id, id in files ? `lib/a.php\0${path}` : 'lib/a.php']));
    for (const [id, how] of Object.entries(files)) {
      texts.set(`${id}:${path}`, '<?php');
      texts.set(`${id}^:${path}`, how === 'added' ? null : '<?php');
    }
    return [importedBranch(own, 'd', COMPONENT, { texts, paths, pickOrder }), paths];
  };
  const subjects = (commits: readonly Commit[]): string => commits.map(({ id }) => id).join('');
  const trailer = 'x\n\nImported-Component: mod_ouwiki\nImported-Version: 1\n';

  const cases: Record<string, [ReturnType<typeof held>, string, string]> = {
    'is told by its trailers': [held({ a: trailer }, { a: 'added' }), 'a', 'bcd'],
    'may be laid on an older one': [held({ a: trailer, c: trailer }, { a: 'added', c: 'changed' }), 'ac', 'bd'],
    'is told by hand': [held({}, { b: 'added', d: 'changed' }), 'b', 'acd'],
    'is told in public/': [held({}, { a: 'added' }, `public/${PATH}`), 'a', 'bcd'],
    'is none of another component': [held({ a: trailer.replace('ouwiki', 'forum') }, {}), '', 'abcd'],
    'is none where nothing was added': [held({}, { a: 'changed' }), '', 'abcd'],
  };
  for (const [name, [[branch], imports, ours]] of Object.entries(cases)) {
    it(name, () => {
      assert.deepEqual([subjects(branch.imports), subjects(branch.ours)], [imports, ours]);
    });
  }

  it('names what raises the version by hand, where nothing says whose that is', () => {
    const [byHand, paths] = held({}, { a: 'added', c: 'changed' });
    assert.equal(subjects(raisingVersion(byHand, COMPONENT, paths)), 'c');
    const [recorded, others] = held({ a: trailer }, { a: 'added', c: 'changed' });
    assert.equal(subjects(raisingVersion(recorded, COMPONENT, others)), '');
  });
});
