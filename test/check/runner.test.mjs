// The runner's own promise: nothing looks tested that was not.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { verdict } from '../lanes/nodeTests.mjs';

const event = (type, data) => ({ type, data: { name: 'a test', file: '/a.test.js', details: {}, ...data } });
const failure = (failureType) => ({ details: { error: { failureType } } });

const table = [
  ['a test that passed', event('test:pass', {}), 'passed'],
  ['a suite that passed', event('test:pass', { details: { type: 'suite' } }), null],
  ['a skipped test', event('test:pass', { skip: true }), 'failed'],
  ['a test for later', event('test:pass', { todo: 'soon' }), 'failed'],
  ['a file without a test', event('test:pass', { name: '/a.test.js' }), 'failed'],
  ['a test that failed', event('test:fail', failure('testCodeFailure')), 'failed'],
  ['a hook that failed', event('test:fail', failure('hookFailed')), 'failed'],
  ['a suite that failed through its tests', event('test:fail', failure('subtestsFailed')), null],
  [
    'an error after the end',
    event('test:diagnostic', { message: 'x generated asynchronous activity after the test ended' }),
    'failed',
  ],
  ['a remark', event('test:diagnostic', { message: 'tests 3' }), null],
  ['a test --grep leaves out', event('test:pass', { skip: 'test name does not match pattern' }), null],
];

for (const [name, given, expected] of table) {
  it(`counts ${name} as ${expected ?? 'nothing'}`, () => assert.equal(verdict(given), expected));
}
