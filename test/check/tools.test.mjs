// The compiler, the linter and the formatter, each as it is run by hand.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { it } from 'node:test';

/** Runs a tool of ours; its output is the failure's message. */
function run(tool, ...args) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [tool, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (output += part));
    child.once('error', fail).once('close', (code) => done({ code, output }));
  });
}

async function passes(tool, ...args) {
  const { code, output } = await run(tool, ...args);
  assert.equal(code, 0, output);
}

it('type-checks', () => passes('node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'));
it('type-checks the pages', () => passes('node_modules/typescript/bin/tsc', '--noEmit', '-p', 'webview'));
it('lints', () => passes('node_modules/eslint/bin/eslint.js', '.', '--max-warnings=0'));
it('is formatted', () => passes('node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'));
it('has generated what follows from the source', () => passes('scripts/gen.mjs', '--check'));
