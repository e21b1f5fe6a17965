// The extension in a made-up language that puts an accent on every letter: a word without one was never translated.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { openSample, step } from './sample.mjs';

const language = 'qps-ploc';
const accent = '\u0301';

/** Placeholders, links and code stay as they are. */
const pseudo = (text) =>
  text.replace(/\{[^}]*\}|\(command:[^)]*\)|`[^`]*`|[A-Za-z]/g, (part) => (part.length > 1 ? part : part + accent));

/** What a translator delivers: the same files, with the language in their names. */
function translate(extension) {
  for (const [from, to] of [
    ['package.nls.json', `package.nls.${language}.json`],
    ['l10n/bundle.l10n.json', `l10n/bundle.l10n.${language}.json`],
  ]) {
    const messages = Object.entries(JSON.parse(readFileSync(join(extension, from), 'utf8')));
    const translated = messages.map(([key, value]) => [key, pseudo(value.message ?? value)]);
    writeFileSync(join(extension, to), JSON.stringify(Object.fromEntries(translated)));
  }
}

/** Codes have words of their own; every other value of a status is data and shown as it is. */
const codes = ['state', 'also', 'reason', 'where', 'twin', 'kind', 'code', 'role', 'life', 'note'];
const words = (text) => text.match(new RegExp(`[A-Za-z]{3,}(?!${accent})`, 'g')) ?? [];
function valuesOf(value) {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => (codes.includes(key) ? [] : valuesOf(part)));
}

let sample;
let data;
before(
  async () => {
    sample = await openSample({ language, prepare: translate });
    const cli = join(sample.extension, 'dist', 'bin', 'moodle-release');
    const status = execFileSync(cli, ['-C', sample.folder, '--json', 'status'], { encoding: 'utf8', maxBuffer: 1e8 });
    data = new Set(valuesOf(JSON.parse(status)).flatMap(words));
  },
  { timeout: 180_000 },
);
after(() => sample?.close());
const inWindow = (name, body) => step(name, () => sample?.window, body);

const english = (text) =>
  words(text.replaceAll(new RegExp(`[A-Za-z]${accent}`, 'g'), '')).filter((word) => !data.has(word));

inWindow('speaks in its views, menus and status bar as it was told', async (window) => {
  await window.openContainer(pseudo('Moodle Release'));
  const branches = window.view(pseudo('Branches'));
  const assembly = window.view(pseudo('Assembly'));
  await window
    .item(/theme_partners/, branches)
    .first()
    .waitFor();
  for (const view of [branches, assembly]) {
    const shown = await view.locator('.title, .message, .label-name, .label-description').allTextContents();
    assert.ok(shown.length > 5);
    assert.deepEqual(english([...shown, ...(await window.spokenItems(view))].join('\n')), []);
  }
  assert.deepEqual(english((await window.menuTitles(/theme_partners/)).join('\n')), []);
  assert.deepEqual(english(await window.status('status').innerText()), []);
});

inWindow('asks and explains in that language too', async (window) => {
  await window.openContainer(pseudo('Moodle Release'));
  await window
    .item(/theme_partners/)
    .first()
    .waitFor();
  await window.run(`${pseudo('Moodle Release')}: ${pseudo('Group Changes by…')}`);
  await window.quickInput.locator(`input.input[placeholder="${pseudo('By what?')}"]`).waitFor();
  await window.quickInput.locator('.label-name', { hasText: pseudo('Owner') }).waitFor();
  const rows = await window.quickInput.locator('.monaco-list-row').all();
  const offered = await Promise.all(rows.map((row) => row.getAttribute('aria-label')));
  assert.deepEqual(english(offered.join('\n')), []);
  await window.closeQuickInput();
  await window.inlineAction(/theme_partners/, pseudo('Explain This State'));
  const page = window.page.frameLocator('iframe.webview').frameLocator('#active-frame').locator('.markdown-body');
  await page.locator('h1', { hasText: 'theme_partners' }).waitFor();
  // Commands and templates to copy are in git's and the file's own words.
  const prose = await page.evaluate((shown) => {
    const copy = shown.cloneNode(true);
    for (const code of copy.querySelectorAll('pre, code')) code.remove();
    return copy.textContent;
  });
  assert.deepEqual(english(prose), []);
});
