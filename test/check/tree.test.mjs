// The files of the repository as git knows them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';

const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean);
const isText = (file) =>
  !/\.(png|ico|woff2?|vsix|gz)$/.test(file) && statSync(file, { throwIfNoEntry: false })?.isFile();
const texts = tracked.filter(isText).map((file) => ({ file, text: readFileSync(file, 'utf8') }));
const escaped = (path) => path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Folders of whoever works here, and those of anybody. */
const machine = [
  ...[resolve('.'), homedir()].map((path) => new RegExp(`${escaped(path)}(?![\\w.-])`)),
  /(?<![\w.])\/(home|Users)\/[a-z][\w-]*\//,
];

describe('the tree', () => {
  it('says nothing about the machine it was written on', () => {
    const found = texts.filter(({ text }) => machine.some((path) => path.test(text)));
    assert.deepEqual(
      found.map(({ file }) => file),
      [],
    );
  });

  it('takes folders for temporary files from the system', () => {
    const fixed = texts.filter(({ file, text }) => /^(src|scripts)\//.test(file) && /['"`]\/(var\/)?tmp\b/.test(text));
    assert.deepEqual(
      fixed.map(({ file }) => file),
      [],
    );
  });

  it('has no test that is left out or run alone', () => {
    const tests = texts.filter(({ file }) => /^test\/.*\.(test|e2e)\.m?[jt]s$/.test(file));
    const partial = tests.filter(({ text }) => /\b(it|test|describe)\.(only|skip|todo)\(/.test(text));
    assert.deepEqual(
      partial.map(({ file }) => file),
      [],
    );
  });

  it('has no built or installed file', () => {
    assert.deepEqual(
      tracked.filter((file) => /(^|\/)(node_modules|dist|dist-test|\.cache)\/|\.vsix$/.test(file)),
      [],
    );
  });
});
