// The page of the Upgrade board in a browser by itself: under the policy it has in VS Code, with a host that only listens.
import esbuild from 'esbuild';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeOptions } from '../../esbuild.mjs';
import { launchBrowser } from '../rig/browser.mjs';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Colours of VS Code's own themes, as far as the page's contrast depends on them. */
const themes = {
  'vscode-dark': {
    ...{ 'editor-background': '#1f1f1f', foreground: '#cccccc', descriptionForeground: '#9d9d9d' },
    ...{ 'textLink-foreground': '#4daafc', 'list-inactiveSelectionBackground': '#37373d' },
    ...{ 'button-background': '#0078d4', 'button-foreground': '#ffffff', focusBorder: '#0078d4' },
    ...{ 'button-secondaryBackground': '#313131', 'button-secondaryForeground': '#cccccc' },
    ...{ 'input-background': '#313131', 'input-foreground': '#cccccc', 'input-placeholderForeground': '#989898' },
    ...{ 'dropdown-background': '#313131', 'dropdown-foreground': '#cccccc' },
    ...{ 'textBlockQuote-background': '#2b2b2b' },
  },
  'vscode-light': {
    ...{ 'editor-background': '#ffffff', foreground: '#3b3b3b', descriptionForeground: '#3b3b3b' },
    ...{ 'textLink-foreground': '#005fb8', 'list-inactiveSelectionBackground': '#e4e6f1' },
    ...{ 'button-background': '#005fb8', 'button-foreground': '#ffffff', focusBorder: '#005fb8' },
    ...{ 'button-secondaryBackground': '#e5e5e5', 'button-secondaryForeground': '#3b3b3b' },
    ...{ 'input-background': '#ffffff', 'input-foreground': '#3b3b3b', 'input-placeholderForeground': '#767676' },
    ...{ 'dropdown-background': '#ffffff', 'dropdown-foreground': '#3b3b3b' },
    ...{ 'textBlockQuote-background': '#f8f8f8' },
  },
};

/** Makes what the host would post of so many changes. */
async function loadSample() {
  const folder = mkdtempSync(join(tmpdir(), 'board-'));
  try {
    const outfile = join(folder, 'sample.cjs');
    await esbuild.build({ ...nodeOptions, entryPoints: ['test/support/boardSample.ts'], outfile, sourcemap: false });
    return require(outfile).sampleBoard;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The page's own files, and the document around them. */
function fileOf(url) {
  const name = new URL(url).pathname.slice(1);
  if (name === 'theme.css') {
    const rules = Object.entries(themes).map(([kind, colours]) => {
      const lines = Object.entries(colours).map(([id, colour]) => `--vscode-${id}: ${colour};`);
      return `:root:has(.${kind}) { --vscode-font-size: 13px; --vscode-font-family: sans-serif; ${lines.join(' ')} }`;
    });
    return { contentType: 'text/css', body: rules.join('\n') };
  }
  if (name !== '') {
    const body = readFileSync(join(process.env.E2E_STAGED, 'dist', 'webview', name), 'utf8');
    return { contentType: name.endsWith('.css') ? 'text/css' : 'text/javascript', body };
  }
  const policy = `default-src 'none'; style-src http://board 'nonce-once'; script-src 'nonce-once'`;
  const body = `<!DOCTYPE html><html lang="en"><head><meta property="csp-nonce" content="once"><title>Board</title>
<link rel="stylesheet" href="theme.css"><link rel="stylesheet" href="upgradeBoard.css"></head>
<body class="vscode-dark"><script nonce="once" src="upgradeBoard.js"></script></body></html>`;
  return { contentType: 'text/html', headers: { 'content-security-policy': policy }, body };
}

/** Stands for VS Code. What the page keeps is kept across a reload, as VS Code keeps it. */
function listeningHost() {
  globalThis.sent = [];
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => globalThis.sent.push(message),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => globalThis.forgotten || sessionStorage.setItem('state', JSON.stringify(state)),
  });
}

export async function openBoardPage() {
  const [browser, sampleBoard] = await Promise.all([launchBrowser(), loadSample()]);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  /** What the browser complains of, the policy's violations among it. */
  const faults = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  await page.addInitScript(listeningHost);
  await page.route('http://board/**', (route) => route.fulfill(fileOf(route.request().url())));
  await page.goto('http://board/');
  return {
    page,
    faults,
    close: () => browser.close(),
    /** Makes the page anew with nothing kept, not even what it was about to keep. */
    async forget() {
      await page.evaluate(() => {
        globalThis.forgotten = true;
        sessionStorage.clear();
      });
      await page.reload();
    },
    /** What the page has sent to the host. */
    sent: () => page.evaluate(() => globalThis.sent),
    /** @returns {Promise<number>} milliseconds until it is painted */
    async post(changes, differ = (model) => model) {
      return page.evaluate(
        async (model) => {
          const start = performance.now();
          globalThis.postMessage({ type: 'model', model });
          await new Promise((done) => globalThis.addEventListener('message', done, { once: true }));
          await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
          return performance.now() - start;
        },
        differ(sampleBoard(changes)),
      );
    },
    /** Names of the changes that are shown, in order. */
    shown: () => page.locator('tr.change .label').allTextContents(),
    /** What has the focus: the text of a cell, or the label of a control. */
    focused: () =>
      page.evaluate(() => {
        const { activeElement: at } = document;
        return at?.getAttribute('aria-label') ?? at?.textContent ?? '';
      }),
    async theme(kind) {
      await page.evaluate((name) => (document.body.className = name), kind);
    },
    /** What axe finds against WCAG's levels A and AA. */
    async barriers() {
      await page.evaluate(axe);
      const found = await page.evaluate(() => globalThis.axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] }));
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`);
    },
  };
}
