import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dateText } from '../../../src/present';

describe('the date of a commit', () => {
  for (const [signature, text] of [
    ['1372420800 +0100', '2013-06-28 13:00 +0100'],
    ['1372420800 -0330', '2013-06-28 08:30 -0330'],
    ['0 +0000', '1970-01-01 00:00 +0000'],
    ['253402300799 +0000', '9999-12-31 23:59 +0000'],
    ['253402300800 +0000', '253402300800 +0000'],
    ['9999999999999 +0000', '9999999999999 +0000'],
    ['0 -0100', '0 -0100'],
    ['-1 +0000', '-1 +0000'],
    ['', ''],
    ['soon\u001b', 'soon\ufffd'],
  ] as const) {
    it(JSON.stringify(signature), () => {
      assert.equal(dateText(signature), text);
    });
  }
});
