import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The Chromium of this machine, or the one CHROMIUM names; undefined when there is none. */
export function chromiumPath() {
  return [process.env.CHROMIUM, ...places].find((path) => path && existsSync(path));
}

/** A headless browser. It shows only our own server, and as root it cannot have its sandbox. */
export function launchBrowser() {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
  return chromium.launch({ executablePath: chromiumPath(), args });
}
