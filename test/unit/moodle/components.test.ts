import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  componentMapFrom,
  componentOfPath,
  componentPath,
  defaultComponentMap,
  isPublicLayout,
  parseFrankenstyle,
  parseLine,
  pluginTypeOn,
} from '../../../src/moodle';

const old = defaultComponentMap(false);
const current = defaultComponentMap(true);

describe('frankenstyle', () => {
  const table: readonly [text: string, kind: string | null, type?: string, name?: string | null][] = [
    ['mod_quiz', 'plugin', 'mod', 'quiz'],
    ['core', 'core', 'core', null],
    ['core_course', 'subsystem', 'core', 'course'],
    ['core_condition', 'subsystem', 'core', 'condition'],
    ['block_lu_news', 'plugin', 'block', 'lu_news'],
    ['customcertelement_grade', 'plugin', 'customcertelement', 'grade'],
    ['block_a__b', 'plugin', 'block', 'a__b'],
    ['block_ab__c', null],
    ['block_x', null],
    ['block_', null],
    ['block_1a', null],
    ['block_ab_', null],
    ['mod_lu_wiki', null],
    ['mod_course', null],
    ['Mod_quiz', null],
    ['1mod_quiz', null],
    ['core_nosuch', null],
    ['quiz', null],
    ['', null],
    ['_', null],
  ];
  for (const [text, kind, type, name] of table) {
    it(text, () => {
      assert.deepEqual(parseFrankenstyle(text), kind === null ? null : { kind, type, name });
    });
  }

  it('plugin types on a line', () => {
    const standing = (type: string, line: string): string => pluginTypeOn(type, parseLine(line));
    assert.deepEqual(
      [
        standing('mod', '2.5'),
        standing('assignment', '2.5'),
        standing('assignment', '4.1'),
        standing('atto', 'main'),
        standing('customcertelement', '4.5'),
      ],
      ['known', 'known', 'former', 'former', 'unknown'],
    );
  });
});

describe('paths', () => {
  const table: readonly [path: string, component: string, folder: string][] = [
    ['mod/quiz/lib.php', 'mod_quiz', 'mod/quiz'],
    ['mod/quiz', 'mod_quiz', 'mod/quiz'],
    ['mod/quiz/db/install.xml', 'mod_quiz', 'mod/quiz'],
    ['mod/assign/submission/file/version.php', 'assignsubmission_file', 'mod/assign/submission/file'],
    ['mod/quiz/report/grading/report.php', 'quiz_grading', 'mod/quiz/report/grading'],
    ['mod/quiz/report/attemptsreport.php', 'mod_quiz', 'mod/quiz'],
    ['mod/quiz/report/tests/x.php', 'mod_quiz', 'mod/quiz'],
    ['auth/db/auth.php', 'auth_db', 'auth/db'],
    ['auth/db/db/install.php', 'auth_db', 'auth/db'],
    ['auth/classes/output/login.php', 'core_auth', 'auth'],
    ['blocks/lu_news/block_lu_news.php', 'block_lu_news', 'blocks/lu_news'],
    ['local/readme.txt', 'core', ''],
    ['lib/editor/tiny/plugins/link/version.php', 'tiny_link', 'lib/editor/tiny/plugins/link'],
    ['admin/tool/log/store/standard/version.php', 'logstore_standard', 'admin/tool/log/store/standard'],
    ['course/format/topics/format.php', 'format_topics', 'course/format/topics'],
    ['course/lib.php', 'core_course', 'course'],
    ['course/format/lib.php', 'core_courseformat', 'course/format'],
    ['lib/db/install.xml', 'core', ''],
    ['version.php', 'core', ''],
    ['mod/', 'core', ''],
    ['', 'core', ''],
  ];
  for (const [path, component, folder] of table) {
    it(path, () => {
      const place = componentOfPath(old, path);
      assert.deepEqual([place.component, place.folder], [component, folder]);
      const inPublic = componentOfPath(current, `public/${path}`);
      assert.deepEqual(
        [inPublic.component, inPublic.folder],
        [component, folder === '' ? 'public' : `public/${folder}`],
      );
    });
  }

  it('lead back', () => {
    for (const [, component, folder] of table.filter(([, name]) => name !== 'core')) {
      assert.equal(componentPath(old, component), folder);
      assert.equal(componentPath(current, component), `public/${folder}`);
    }
    for (const name of ['core', 'core_access', 'customcertelement_grade', 'nonsense'])
      assert.equal(componentPath(old, name), null, name);
  });

  it('know where reports were before 2.2', () => {
    assert.equal(componentOfPath(old, 'admin/report/security/version.php').component, 'report_security');
    assert.equal(componentPath(old, 'report_security'), 'report/security');
  });

  it('in a public/ tree a plugin at its old place is none', () => {
    assert.equal(componentOfPath(current, 'local/practice/version.php').component, 'core');
    assert.equal(componentOfPath(current, 'admin/cli/upgrade.php').component, 'core');
  });

  it('tell the layout', () => {
    assert.equal(isPublicLayout(new Set(['public/version.php', 'lib/components.json'])), true);
    assert.equal(isPublicLayout(new Set(['version.php', 'public/readme'])), false);
  });
});

describe('the map of a tree', () => {
  const componentsJson = JSON.stringify({
    plugintypes: { mod: 'public/mod', tool: 'public/admin/tool', block: 'public/blocks' },
    subsystems: { access: null, course: 'public/course' },
    deprecatedplugintypes: { mnetservice: 'public/mnet/service' },
  });
  const map = componentMapFrom({
    componentsJson,
    isPublic: true,
    subplugins: [
      {
        owner: 'mod_customcert',
        format: 'json',
        text: '{"subplugintypes":{"customcertelement":"element"},"plugintypes":{"customcertelement":"mod/customcert/wrong"}}',
      },
      { owner: 'tool_log', format: 'json', text: '{"plugintypes":{"logstore":"admin/tool/log/store"}}' },
      { owner: 'block_x1', format: 'json', text: '{"subplugintypes":{"sneaky":"x"}}' },
      { owner: 'mod_broken', format: 'json', text: '{' },
      { owner: 'mod_odd', format: 'json', text: '{"subplugintypes":["x"]}' },
    ],
  });

  it('comes from its own files', () => {
    assert.equal(componentPath(map, 'mod_quiz'), 'public/mod/quiz');
    assert.equal(componentPath(map, 'mnetservice_enrol'), 'public/mnet/service/enrol');
    assert.equal(componentPath(map, 'core_course'), 'public/course');
    assert.equal(componentPath(map, 'core_access'), null);
    assert.equal(componentPath(map, 'qtype_stack'), null);
  });

  it('prefers the relative form of subplugins', () => {
    assert.equal(componentPath(map, 'customcertelement_grade'), 'public/mod/customcert/element/grade');
    assert.equal(componentPath(map, 'logstore_standard'), 'public/admin/tool/log/store/standard');
  });

  it('takes subplugins only from those who may have them', () => {
    assert.equal(map.typeFolders.has('sneaky'), false);
  });

  it('falls back to what is built in', () => {
    const broken = componentMapFrom({ componentsJson: '{"plugintypes":3}', subplugins: [], isPublic: false });
    assert.deepEqual(broken, old);
  });

  it('reads the PHP form of subplugins', () => {
    const text = "<?php\ndefined('MOODLE_INTERNAL') || die();\n$subplugins = array('ouwikitool' => 'mod/ouwiki/tool');";
    const legacy = componentMapFrom({
      componentsJson: null,
      isPublic: false,
      subplugins: [{ owner: 'mod_ouwiki', format: 'php', text }],
    });
    assert.equal(componentOfPath(legacy, 'mod/ouwiki/tool/merge/version.php').component, 'ouwikitool_merge');
  });
});
