import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseCoreVersion, parsePluginVersion } from '../../../src/moodle';

describe('version.php of core', () => {
  it('is read', () => {
    const text = `<?php
// This file is part of Moodle - $version = 1;
/** MOODLE VERSION INFORMATION
 * $release = 'no'; */
defined('MOODLE_INTERNAL') || die();

$version  = 2025100600.13;              // 20251006      = branching date YYYYMMDD - do not modify!
                                        //         RR    = release increments - 00 in DEV branches.
$release  = '5.1+ (Build: 20251205)'; # Human-friendly
$branch   = "501";
$maturity = MATURITY_STABLE;             // This version's maturity level.
`;
    assert.deepEqual(parseCoreVersion(text), {
      version: '2025100600.13',
      release: '5.1+ (Build: 20251205)',
      branch: '501',
      maturity: 'stable',
      problems: [],
    });
  });

  it('of an old release has no branch', () => {
    const core = parseCoreVersion(
      "<?php $version = 2011070100.00; $release = '2.1 (Build: 20110701)'; $maturity = 200;",
    );
    assert.deepEqual([core.version, core.branch, core.maturity, core.problems], ['2011070100.00', null, 'stable', []]);
  });

  it('that is none has no version', () => {
    for (const text of [
      '',
      'no php',
      '<?php',
      '<?php echo 1;',
      '<html>$version = 1;</html>',
      "<?php $x->version = 2; '$version = 3;'",
    ]) {
      assert.deepEqual(parseCoreVersion(text).problems, [{ code: 'missing', field: 'version' }], text);
    }
  });

  it('is not run', () => {
    const problems = (text: string): unknown => parseCoreVersion(`<?php ${text}`).problems;
    assert.deepEqual(problems('$version = 2025 . "1";'), [{ code: 'not-a-literal', field: 'version' }]);
    assert.deepEqual(problems('$version = time();'), [{ code: 'not-a-literal', field: 'version' }]);
    assert.deepEqual(problems('$version = "2025$x";'), [{ code: 'not-a-literal', field: 'version' }]);
    assert.deepEqual(problems('$version = -1;'), [{ code: 'not-a-literal', field: 'version' }]);
    assert.deepEqual(problems('$version = 0x10;'), [{ code: 'not-a-literal', field: 'version' }]);
    assert.deepEqual(problems('$version = "later";'), [{ code: 'wrong-value', field: 'version' }]);
    assert.deepEqual(problems('$version = 1; $maturity = MATURITY_ODD;'), [{ code: 'wrong-value', field: 'maturity' }]);
    assert.deepEqual(problems('$version == 1;'), [{ code: 'missing', field: 'version' }]);
  });
});

describe('version.php of a plugin', () => {
  it('is read', () => {
    const text = `<?php
defined('MOODLE_INTERNAL') || die;
$plugin->component = 'mod_ouwiki'; // $plugin->component = 'mod_other';
$plugin->version   = 2_025_100_600.5;
$plugin->requires  = 2022112800;
$plugin->supported = [401, 405];
$plugin->incompatible = '501';
$plugin->maturity  = MATURITY_BETA;
$plugin->release   = 'it\\'s "1.0"';
$plugin->dependencies = array(
    'mod_forum' => ANY_VERSION,
    "mod_data"  => 2022112801, // twice; as 'x' => 1
    'mod_book'  => 'any',
);
`;
    assert.deepEqual(parsePluginVersion(text), {
      component: 'mod_ouwiki',
      version: '2025100600.5',
      requires: '2022112800',
      supported: [401, 405],
      incompatible: 501,
      maturity: 'beta',
      release: 'it\'s "1.0"',
      dependencies: new Map([
        ['mod_forum', 'any'],
        ['mod_data', '2022112801'],
        ['mod_book', 'any'],
      ]),
      problems: [],
    });
  });

  it('of an old activity module uses $module', () => {
    const plugin = parsePluginVersion(
      "<?php $module->version = 2013050100; $module->component = 'mod_quiz'; $module->cron = 60; ?> $module->version = 1;",
    );
    assert.deepEqual([plugin.version, plugin.component, plugin.problems], ['2013050100', 'mod_quiz', []]);
  });

  it('the last assignment holds', () => {
    assert.equal(parsePluginVersion('<?php $plugin->version = 1; $plugin->version = 2;').version, '2');
  });

  it('says what Moodle would refuse', () => {
    const table: readonly [text: string, field: string, code: string][] = [
      ['supported = [401]', 'supported', 'wrong-value'],
      ['supported = [405, 401]', 'supported', 'wrong-value'],
      ["supported = ['401', '405']", 'supported', 'wrong-value'],
      ['supported = [401, 402, 403]', 'supported', 'wrong-value'],
      ['supported = 401', 'supported', 'wrong-value'],
      ["incompatible = 'soon'", 'incompatible', 'wrong-value'],
      ["dependencies = ['mod_forum']", 'dependencies', 'wrong-value'],
      ['dependencies = [f() => 1]', 'dependencies', 'not-a-literal'],
      ['requires = $CFG->version', 'requires', 'not-a-literal'],
    ];
    for (const [text, field, code] of table) {
      const { problems } = parsePluginVersion(
        `<?php $plugin->component = 'mod_x1'; $plugin->version = 1; $plugin->${text};`,
      );
      assert.deepEqual(problems, [{ code, field }], text);
    }
  });

  it('answers whatever the text', () => {
    const pieces = fc.constantFrom(
      '<?php ',
      '$plugin',
      '->',
      'version',
      '=',
      '2025',
      '.',
      ';',
      "'",
      '"',
      '\\',
      '/*',
      '*/',
      '//',
      '\n',
      '#',
      '[',
      ']',
      'array(',
      ')',
      '=>',
      ',',
      '?>',
      '$',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces, { maxLength: 40 }).map((all) => `<?php ${all.join('')}`),
        ),
        (text) => {
          const { version, problems } = parsePluginVersion(text);
          assert.equal(
            version === null,
            problems.some(({ field }) => field === 'version'),
          );
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('takes no long time over hostile text', () => {
    for (const text of [
      "'".repeat(200_000),
      '/*'.repeat(100_000),
      '['.repeat(100_000),
      `$plugin->version = ${'['.repeat(50_000)};`,
      '$a='.repeat(50_000),
      '?><?'.repeat(50_000),
    ]) {
      parsePluginVersion(`<?php ${text}`);
    }
  });
});
