// The pictures of role branches and releases: `npm run pictures`.
import { after, before } from 'node:test';
import { openSample, step } from './sample.mjs';
import { beginSummer, commandLineOf, leavingOut } from './summerSample.mjs';

const themes = ['dark', 'light'];
const waits = 'LUVLE/feature/mod_attforblock';
const listed = ['feature/mod_attforblock', 'hack/mod_label/many', 'hack/mod_label/few'].concat([
  'hack/mod_data/export',
  'hack/mod_quiz/timing',
  'feature/mod_checklist',
  'feature/theme_lancaster',
]);
const at26 = ['--line', '2.6', '--customer', 'LUVLE'];

let sample;
let call;
const looks = { viewport: { width: 1280, height: 800 }, settings: { 'php.validate.enable': false } };
before(
  async () => {
    sample = await openSample({ ...looks, apart: true });
    call = commandLineOf(sample);
    call('fetch', '--yes');
    beginSummer(sample);
    call('adopt', 'testing', ...at26, '--yes');
    call('list', 'testing', ...at26, ...listed.flatMap((key) => ['--add', `LUVLE/${key}`]), '--yes');
    call('list', 'testing', ...at26, '--hold', waits, '--because', 'It needs v2.6.1', '--yes');
  },
  { timeout: 180_000 },
);
after(() => sample?.close());
const inWindow = (name, body) => step(name, () => sample?.window, body);

/** The picture in each theme. */
async function picture(window, name) {
  for (const theme of themes) {
    await window.theme(theme);
    await window.page.mouse.move(640, 2);
    await window.picture(`${name}-${theme}`);
  }
}

inWindow('a role branch has its list, with who clashes, and what assembling it would come to', async (window) => {
  await window.openContainer('Moodle Release');
  await window.widenSidebar(500);
  await window.run('Moodle Release: Focus on Assembly View');
  await window.page.locator('.pane-header[aria-label^="Branches "]').click();
  const assembly = window.view('Assembly');
  await window.expand(/, 2\.6 testing/, assembly);
  await window.item(/^mod_label · few, clashes/, assembly).waitFor();
  await window.inlineAction(/, 2\.6 testing/, 'Assemble…');
  await window.line(/^Bring up to date /).waitFor();
  await window.page.locator('.codelens-decoration', { hasText: 'Run This Plan' }).waitFor();
  await picture(window, 'assembly');
});

inWindow('a point release is previewed', async (window) => {
  leavingOut(call, 'assemble', 'testing', ...at26);
  call('list', 'testing', ...at26, '--hold', 'LUVLE/hack/mod_label/few', '--because', 'Fifty are wanted', '--yes');
  call('list', 'testing', ...at26, '--all', '--yes');
  const brought = 'LUVLE-2.6-fix-mod_chat';
  call('pick', 'MDL-35465', '--new', brought, ...at26, '--yes');
  call('list', 'testing', ...at26, '--add', 'LUVLE/fix/mod_chat', '--yes');
  call('list', 'deployment', ...at26, '--like', 'testing', '--yes');
  call('assemble', 'testing', ...at26, '--yes');
  call('assemble', 'deployment', ...at26, '--yes');
  await window.run('View: Close All Editors');
  await window.run('Moodle Release: Refresh');
  await window.item(/^Its list, .*2 held$/, window.view('Assembly')).waitFor();
  await window.run('Moodle Release: Minor Release…');
  await window.reply('Which line?', '2.6');
  await window.reply('Which release of Moodle', 'v2.6.1');
  await window.line(/^Bring LUVLE 2\.6 to v2\.6\.1/).waitFor();
  await window.page.locator('.codelens-decoration', { hasText: 'Run This Plan' }).waitFor();
  await picture(window, 'minor');
});

inWindow('two local releases are compared', async (window) => {
  await window.run('Moodle Release: Run This Plan');
  await window.answer(window.dialog('Run this plan'), 'Run');
  await window.line(/ · done/).waitFor();
  await window.run('View: Close All Editors');
  await window.run('Moodle Release: Compare Releases…');
  await window.reply('From which release?', 'lu-moodle-lu_v2.5.1-3');
  await window.reply('From lu-moodle-lu_v2.5.1-3', 'lu-moodle-lu_v2.6.1-0');
  const page = window.page.frameLocator('iframe.webview').frameLocator('#active-frame').locator('.markdown-body');
  await page.getByText('An outage is needed.').waitFor();
  await picture(window, 'compare');
});
