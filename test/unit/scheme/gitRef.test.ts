import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { refProblem } from '../../../src/scheme';

const names = [
  'a',
  'LUVLE-2.5-feature-mod_ouwiki',
  'a/b',
  'a.b',
  'a.lock.b',
  'a@b',
  'a{b',
  'MDL-1',
  '\u00fcml\u00e4ut',
  '\u{1f600}',
  '$(x)',
  'a\u202eb',
  "a'b",
  'a"b',
  'a;b',
  'a|b',
  'a,b',
  'a+b',
  'x@',
  '@x',
  'a/HEAD',
  'head',
  'refs/heads/a',
  'a]b',
  '-a',
  'a b',
  'a..b',
  'a~b',
  'a^b',
  'a:b',
  'a?b',
  'a*b',
  'a[b',
  'a\\b',
  'a@{b',
  '@',
  'HEAD',
  '/a',
  'a/',
  'a//b',
  '.a',
  'a/.b',
  'a.',
  'a/b.',
  'a.lock',
  'a.lock/b',
  'a\x01b',
  'a\x7fb',
  'a\tb',
  '.',
  '..',
  'a./b',
] as const;

describe('names git refuses', () => {
  it('are the ones we refuse', () => {
    for (const name of names) {
      const { status } = spawnSync('git', ['check-ref-format', '--branch', name], { stdio: 'ignore', timeout: 10_000 });
      assert.equal(refProblem(name) === null, status === 0, JSON.stringify(name));
    }
  });

  it('are pointed at', () => {
    assert.deepEqual(refProblem('ab cd'), { token: ' ', at: 2 });
    assert.deepEqual(refProblem('a/b.lock/c'), { token: '.lock', at: 3 });
    assert.deepEqual(refProblem(''), { token: '', at: 0 });
  });
});
