import { folderOf, libraryOf, limit, limitLine, pluginFiles, write } from './moodleTree';
import type { Row } from './row';
import { check, fix, hack, plugin } from './row';

/** Changes of LUVLE that 2.5 has and 2.6 has no branch for. Released with 2.5.1-3 unless they say otherwise. */

const attempts = hack('mod_quiz: Show more sections', 'mod_quiz', 'sections', 20, 60);
const paging = hack('MDL-38765 auth_ldap: Page the users', 'auth_ldap', 'users', 20, 500);
const indented = limitLine('theme_base', 'users', 20);

export const pendingRows: readonly Row[] = [
  {
    change: 'LUVLE/feature/local_surveylink',
    about:
      'The survey ended with the academic year: dropped by decision. It is in the release, so it must not just vanish.',
    before: { work: plugin('local_surveylink', 'Ask once a term'), reached: 'release' },
    decision: { decision: 'dropped', because: 'The student survey has its own site since September.' },
    see: { state: 'dropped', reason: 'decision-dropped' },
  },
  {
    change: 'LUVLE/feature/mod_equella',
    about:
      'A submodule whose repository is not here: whether it has to move cannot be known, and unknown is never green.',
    before: {
      work: [
        {
          subject: 'mod_equella: Add as a submodule',
          edits: [
            write(
              '.gitmodules',
              '[submodule "mod/equella"]\n\tpath = mod/equella\n\turl = https://git.example.org/moodle-mod_equella.git\n',
            ),
            { kind: 'submodule', path: 'mod/equella', commit: '5e1f0c2b9a7d4e6f8091a2b3c4d5e6f708192a3b' },
          ],
        },
      ],
      reached: 'release',
    },
    see: { state: 'unknown', reason: 'submodule-absent' },
  },
  {
    change: 'LUVLE/feature/mod_ouwiki',
    about: 'Third-party code the configuration names as external: taken afresh from its maker, never rebased.',
    before: { work: plugin('mod_ouwiki', 'Link to the guide of the library'), reached: 'release' },
    see: { state: 'external', reason: 'configured-external' },
  },
  {
    change: 'LUVLE/feature/block_panopto',
    about: 'External by a decision for this line only.',
    before: { work: plugin('block_panopto'), reached: 'release' },
    decision: { decision: 'external', because: 'Panopto ships a block for 2.6; import that.' },
    see: { state: 'external', reason: 'decision-external' },
  },
  {
    change: 'LUVLE/hack/mod_resource/singlefiles',
    about: 'Upstream took it, and the code is still as we wrote it: replaying ours on 2.6 leaves nothing.',
    before: { work: [hack('mod_resource: Allow single files', 'mod_resource', 'posts', 20, 1)], reached: 'release' },
    upstream: [fix(8, 'MDL-40111 resource: Allow single files', [limit('mod_resource', 'posts', 20, 1)])],
    see: { state: 'adopted', reason: 'all-upstream', adoption: { kind: 'all', n: 1, m: 1 } },
  },
  {
    change: 'LUVLE/hack/mod_assign/markinglimit',
    about:
      'Upstream took it and later changed the same line again: the replay conflicts on 2.6, is empty on the twin, and no revert exists.',
    before: { work: [hack('mod_assign: Raise the marking limit', 'mod_assign', 'users', 20, 40)], reached: 'release' },
    upstream: [
      fix(6, 'MDL-40222 assign: Raise the marking limit', [limit('mod_assign', 'users', 20, 40)]),
      fix(15, 'MDL-41322 assign: Marking limit follows the page size', [
        limit('mod_assign', 'users', 40, '$CFG->pagesize'),
      ]),
    ],
    see: {
      state: 'adopted',
      also: ['twin-changed-since'],
      reason: 'all-upstream',
      adoption: { kind: 'all', n: 1, m: 1 },
    },
  },
  {
    change: 'LUVLE/hack/mod_forum/digesttime',
    about:
      'Upstream took it and reverted it: `git cherry` says adopted, but the fix is not in 2.6. A plain rebase would lose it.',
    before: { work: [hack('mod_forum: Longer digests', 'mod_forum', 'settings', 20, 80)], reached: 'release' },
    upstream: [
      fix(5, 'MDL-40333 forum: Longer digests', [limit('mod_forum', 'settings', 20, 80)]),
      fix(11, 'Revert "MDL-40333 forum: Longer digests"', [limit('mod_forum', 'settings', 80, 20)]),
    ],
    see: { state: 'pending', also: ['twin-differs'], reason: 'not-on-target', adoption: { kind: 'none', n: 0, m: 1 } },
  },
  {
    change: 'LUVLE/hack/core_grades/exportlimit',
    about:
      'Taken, reverted, and then written differently: the replay conflicts and a later commit is the inverse, so only probable.',
    before: { work: [hack('core_grades: Export everything', 'gradeexport', 'users', 20, 0)], reached: 'release' },
    upstream: [
      fix(4, 'MDL-40444 grades: Export everything', [limit('gradeexport', 'users', 20, 0)]),
      fix(9, 'Revert "MDL-40444 grades: Export everything"', [limit('gradeexport', 'users', 0, 20)]),
      fix(17, 'MDL-41444 grades: Let the site decide what is exported', [
        limit('gradeexport', 'users', 20, '$CFG->exportlimit'),
      ]),
    ],
    see: { state: 'pending', also: ['probable'], adoption: { kind: 'probable', n: 0, m: 1 } },
  },
  {
    change: 'LUVLE/hack/mod_quiz/timing',
    about: 'Of two commits upstream took the first: the other still has to move.',
    before: {
      work: [attempts, check('mod_quiz: Lock late users out', 'mod_quiz', 'users', 'quiz_lock($context);')],
      reached: 'release',
    },
    upstream: [fix(7, 'MDL-40555 quiz: Show more sections', attempts.edits)],
    see: { state: 'pending', adoption: { kind: 'some', n: 1, m: 2 } },
  },
  {
    change: 'LUVLE/hack/auth_ldap/paging',
    about: 'Upstream fixed the same issue another way: the number says so, no patch does. A person has to confirm.',
    before: { work: [paging], reached: 'release' },
    upstream: [
      fix(10, 'MDL-38765 ldap: Page the users by the server’s size', [
        limit('auth_ldap', 'users', 20, '$CFG->ldappagesize'),
      ]),
    ],
    see: { state: 'pending', also: ['probable'], adoption: { kind: 'probable', n: 0, m: 1 } },
  },
  {
    change: 'LUVLE/hack/theme_base/indent',
    about:
      'White space only. Patch ids ignore white space, so upstream’s other indentation looks like a twin; the replay conflicts, also on the twin.',
    before: {
      work: [
        {
          subject: 'theme_base: Indent with tabs',
          edits: [{ kind: 'replace', path: libraryOf('theme_base'), old: indented, new: `\t${indented.trimStart()}` }],
        },
      ],
      reached: 'release',
    },
    upstream: [
      fix(13, 'MDL-40666 theme: Indent the limit', [
        { kind: 'replace', path: libraryOf('theme_base'), old: indented, new: `    ${indented}` },
      ]),
    ],
    see: { state: 'pending', also: ['probable'], adoption: { kind: 'probable', n: 0, m: 1 } },
  },
  {
    change: 'LUVLE/feature/enrol_lusi',
    about: 'Plain work to do: four commits, taken by a colleague, two of them merged later than the rest.',
    before: {
      work: plugin('enrol_lusi', 'Read the feed', 'Suspend leavers', 'Log what was skipped'),
      reached: 'release',
      mergedLater: 2,
    },
    decision: { decision: 'owner', because: 'Taken for the summer upgrade.' },
    see: { state: 'pending', reason: 'not-on-target', owner: 'Rae Colleague' },
  },
  {
    change: 'LUVLE/hack/core_course/listlimit',
    about: 'A hack that will move without a conflict; its newest commit is in no role branch yet.',
    before: {
      work: [
        hack('core_course: Longer course lists', 'course', 'sections', 20, 200),
        check('core_course: Hide ended courses', 'course', 'users', 'course_hide($context);'),
      ],
      reached: 'release',
      unmerged: 1,
    },
    see: { state: 'pending' },
  },
  {
    change: 'LUVLE/hack/core/mailbatch',
    about: 'Upstream changed the same line in its own way: the rebase will conflict.',
    before: { work: [hack('core: Send more mail at once', 'messagelib', 'users', 20, 300)], reached: 'release' },
    upstream: [
      fix(14, 'MDL-41777 messaging: Batches follow the server', [limit('messagelib', 'users', 20, '$CFG->mailbatch')]),
    ],
    see: { state: 'pending', adoption: { kind: 'none', n: 0, m: 1 } },
  },
  {
    change: 'LUVLE/hack/core/mailsignature',
    about: 'Collides with the mail batches of the change before it: the merge into testing was settled by hand.',
    before: {
      work: [hack('core: One signature for all mail', 'messagelib', 'users', 20, '$CFG->signaturelimit')],
      reached: 'release',
      resolution: [limit('messagelib', 'users', 300, 'max(300, $CFG->signaturelimit)')],
    },
    see: { state: 'pending' },
  },
  {
    change: 'LUVLE/hack/core_plugin/checkupdates',
    about: 'Upstream moved the file: lib/pluginlib.php is lib/classes/plugin_manager.php in 2.6.',
    before: {
      work: [hack('core_plugin: Check for updates at night', 'pluginlib', 'settings', 20, 3)],
      reached: 'release',
    },
    see: { state: 'pending' },
  },
  {
    change: 'LUVLE/feature/local_luassignment',
    about: 'The lower of a stacked pair.',
    before: { work: plugin('local_luassignment', 'Group submissions'), reached: 'release' },
    see: { state: 'pending' },
  },
  {
    change: 'LUVLE/feature/local_luassignment/marking',
    about: 'Stacked on the assignments: moves after them, onto their new tip.',
    before: {
      work: [
        {
          subject: 'local_luassignment: Second marking',
          edits: [write(`${folderOf('local_luassignment')}/marking.php`, '<?php\n// Second marking.\n')],
        },
      ],
      stackedOn: 'LUVLE/feature/local_luassignment',
      reached: 'release',
    },
    see: { state: 'pending' },
  },
  {
    change: 'LUVLE/feature/set_timetable',
    about: 'Two plugins that go together, one of them merged in from a colleague’s branch.',
    before: {
      work: [
        { subject: 'set_timetable: Add the block', edits: pluginFiles('block_timetable', '2013060300', '2013051400') },
        { subject: 'set_timetable: Add the feed', edits: pluginFiles('local_timetable', '2013060300', '2013051400') },
        {
          subject: 'set_timetable: Join the two',
          edits: [write('local/timetable/join.php', '<?php\n// Joins block and feed.\n')],
        },
      ],
      mergeInside: true,
      reached: 'release',
    },
    see: { state: 'pending', also: ['merge-inside'] },
  },
  {
    change: 'LUVLE/feature/block_luhelp',
    about: 'Its branch was tidied away, but the last release has it: the dropped branch everyone fears.',
    before: { work: plugin('block_luhelp', 'Ask the help desk'), reached: 'release', branch: 'lost' },
    see: { state: 'pending', also: ['branch-lost'], reason: 'branch-lost', alarms: ['dropped-out'] },
  },
  {
    change: 'LUVLE/feature/qtype_stack',
    about: 'Only the internal remote has its branch: it counts all the same.',
    before: { work: plugin('qtype_stack', 'Find Maxima'), reached: 'release', branch: 'remote' },
    see: { state: 'pending' },
  },
  {
    change: 'LUVLE/hack/mod_glossary/autolink',
    about: 'Merged into deployment after the last release: not shipped yet.',
    before: { work: [hack('mod_glossary: Fewer links', 'mod_glossary', 'posts', 20, 5)], reached: 'deployment' },
    see: { state: 'pending' },
  },
  {
    change: 'LUVLE/feature/report_engagement',
    about: 'On trial in testing; deployment lacks it.',
    before: { work: plugin('report_engagement', 'Count logins'), reached: 'testing' },
    see: { state: 'pending', alarms: ['not-in-deployment'] },
  },
  {
    change: 'LUVLE/feature/filter_jwplayer',
    about: 'A trial nobody has merged anywhere.',
    before: { work: plugin('filter_jwplayer'), reached: 'nothing' },
    see: { state: 'pending' },
  },
];
