// The pictures of the README: `npm run pictures`.
import { after, before } from 'node:test';
import { openSample, step } from './sample.mjs';
import { themes } from './workbench.mjs';

let sample;
const looks = { viewport: { width: 1280, height: 900 }, settings: { 'php.validate.enable': false } };
before(async () => (sample = await openSample({ ...looks, apart: true })), { timeout: 180_000 });
after(() => sample?.close());
const inWindow = (name, body) => step(name, () => sample?.window, body);

inWindow('a state is explained', async (window) => {
  await window.openContainer('Moodle Release');
  await window.widenSidebar(520);
  // Refs alone are shown first, then what is in upstream, and last what moving would come to.
  const change = /^auth_ldap, paging, pending.*conflict/;
  await window.item(change, window.view('Branches')).waitFor();
  await window.chooseInMenu(change, 'Explain This State');
  await window.page.locator('.editor-group-container .tab.active').waitFor();
});

for (const theme of Object.keys(themes)) {
  inWindow(`the views in ${theme}`, async (window) => {
    await window.theme(theme);
    await window.picture(`views-${theme}`);
  });
}

inWindow('the board shows a conflict, and some changes selected', async (window) => {
  await window.run('View: Close All Editors');
  await window.run('View: Toggle Primary Side Bar Visibility');
  await window.run('Moodle Release: Open Upgrade Board');
  const board = await window.webview('Upgrade Board');
  await board.locator('header', { hasText: /\d+ clean/ }).waitFor();
  await board.locator('tr.change', { hasText: 'auth_ldap · paging' }).locator('th').click();
  await board.getByRole('checkbox', { name: 'Select core · mailbatch' }).click();
  await board.getByRole('checkbox', { name: 'Select core_grades' }).click({ modifiers: ['Shift'] });
});

for (const theme of Object.keys(themes)) {
  inWindow(`the board in ${theme}`, async (window) => {
    await window.theme(theme);
    await window.picture(`board-${theme}`);
  });
}

inWindow('a move is previewed', async (window) => {
  await window.theme('dark');
  await window.run('View: Close All Editors');
  await window.run('Moodle Release: Rebase All…');
  await window.line(/^Rebase \d+ changes/).waitFor();
  await window.page.locator('.codelens-decoration', { hasText: 'Run This Plan' }).waitFor();
  await window.picture('preview-dark');
});

inWindow('what was run is in the Journal, with what waits on top', async (window) => {
  await window.run('Moodle Release: Run This Plan');
  await window.notification(/branches wait for you/).waitFor();
  await window.openContainer('Moodle Release');
  await window.run('View: Toggle Primary Side Bar Visibility');
  await window.run('Moodle Release: Focus on Journal View');
  await window.item(/^Rebase \d+ changes.*, waits/, window.view('Journal')).waitFor();
  await window.run('Notifications: Clear All Notifications');
  await window.widenSidebar(360);
  await window.picture('journal-dark');
});
