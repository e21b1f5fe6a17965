// Page objects for VS Code's window, by roles, ids and the class names VS Code's own smoke tests rely on.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from '../rig/browser.mjs';
import { startServer } from '../rig/server.mjs';

/** Name in the theme picker, class of the window. */
export const themes = {
  dark: ['Dark Modern', 'vs-dark'],
  light: ['Light Modern', 'vs'],
  hc: ['Dark High Contrast', 'hc-black'],
  'hc-light': ['Light High Contrast', 'hc-light'],
};

const second = 1000;

/**
 * Tries until it works: VS Code redraws lists, menus and the palette while contributions still arrive.
 * @param {() => Promise<boolean>} attempt
 */
async function until(attempt, what, { page, within = 30 * second, pause = 250 }) {
  for (const end = Date.now() + within; Date.now() < end; await page.waitForTimeout(pause)) {
    if (await attempt()) return;
  }
  throw new Error(`${what}: not within ${within / second} s`);
}

/**
 * Opens a window of a real VS Code on a folder.
 * @param {object} options
 * @param {ReturnType<typeof import('../rig/server.mjs').foldersIn>} options.folders with the extension installed
 * @param {string} [options.folder]
 * @param {string} [options.workspace] a workspace file, in place of a folder
 * @param {Record<string, unknown>} [options.settings]
 * @param {Record<string, string>} [options.env] for the server and the extension
 * @param {boolean} [options.trust] whether VS Code asks about trust
 * @param {string} [options.language] the language extensions are to speak; VS Code itself needs a language pack for one
 * @param {{ width: number, height: number }} [options.viewport]
 */
export async function openWorkbench({
  folders,
  folder,
  workspace,
  settings,
  env,
  trust,
  language,
  viewport = { width: 1280, height: 800 },
}) {
  const server = await startServer({ folders, settings, env, trust });
  try {
    const browser = await launchBrowser();
    const context = await browser.newContext({ viewport, permissions: ['clipboard-read', 'clipboard-write'] });
    if (language) {
      // What a language pack sets; the page's own English would set it again.
      const speak = (value) =>
        Object.defineProperty(globalThis, '_VSCODE_NLS_LANGUAGE', { get: () => value, set() {} });
      await context.addInitScript(speak, language);
    }
    const page = await context.newPage();
    page.setDefaultTimeout(30 * second);
    const window = new Workbench(page, browser, server);
    await window.open({ folder, workspace });
    return window;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

export class Workbench {
  #browser;
  #server;

  constructor(page, browser, server) {
    this.page = page;
    this.#browser = browser;
    this.#server = server;
  }

  /** Opens a folder or a workspace file in the window, or neither. */
  async open(what) {
    await this.page.goto(this.#server.url(what));
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 90 * second });
  }

  async close() {
    await this.#browser.close();
    await this.#server.stop();
  }

  #until(attempt, what, options) {
    return until(attempt, what, { page: this.page, ...options });
  }

  // Views

  /** Opens a container of the activity bar by its title. */
  async openContainer(title) {
    const tab = this.page.locator('.activitybar').getByRole('tab', { name: new RegExp(`^${title}`) });
    if ((await tab.getAttribute('aria-expanded')) !== 'true') await tab.click();
    await this.page.locator('.sidebar .title-label').waitFor();
  }

  /** Drags the side bar's edge, and leaves the mouse where nothing answers it. */
  async widenSidebar(width) {
    const { x, y, width: now, height } = await this.page.locator('.part.sidebar').boundingBox();
    await this.page.mouse.move(x + now, y + height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(x + width, y + height / 2, { steps: 5 });
    await this.page.mouse.up();
    await this.page.mouse.move(x + 2 * width, 2);
  }

  /** One view of the side bar: its header, message and tree. */
  view(name) {
    const header = this.page.locator(`.pane-header[aria-label^="${name} "]`);
    return this.page.locator('.sidebar .pane', { has: header });
  }

  /** Tree items whose spoken name matches. */
  item(name, within = this.page) {
    return within.getByRole('treeitem', { name });
  }

  /** Clicks an item until it is the one that is selected: a tree that is made anew shows another one there. */
  async select(name, within) {
    const selected = async () => {
      await this.item(name, within).first().click();
      return (await this.item(name, within).first().getAttribute('aria-selected')) === 'true';
    };
    await this.#until(selected, `selection of ${name}`);
  }

  async expand(name, within) {
    const item = this.item(name, within).first();
    await item.waitFor();
    if ((await item.getAttribute('aria-expanded')) === 'false') await item.locator('.monaco-tl-twistie').click();
  }

  /** Spoken names of the items a view shows now; a list draws only those in sight. */
  async spokenItems(within = this.page) {
    const items = await within.getByRole('treeitem').all();
    return Promise.all(items.map((item) => item.getAttribute('aria-label')));
  }

  /**
   * Goes through a view with the keyboard alone, opening the closed items whose spoken name matches `open`.
   * @returns {Promise<{ level: number, spoken: string }[]>} every item passed, in order
   */
  async walk(view, { open }) {
    const press = (key) => this.page.keyboard.press(key);
    const row = () => view.locator('.monaco-list-rows .monaco-list-row.focused');
    const read = async () => {
      const [level, spoken] = await Promise.all(['aria-level', 'aria-label'].map((name) => row().getAttribute(name)));
      return { level: Number(level), spoken, id: await row().getAttribute('id') };
    };
    await view.locator('.monaco-list').first().focus();
    await press('Home');
    await row().waitFor();
    const passed = [];
    for (let now = await read(); now.id !== passed.at(-1)?.id; now = await read()) {
      passed.push(now);
      const closed = (await row().getAttribute('aria-expanded')) === 'false';
      // The first press opens the item; one when its children are there goes to the first of them.
      const enter = () => press('ArrowRight').then(async () => (await read()).level > now.level);
      if (closed && open.test(now.spoken)) await this.#until(enter, `children of ${now.spoken}`, { pause: 50 });
      else await press('ArrowDown');
    }
    return passed.map(({ level, spoken }) => ({ level, spoken }));
  }

  /** Drags one item onto another, slowly enough for a tree to see where it is held. */
  async drag(item, onto) {
    const { mouse } = this.page;
    const [from, to] = await Promise.all([item, onto].map((one) => one.boundingBox()));
    const [x, y] = [from.x + from.width / 3, from.y + from.height / 2];
    await mouse.move(x, y);
    await mouse.down();
    await mouse.move(x + 8, y + 2, { steps: 4 });
    await this.page.waitForTimeout(300);
    await mouse.move(x + 8, to.y + to.height / 2, { steps: 10 });
    await this.page.waitForTimeout(700);
    await mouse.move(x + 10, to.y + to.height / 2, { steps: 2 });
    await this.page.waitForTimeout(300);
    await mouse.up();
  }

  async inlineAction(item, action) {
    await this.item(item).first().hover();
    await this.item(item).first().getByRole('button', { name: action }).click();
  }

  // Menus

  /** VS Code's menus live in a shadow root, which has a focus of its own. */
  #focusedText() {
    return this.page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.textContent?.trim();
    });
  }

  get #menuItems() {
    return this.page.locator('.context-view').getByRole('menuitem');
  }

  async closeMenu() {
    await this.page.keyboard.press('Escape');
    await this.page.locator('.context-view .monaco-menu').waitFor({ state: 'detached' });
  }

  /** Titles in an item's context menu. */
  async menuTitles(item) {
    await this.item(item).first().click({ button: 'right' });
    await this.#menuItems.first().waitFor();
    const titles = await this.#menuItems.allTextContents();
    await this.closeMenu();
    return titles.map((title) => title.trim()).filter(Boolean);
  }

  /**
   * A menu ignores the mouse for a moment after it opened, so the click is repeated until the menu is gone; it is opened
   * again where a tree that was made anew has closed it.
   */
  async chooseInMenu(item, title) {
    const entry = this.#menuItems.filter({ hasText: title }).first();
    const opened = async () => {
      await this.item(item).first().click({ button: 'right' });
      return entry.waitFor({ timeout: 3 * second }).then(
        () => true,
        () => false,
      );
    };
    await this.#until(opened, `menu of ${item}`);
    const clicked = async () => {
      if (await entry.isVisible()) await entry.click({ timeout: 2 * second }).catch(() => undefined);
      return !(await entry.isVisible());
    };
    await this.#until(clicked, `menu entry ${title}`);
  }

  /** The same for the item that has the keyboard, without a mouse. */
  async chooseByKeyboard(title) {
    await this.page.keyboard.press('Shift+F10');
    await this.#menuItems.first().waitFor();
    const down = async () => {
      await this.page.keyboard.press('ArrowDown');
      return (await this.#focusedText()) === title;
    };
    await this.#until(down, `menu entry ${title}`, { pause: 50 });
    await this.page.keyboard.press('Enter');
  }

  // Palette and quick input

  get quickInput() {
    return this.page.locator('.quick-input-widget:visible');
  }

  get #quickRows() {
    return this.quickInput.locator('.quick-input-list .monaco-list-row');
  }

  async closeQuickInput() {
    if (!(await this.quickInput.isVisible())) return;
    await this.page.keyboard.press('Escape');
    await this.quickInput.waitFor({ state: 'hidden' });
  }

  /** Runs the command of exactly this title; the palette is opened anew until it knows it. */
  async run(title) {
    const label = (suffix) => `.monaco-list-row[aria-label${suffix}]`;
    const row = this.page.locator(
      `.quick-input-widget :is(${label(`=${JSON.stringify(title)}`)}, ${label(`^=${JSON.stringify(`${title},`)}`)})`,
    );
    const patience = { timeout: 3 * second };
    const choose = async () => {
      await this.closeQuickInput();
      await this.page.keyboard.press('F1');
      await this.quickInput.locator('input.input').fill(`>${title}`, patience);
      await row.first().click(patience);
      return true;
    };
    const chosen = () => choose().catch(() => false);
    await this.#until(chosen, `command ${title}`);
  }

  /** The same with the keyboard alone. */
  async runByKeyboard(title) {
    const first = this.page.locator(`.quick-input-list .monaco-list-row.focused[aria-label^=${JSON.stringify(title)}]`);
    const patience = { timeout: 3 * second };
    const choose = async () => {
      await this.closeQuickInput();
      await this.page.keyboard.press('F1');
      await this.quickInput.waitFor(patience);
      await this.page.keyboard.type(title);
      await first.waitFor(patience);
      await this.page.keyboard.press('Enter');
      return true;
    };
    const chosen = () => choose().catch(() => false);
    await this.#until(chosen, `command ${title}`);
  }

  /** Answers a question that takes several with the one whose row has this text, whatever was ticked before. */
  async tickOnly(text) {
    const all = this.quickInput.getByRole('checkbox', { name: 'Toggle all checkboxes' });
    await this.#quickRows.first().waitFor();
    await all.click();
    if ((await all.getAttribute('aria-checked')) === 'true') await all.click();
    await this.tick([text]);
  }

  /** Answers it with what is ticked and the rows that have these texts. */
  async tick(texts) {
    await this.quickInput.getByRole('checkbox', { name: 'Toggle all checkboxes' }).waitFor();
    for (const text of texts) {
      await this.type(text, { accept: false });
      await this.pick(text);
    }
    await this.page.keyboard.press('Enter');
  }

  async pick(label) {
    await this.#quickRows.filter({ hasText: label }).first().click();
  }

  /** Labels on offer. */
  async choices() {
    await this.#quickRows.first().waitFor();
    const labels = await this.#quickRows.locator('.label-name:not(.quick-input-list-label-meta *)').allTextContents();
    return labels.map((label) => label.trim());
  }

  /** Answers the question with this placeholder, once it is asked. */
  async reply(placeholder, text) {
    await this.quickInput.locator(`input.input[placeholder^=${JSON.stringify(placeholder)}]`).waitFor();
    await this.type(text);
  }

  async type(text, { accept = true } = {}) {
    await this.quickInput.locator('input.input').fill(text);
    if (accept) await this.page.keyboard.press('Enter');
  }

  /** The sentence below the input box. */
  quickMessage() {
    return this.quickInput.locator('.quick-input-message').innerText();
  }

  async openFile(name) {
    await this.page.keyboard.press('Control+p');
    await this.type(name, { accept: false });
    await this.pick(name);
  }

  // Notifications, dialogs, status bar

  notification(text) {
    return this.page.locator('.notifications-toasts .notification-toast', { hasText: text });
  }

  /** A modal dialog with this text. */
  dialog(text) {
    return this.page.locator('.monaco-dialog-box', { hasText: text });
  }

  async answer(question, button) {
    await question.getByRole('button', { name: button, exact: true }).click();
  }

  /** An item of the status bar by the id the extension gave it. */
  status(id) {
    return this.page.locator(`.statusbar [id="moodle-release.moodle-release.${id}"]`);
  }

  // Editors, webviews, terminals

  /** Title of the editor in front. */
  editorTitle() {
    return this.page.locator('.tabs-container .tab.active').getAttribute('aria-label');
  }

  /** The line of the document in front that matches. An editor draws spaces as others that do not break. */
  line(pattern) {
    return this.page.locator('.view-line', { hasText: new RegExp(pattern.source.replaceAll(' ', '\\s')) }).first();
  }

  /** What the document in front says, which is more than is in sight. */
  async editorText() {
    await this.page.locator('.editor-instance .view-lines').first().click();
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.press('Control+c');
    await this.page.keyboard.press('Control+Home');
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  /** The frame an extension's page lives in. It is not inside the editor's element, so it is found by its title. */
  async webview(title) {
    let found;
    await this.#until(async () => {
      for (const frame of this.page.frames().filter((one) => one.url().includes('fake.html'))) {
        if ((await frame.title().catch(() => '')) === title) found = frame;
      }
      return found !== undefined;
    }, `webview ${title}`);
    return found;
  }

  /** Takes what the commit says in the merge editor that is open, and completes the merge. */
  async acceptIncoming() {
    const merge = this.page.locator('.merge-editor');
    await merge.locator('.merge-editor-conflict-actions a', { hasText: 'Accept Incoming' }).click();
    await merge.getByText('0 Conflicts Remaining').waitFor();
    await merge.getByRole('button', { name: 'Complete Merge' }).click();
  }

  /** Text of the terminal in front. */
  async terminalText() {
    const rows = this.page.locator('.terminal-wrapper.active .xterm-rows');
    return (await rows.innerText()).replaceAll('\u00a0', ' ');
  }

  // The whole window

  /** Changes the theme through the picker: the server does not see its settings file rewritten from outside. */
  async theme(kind) {
    const [label, className] = themes[kind];
    await this.run('Preferences: Color Theme');
    await this.quickInput.locator('input.input[placeholder*="Theme"]').waitFor();
    await this.type(label, { accept: false });
    await this.#quickRows.filter({ hasText: label }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator(`.monaco-workbench.${className}`).waitFor();
  }

  /** What has the keyboard, as it is spoken. */
  focused() {
    return this.page.evaluate(() => {
      const element = document.activeElement;
      const inList = document.getElementById(element?.getAttribute('aria-activedescendant') ?? '');
      return (inList ?? element)?.getAttribute('aria-label');
    });
  }

  /** Saves a picture of the window where PICTURES says, or else nowhere. */
  async picture(name) {
    const folder = process.env.PICTURES;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }
}
