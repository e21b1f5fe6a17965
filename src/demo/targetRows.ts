import { guard, limit, pluginFiles, write } from './moodleTree';
import type { Row } from './row';
import { check, fix, hack, inFile, plugin } from './row';

/** Changes of LUVLE with a branch on 2.6. Cut from v2.6.0, and on this machine and the internal remote, unless they say otherwise. */

const toc = hack('mod_wiki: Longer contents', 'mod_wiki', 'sections', 20, 90);
const beep = hack('mod_chat: Do not beep', 'mod_chat', 'users', 20, 2);
const nightly = hack('core: Fewer jobs at night', 'pluginlib', 'users', 20, 4);
const sizes = hack('filter_tex: Larger formulas', 'filter_tex', 'settings', 20, 30);

export const targetRows: readonly Row[] = [
  {
    change: 'LUVLE/hack/mod_chat/beep',
    about: 'Carried first and dropped then: the decision is above whatever the branch says.',
    before: { work: [beep], reached: 'release' },
    now: { commits: [0], where: 'both' },
    decision: { decision: 'dropped', because: '2.6 has a setting for it.' },
    see: { state: 'dropped', reason: 'decision-dropped' },
  },
  {
    change: 'LUVLE/feature/mod_turnitintool',
    about:
      'Somebody pushed the plugin’s own repository under a change’s name: no commit in common with Moodle, so cut from no release.',
    now: {
      how: 'unrelated',
      commits: [
        { subject: 'turnitintool: First import', edits: pluginFiles('mod_turnitintool', '2014010600', '2013111800') },
      ],
      where: 'both',
    },
    see: { state: 'off-base', reason: 'no-common-history' },
  },
  {
    change: 'LUVLE/hack/core_message/popup',
    about: 'Cut from a weekly of 2.7dev on master: it would drag all of upstream’s work since v2.6.0 along.',
    before: { work: [hack('core_message: Shorter popups', 'message', 'users', 20, 6)], reached: 'release' },
    now: { from: 'weekly 2.7dev', commits: [0], where: 'both' },
    see: { state: 'off-base', reason: 'cut-from-no-release' },
  },
  {
    change: 'LUVLE/feature/mod_checklist',
    about:
      'The new release was merged in instead of rebasing onto it. First parents still lead to v2.5.0, so it is stale as well.',
    before: { work: plugin('mod_checklist', 'Tick in order'), reached: 'release' },
    now: { how: 'copied-and-merged', from: 'v2.6.0', where: 'both' },
    see: { state: 'merged', also: ['stale', 'merge-inside'], reason: 'release-merged-in' },
  },
  {
    change: 'LUVLE/feature/theme_lancaster',
    about: 'Named for 2.6, but the very tip of the 2.5 branch.',
    before: { work: plugin('theme_lancaster', 'New crest'), reached: 'release' },
    now: { how: 'copied', where: 'both' },
    see: { state: 'stale', reason: 'cut-from-older-line' },
  },
  {
    change: 'LUVLE/feature/block_oldnews',
    about: 'Copied from a branch of 2.3; 2.5 never had it, and 2.3 is retired, so it has no predecessor.',
    now: { how: 'copied', copyOf: 'LUVLE/feature/block_oldnews', where: 'local' },
    see: { state: 'stale', also: ['not-pushed'], reason: 'cut-from-older-line' },
  },
  {
    change: 'LUVLE/hack/block_html/allowcss',
    about: 'Upstream took it, so the rebase left nothing: the branch is v2.6.0 itself.',
    before: { work: [hack('block_html: Allow styles', 'block_html', 'settings', 20, 25)], reached: 'release' },
    upstream: [fix(3, 'MDL-40123 html: Allow styles', [limit('block_html', 'settings', 20, 25)])],
    now: { commits: [], where: 'both' },
    see: { state: 'adopted', also: ['empty'], reason: 'all-upstream', adoption: { kind: 'all', n: 1, m: 1 } },
  },
  {
    change: 'LUVLE/feature/format_grid',
    about: 'Three commits on 2.5, two on 2.6: the middle one was lost while moving.',
    before: { work: plugin('format_grid', 'Pictures for sections', 'Keyboard'), reached: 'release' },
    now: { commits: [0, 2], where: 'both' },
    see: { state: 'partial', reason: 'part-missing', missing: [1] },
  },
  {
    change: 'LUVLE/feature/mod_mediagallery',
    about: 'The branch was made, the commits were not moved.',
    before: { work: plugin('mod_mediagallery', 'Thumbnails'), reached: 'release' },
    now: { commits: [], where: 'both' },
    see: { state: 'partial', also: ['empty'], reason: 'no-own-commits', missing: [0, 1] },
  },
  {
    change: 'LUVLE/feature/local_mobileapi',
    about: 'First made on 2.6.',
    now: { commits: plugin('local_mobileapi', 'Push messages'), where: 'both', inTesting: true },
    see: { state: 'new', reason: 'first-on-this-line' },
  },
  {
    change: 'LUVLE/hack/core_calendar/terms',
    about: 'A branch somebody has only just started.',
    now: { commits: [], where: 'local' },
    see: { state: 'new', also: ['empty', 'not-pushed'], reason: 'no-own-commits' },
  },
  {
    change: 'LUVLE/feature/local_dashboard',
    about: 'New, with a merge of a colleague’s branch inside.',
    now: {
      commits: [
        ...plugin('local_dashboard', 'Tiles'),
        {
          subject: 'local_dashboard: Sort the tiles',
          edits: [write('local/dashboard/sort.php', '<?php\n// Sorts.\n')],
        },
      ],
      mergeInside: true,
      where: 'both',
    },
    see: { state: 'new', also: ['merge-inside'] },
  },
  {
    change: 'LUVLE/feature/mod_coursework',
    about: 'Moved as it was: the same patches on v2.6.0.',
    before: { work: plugin('mod_coursework', 'Anonymous marking', 'Moderation'), reached: 'release' },
    now: { commits: [0, 1, 2], where: 'both', inTesting: true },
    see: { state: 'carried', reason: 'all-carried' },
  },
  {
    change: 'LUVLE/hack/mod_workshop/allocation',
    about: 'The rebase conflicted and was resolved: another patch, the same author, date and subject.',
    before: { work: [hack('mod_workshop: Allocate more', 'mod_workshop', 'users', 20, 70)], reached: 'release' },
    upstream: [
      fix(12, 'MDL-40888 workshop: Allocation follows the group', [limit('mod_workshop', 'users', 20, '$groupsize')]),
    ],
    now: {
      commits: [{ again: 0, edits: [limit('mod_workshop', 'users', '$groupsize', 'max(70, $groupsize)')] }],
      where: 'both',
      inTesting: true,
    },
    see: { state: 'carried', also: ['changed-while-moving'] },
  },
  {
    change: 'LUVLE/hack/core/nightjobs',
    about: 'Git followed upstream’s rename, so the patch names another file: recognised by author, date and subject.',
    before: { work: [nightly], reached: 'release' },
    now: {
      commits: [{ again: 0, edits: inFile(nightly.edits, 'pluginlib', 'lib/classes/plugin_manager.php') }],
      where: 'both',
    },
    see: { state: 'carried', also: ['changed-while-moving'] },
  },
  {
    change: 'LUVLE/feature/mod_attforblock',
    about: 'Needs a fix of v2.6.1, so it is cut from that tag.',
    before: { work: plugin('mod_attforblock', 'Late marks'), reached: 'release' },
    now: { from: 'v2.6.1', commits: [0, 1], where: 'both' },
    see: { state: 'carried', also: ['other-base'] },
  },
  {
    change: 'LUVLE/feature/tool_lusync',
    about:
      'Cut from a weekly of 2.6+, recorded as an exception: a weekly has no tag, so the decision names the commit.',
    before: { work: plugin('tool_lusync', 'Resume'), reached: 'release' },
    now: { from: 'weekly 2.6+', commits: [0, 1], where: 'both' },
    decision: {
      decision: 'exception-base',
      because: 'Needs the web service fix of the first weekly.',
      base: 'weekly 2.6+',
    },
    see: { state: 'carried', also: ['exception-base'] },
  },
  {
    change: 'LUVLE/feature/block_calendarfeed',
    about: 'Moved by a colleague; this machine has only the remote-tracking ref.',
    before: { work: plugin('block_calendarfeed', 'Private feeds'), reached: 'release' },
    now: { commits: [0, 1], where: 'remote' },
    see: { state: 'carried' },
  },
  {
    change: 'LUVLE/hack/mod_data/export',
    about: 'Here only the first commit is moved, on the remote both: the remote tip contains ours and counts.',
    before: {
      work: [
        hack('mod_data: Export more', 'mod_data', 'posts', 20, 999),
        check('mod_data: Export in order', 'mod_data', 'users', 'data_order($context);'),
      ],
      reached: 'release',
    },
    now: { commits: [0, 1], where: 'behind' },
    see: { state: 'carried' },
  },
  {
    change: 'LUVLE/feature/report_usage',
    about: 'The second commit was moved here and not pushed.',
    before: { work: plugin('report_usage', 'By faculty'), reached: 'release' },
    now: { commits: [0, 1], where: 'ahead' },
    see: { state: 'carried', also: ['not-pushed'], alarms: ['not-pushed'] },
  },
  {
    change: 'LUVLE/hack/mod_lesson/timer',
    about: 'Moved here and, again, by a colleague: the same work twice, neither tip contains the other.',
    before: { work: [hack('mod_lesson: Longer timer', 'mod_lesson', 'settings', 20, 120)], reached: 'release' },
    now: { commits: [0], where: 'diverged' },
    see: { state: 'carried', also: ['not-pushed'], alarms: ['not-pushed'] },
  },
  {
    change: 'LUVLE/feature/mod_oublog',
    about: 'The branch it tracks is gone from the remote.',
    before: { work: plugin('mod_oublog', 'Comments'), reached: 'release' },
    now: { commits: [0, 1], where: 'remote-gone' },
    see: { state: 'carried', also: ['not-pushed'], alarms: ['not-pushed'] },
  },
  {
    change: 'LUVLE/hack/filter_tex/size',
    about: 'Moved on this machine; nobody else has it.',
    before: { work: [sizes], reached: 'release' },
    now: { commits: [0], where: 'local' },
    see: { state: 'carried', also: ['not-pushed'], alarms: ['not-pushed'] },
  },
  {
    change: 'LUVLE/feature/set_bigbluebuttonbn',
    about:
      'Taken afresh in one commit, the old ones squashed by decision; its branch has a name of its own that `names:` explains.',
    before: {
      work: plugin('mod_bigbluebuttonbn', 'Recordings').map((each) => ({
        ...each,
        subject: each.subject.replace('mod_', 'set_'),
      })),
      reached: 'release',
    },
    now: {
      name: 'bigbluebutton-26',
      commits: [
        {
          subject: 'set_bigbluebuttonbn: Import the release for 2.6',
          edits: [
            ...pluginFiles('mod_bigbluebuttonbn', '2014010600', '2013111800'),
            write('mod/bigbluebuttonbn/recordings.php', '<?php\n// Recordings.\n'),
          ],
        },
      ],
      where: 'both',
    },
    decision: { decision: 'squashed', because: 'The maker’s release has both.', commits: [0, 1] },
    see: { state: 'carried' },
  },
  {
    change: 'LUVLE/hack/mod_url/frames',
    about: 'One commit is carried, the other left out by decision.',
    before: {
      work: [
        hack('mod_url: More frames', 'mod_url', 'posts', 20, 11),
        check('mod_url: Warn of old browsers', 'mod_url', 'users', 'url_warn($context);'),
      ],
      reached: 'release',
    },
    now: { commits: [0], where: 'both' },
    decision: { decision: 'left-out', because: 'Nobody has those browsers now.', commits: [1] },
    see: { state: 'carried' },
  },
  {
    change: 'LUVLE/hack/mod_wiki/toc',
    about: 'One commit carried, the other’s issue fixed upstream another way: probably, please confirm.',
    before: {
      work: [toc, hack('MDL-39999 mod_wiki: Find old pages', 'mod_wiki', 'users', 20, 35)],
      reached: 'release',
    },
    upstream: [
      fix(16, 'MDL-39999 wiki: Find old pages by date', [guard('mod_wiki', 'settings', 'wiki_bydate($context);')]),
    ],
    now: { commits: [0], where: 'both' },
    see: { state: 'carried', also: ['probable'] },
  },
  {
    change: 'LUVLE/hack/mod_survey/results',
    about: 'One commit carried, the other taken by upstream as it was.',
    before: {
      work: [
        check('mod_survey: Close early', 'mod_survey', 'users', 'survey_close($context);'),
        hack('mod_survey: All results', 'mod_survey', 'posts', 20, 500),
      ],
      reached: 'release',
    },
    upstream: [fix(18, 'MDL-41999 survey: All results', [limit('mod_survey', 'posts', 20, 500)])],
    now: { commits: [0], where: 'both' },
    see: { state: 'carried', adoption: { kind: 'some', n: 1, m: 2 } },
  },
  {
    change: 'LUVLE/feature/mod_journal',
    about: 'The lower of a stacked pair, both moved.',
    before: { work: plugin('mod_journal', 'Word counts'), reached: 'release' },
    now: { commits: [0, 1], where: 'both', inTesting: true },
    see: { state: 'carried' },
  },
  {
    change: 'LUVLE/feature/mod_journal/export',
    about: 'Stacked on the journal.',
    before: {
      work: [{ subject: 'mod_journal: Export', edits: [write('mod/journal/export.php', '<?php\n// Export.\n')] }],
      stackedOn: 'LUVLE/feature/mod_journal',
      reached: 'release',
    },
    now: { commits: [0], stackedOn: 'LUVLE/feature/mod_journal', where: 'both', inTesting: true },
    see: { state: 'carried' },
  },
  {
    change: 'LUVLE/hack/core_enrol/selfkeys',
    about: 'Offered to the community: the same branch on two remotes.',
    before: { work: [hack('core_enrol: Longer keys', 'enrollib', 'users', 20, 64)], reached: 'release' },
    now: { commits: [0], where: 'both', onPublicToo: true, inTesting: true },
    see: { state: 'carried' },
  },
];

/** EXT goes from 2.4 to 2.5: its own target, with the branches cut from v2.5.0. */
export const partnerRows: readonly Row[] = [
  {
    change: 'EXT/feature/theme_partners',
    about: 'Still to move to 2.5.',
    before: { work: plugin('theme_partners', 'Logos'), reached: 'release' },
    see: { state: 'pending' },
  },
  {
    change: 'EXT/hack/mod_forum/digesttime',
    about: 'Moved as it was.',
    before: { work: [hack('mod_forum: Fewer digests', 'mod_forum', 'posts', 20, 10)], reached: 'release' },
    now: { from: 'v2.5.0', commits: [0], where: 'both' },
    see: { state: 'carried' },
  },
  {
    change: 'EXT/hack/core_course/catalogue',
    about: 'A 2.5 branch cut from v2.6.0.',
    before: { work: [hack('core_course: A catalogue', 'course', 'settings', 20, 44)], reached: 'release' },
    now: { from: 'v2.6.0', commits: [0], where: 'both' },
    see: { state: 'off-base', reason: 'cut-from-newer-line' },
  },
  {
    change: 'EXT/feature/block_partners',
    about: 'First made on 2.5.',
    now: { from: 'v2.5.0', commits: plugin('block_partners'), where: 'both' },
    see: { state: 'new' },
  },
];
