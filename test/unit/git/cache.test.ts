import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { diskCache } from '../../../src/git';
import { tempFolder } from '../../support/tempFolder';

const bytes = (text: string): Buffer => Buffer.from(text);

describe('diskCache', () => {
  it('gives back what was put, to the next process too', async () => {
    const folder = join(tempFolder(), 'deep', 'cache');
    await diskCache(folder).put('a', bytes('one'));
    await diskCache(folder).put('b', bytes(''));
    const cache = diskCache(folder);
    assert.equal((await cache.get('a'))?.toString(), 'one');
    assert.equal((await cache.get('b'))?.length, 0);
    assert.equal(await cache.get('c'), undefined);
    assert.equal(statSync(folder).mode & 0o077, 0, 'nobody else may read it');
    assert.equal(readdirSync(folder).length, 2);
  });

  it('takes nothing that was not written for the key', async () => {
    const folder = tempFolder();
    const cache = diskCache(folder);
    await cache.put('a', bytes('one'));
    const [name = ''] = readdirSync(folder);
    const path = join(folder, name);
    await cache.put('b', bytes('two'));
    const other = join(folder, readdirSync(folder).find((each) => each !== name) ?? '');

    const whole = readFileSync(path);
    copyFileSync(other, path);
    assert.equal(await cache.get('a'), undefined, 'another key’s value');
    writeFileSync(path, whole);
    truncateSync(path, whole.length - 1);
    assert.equal(await cache.get('a'), undefined, 'torn');
    writeFileSync(path, '');
    assert.equal(await cache.get('a'), undefined, 'empty');
    await cache.put('a', bytes('again'));
    assert.equal((await cache.get('a'))?.toString(), 'again');
  });

  it('does without when it cannot be written', async () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, '');
    const cache = diskCache(join(file, 'cache'));
    await cache.put('a', bytes('one'));
    assert.equal(await cache.get('a'), undefined);
  });

  it('forgets what was not used for long and what does not fit, and leaves other files alone', async () => {
    const folder = tempFolder();
    const limits = { maxBytes: 1000, maxAge: 3600_000 };
    const seconds = (ago: number): number => Date.now() / 1000 - ago;
    mkdirSync(join(folder, 'someone-elses'));
    for (const key of ['old', 'middle', 'young']) {
      const before = new Set(readdirSync(folder));
      await diskCache(folder, { ...limits, maxBytes: 1e6 }).put(key, Buffer.alloc(400, key));
      const name = readdirSync(folder).find((each) => !before.has(each)) ?? '';
      const ago = { old: 7200, middle: 1800, young: 60 }[key] ?? 0;
      utimesSync(join(folder, name), seconds(ago), seconds(ago));
    }
    const cache = diskCache(folder, limits);
    await cache.put('new', Buffer.alloc(400, 'n'));
    const kept = await Promise.all(
      ['old', 'middle', 'young', 'new'].map(async (key) => (await cache.get(key)) !== undefined),
    );
    assert.deepEqual(kept, [false, false, true, true]);
    assert.ok(readdirSync(folder).includes('someone-elses'));
  });
});
