import { componentPath, defaultComponentMap } from '../moodle';
import type { Edit } from './sketch';

/** A tree shaped like Moodle 2.x: its real plugins, each with version.php, lib.php, strings and capabilities, in our own words. */

/** Plugins by the line that brought them; those of 2.1 are there from the start. */
const plugins: Readonly<Record<string, string>> = {
  '2.1': `mod_assignment mod_chat mod_choice mod_data mod_feedback mod_folder mod_forum mod_glossary mod_imscp mod_label
    mod_lesson mod_page mod_quiz mod_resource mod_scorm mod_survey mod_url mod_wiki mod_workshop
    block_activity_modules block_calendar_month block_comments block_course_list block_html block_login block_navigation
    block_news_items block_online_users block_rss_client block_search_forums block_settings block_tags
    auth_cas auth_db auth_email auth_ldap auth_manual auth_shibboleth enrol_cohort enrol_database enrol_guest enrol_ldap
    enrol_manual enrol_meta enrol_self filter_activitynames filter_emoticon filter_mediaplugin filter_tex
    qtype_calculated qtype_description qtype_essay qtype_match qtype_multichoice qtype_numerical qtype_shortanswer
    qtype_truefalse format_scorm format_social format_topics format_weeks report_log report_outline report_participation
    report_stats repository_alfresco repository_dropbox repository_local repository_upload repository_user
    theme_afterburner theme_base theme_canvas theme_standard tool_customlang tool_dbtransfer tool_unittest tool_uploaduser`,
  '2.2': 'mod_lti tool_capability tool_profiling gradingform_rubric',
  '2.3': 'mod_assign mod_book tool_assignmentupgrade repository_equella',
  '2.4': 'enrol_category tool_phpunit cachestore_file cachestore_memcached',
  '2.5': 'block_badges theme_bootstrapbase theme_clean tool_behat tool_installaddon',
  '2.6': 'tool_langimport tool_uploadcourse qtype_random',
};

const components = defaultComponentMap(false);

/** Core files with the functions every file of ours has, by the prefix of those functions. */
export const coreFiles: Readonly<Record<string, string>> = {
  moodle: 'lib/moodlelib.php',
  access: 'lib/accesslib.php',
  weblib: 'lib/weblib.php',
  dml: 'lib/dmllib.php',
  filelib: 'lib/filelib.php',
  output: 'lib/outputlib.php',
  navigation: 'lib/navigationlib.php',
  completion: 'lib/completionlib.php',
  enrollib: 'lib/enrollib.php',
  messagelib: 'lib/messagelib.php',
  pluginlib: 'lib/pluginlib.php',
  cronlib: 'lib/cronlib.php',
  course: 'course/lib.php',
  courserenderer: 'course/renderer.php',
  grades: 'grade/lib.php',
  gradeexport: 'grade/export/lib.php',
  group: 'group/lib.php',
  calendar: 'calendar/lib.php',
  message: 'message/lib.php',
  user: 'user/lib.php',
  question: 'question/editlib.php',
  backup: 'backup/lib.php',
  cohort: 'cohort/lib.php',
  tag: 'tag/lib.php',
};

/** What the functions of a file are about. Upstream's everyday work leaves the first four alone: they belong to the table of changes. */
const reserved = ['posts', 'sections', 'users', 'settings'] as const;
export const everyday = ['files', 'grades', 'events', 'groups', 'attempts', 'reports', 'comments', 'ratings'] as const;

/** Folder of a plugin of the tree. */
export function folderOf(component: string): string {
  const folder = componentPath(components, component);
  if (folder === null) throw new Error(`The sample has no place for ${component}.`);
  return folder;
}

/** Prefix of a component's functions: modules have none of their type. */
export function prefixOf(component: string): string {
  return component.replace(/^mod_/, '');
}

/** lib.php of a component, or a core file by its prefix. */
export function libraryOf(component: string): string {
  return coreFiles[component] ?? `${folderOf(component)}/lib.php`;
}

/** The components of a line's release, those of earlier lines included. */
export function componentsOf(line: string): string[] {
  return Object.keys(plugins)
    .filter((since) => since <= line)
    .flatMap(componentsSince);
}

export function componentsSince(line: string): string[] {
  return (plugins[line] ?? '').split(/\s+/).filter((name) => name !== '');
}

/** Every file of one plugin, written. */
export function pluginFiles(component: string, version: string, requires: string): Edit[] {
  const folder = folderOf(component);
  const prefix = prefixOf(component);
  return [
    write(`${folder}/version.php`, versionPhp(component, version, requires)),
    write(`${folder}/lib.php`, library(prefix)),
    write(`${folder}/lang/en/${prefix}.php`, php(`$string['pluginname'] = '${titleOf(component)}';\n`)),
    write(
      `${folder}/db/access.php`,
      php(`$capabilities = array(\n${capability(component, 'view')}${capability(component, 'manage')});\n`),
    ),
  ];
}

export function versionPhp(component: string, version: string, requires: string): string {
  return php(
    `$plugin->version   = ${version};\n$plugin->requires  = ${requires};\n$plugin->component = '${component}';\n$plugin->maturity  = MATURITY_STABLE;\n`,
  );
}

export function coreVersionPhp(version: string, release: string, branch: string, maturity: string): string {
  return php(
    `$version  = ${version};\n$release  = '${release}';\n$branch   = '${branch}';\n$maturity = MATURITY_${maturity};\n`,
  );
}

/** What 2.1 starts from. */
export function firstFiles(version: string): Edit[] {
  return [
    write(
      'index.php',
      php(
        "require_once('config.php');\nrequire_once($CFG->libdir . '/filelib.php');\nredirect_if_major_upgrade_required();\n",
      ),
    ),
    write(
      'config-dist.php',
      php("$CFG = new stdClass();\n$CFG->wwwroot = 'http://example.com/moodle';\n$CFG->dirroot = __DIR__;\n"),
    ),
    write('README.txt', 'Moodle: a course management system.\n'),
    write(
      'lib/db/upgrade.php',
      php(
        'function xmldb_main_upgrade($oldversion) {\n    global $CFG, $DB;\n    // Steps below, oldest first.\n    return true;\n}\n',
      ),
    ),
    write('lib/db/access.php', php(`$capabilities = array(\n${capability('moodle/site', 'config')});\n`)),
    write('lib/db/services.php', php('$functions = array();\n')),
    write('lib/db/install.xml', '<?xml version="1.0" encoding="UTF-8" ?>\n<XMLDB PATH="lib/db" VERSION="1"></XMLDB>\n'),
    write('.gitignore', '/config.php\n'),
    ...Object.entries(coreFiles).map(([prefix, path]) => write(path, library(prefix))),
    ...componentsSince('2.1').flatMap((component) => pluginFiles(component, version, version)),
  ];
}

/** The line of a function that everyday changes change: how many records it reads. */
export function limitLine(prefix: string, noun: string, limit: string | number): string {
  return `    $limit = ${prefix}_limit('${noun}', ${limit});\n`;
}

/** Another limit in a component's library. */
export function limit(component: string, noun: string, from: string | number, to: string | number): Edit {
  const prefix = prefixOf(component);
  return {
    kind: 'replace',
    path: libraryOf(component),
    old: limitLine(prefix, noun, from),
    new: limitLine(prefix, noun, to),
  };
}

/** One more condition before a component's records are read. */
export function guard(component: string, noun: string, text: string): Edit {
  const line = contextLine(prefixOf(component), noun);
  return { kind: 'replace', path: libraryOf(component), old: line, new: `${line}    ${text}\n` };
}

export function write(path: string, text: string): Edit {
  return { kind: 'write', path, text };
}

export function php(body: string): string {
  return `<?php\n// This file is part of Moodle - http://moodle.org/\n\ndefined('MOODLE_INTERNAL') || die();\n\n${body}`;
}

function library(prefix: string): string {
  return php([...reserved, ...everyday].map((noun) => functionText(prefix, noun)).join('\n'));
}

function contextLine(prefix: string, noun: string): string {
  return `    $context = ${prefix}_context('${noun}', $id);\n`;
}

// The changed lines have three lines of their own function on each side, so a change keeps its patch id wherever it goes.
function functionText(prefix: string, noun: string): string {
  return `/**
 * The ${noun} a person may see.
 *
 * @param int $id
 * @return array
 */
function ${prefix}_get_${noun}($id) {
    global $CFG, $DB;
${contextLine(prefix, noun)}${limitLine(prefix, noun, 20)}    $table = '${prefix}_${noun}';
    $records = $DB->get_records($table, array('parent' => $id), 'id', '*', 0, $limit);
    return ${prefix}_visible($records, $context);
}
`;
}

function capability(component: string, verb: string): string {
  return `    '${component.replace('_', '/')}:${verb}' => array('captype' => 'read', 'contextlevel' => CONTEXT_SYSTEM),\n`;
}

function titleOf(component: string): string {
  const name = component.split('_').slice(1).join(' ');
  return name.charAt(0).toUpperCase() + name.slice(1);
}
