import assert from 'node:assert/strict';
import type * as FilePromises from 'node:fs/promises';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, it, mock } from 'node:test';
import { PlanError, PlanRunner } from '../../../src/plan';
import { Journals } from '../../../src/plan/journals';
import { tempFolder } from '../../support/tempFolder';
import { set, toyPlan, ToyWorld } from './toyWorld';
import type { ToyEffects } from './toyWorld';

interface Place {
  readonly world: ToyWorld;
  readonly home: string;
  readonly folder: string;
  readonly plans: PlanRunner<ToyEffects>;
}

function place(world = new ToyWorld(), home = tempFolder()): Place {
  const folder = join(home, 'moodle-release', 'journal');
  return { world, home, folder, plans: new PlanRunner({ effects: world.effects(), folder }) };
}

/** A plan whose only step waits, so that its journal stays open. */
async function waiting(world = new ToyWorld()): Promise<Place & { path: string }> {
  const made = place(world);
  world.faults.set('b', 'waits');
  await made.plans.run(toyPlan('p', { s: [[set('a')]], t: [[set('b')]] }));
  return { ...made, path: join(made.folder, '000001.p.open.jsonl') };
}

async function failure(promise: Promise<unknown>): Promise<PlanError> {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(PlanError.is(error), String(error));
  return error;
}

/** The module the product has imported: its functions can be watched there. */
const files = createRequire(__filename)('node:fs/promises') as typeof FilePromises;

describe('a journal', () => {
  it('is on the disk before what it announces is done', async () => {
    const { world, folder, plans } = place();
    world.during = ({ name }) => {
      const text = readFileSync(join(folder, '000001.p.open.jsonl'), 'utf8');
      const last = JSON.parse(text.trim().split('\n').at(-1) ?? '') as { entry: unknown };
      assert.ok(text.endsWith('\n'));
      assert.match(JSON.stringify(last.entry), new RegExp(`"intent".*"set-${name}"`));
      return Promise.resolve();
    };
    await plans.run(toyPlan('p', { s: [[set('a'), set('b')]] }));
  });

  it('says the plan whole, and each line the one before', async () => {
    const { path } = await waiting();
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    const parsed = lines.map(
      (line) => JSON.parse(line) as { number: number; before: string; entry: { plan: unknown } },
    );
    assert.deepEqual(
      parsed.map(({ number }) => number),
      lines.map((_, index) => index),
    );
    assert.equal(new Set(parsed.map(({ before }) => before)).size, lines.length);
    assert.deepEqual(parsed[0]?.entry.plan, toyPlan('p', { s: [[set('a')]], t: [[set('b')]] }));
  });

  it('goes on after a torn last line', async () => {
    for (const torn of ['{"number":', '{"number":5,"before":"x","entry":{"type":"ended"}}']) {
      const { world, path, plans } = await waiting();
      appendFileSync(path, torn);
      assert.equal((await plans.unfinished())[0]?.record?.state, 'waiting');
      world.faults.clear();
      assert.equal((await plans.resume('p', 'forward')).state, 'ended');
      assert.equal((await plans.read('p')).state, 'ended');
    }
  });

  it('is nothing when its first line is torn, and is cleared away', async () => {
    const { folder, path, plans } = await waiting();
    truncateSync(path, 100);
    assert.deepEqual(await plans.unfinished(), []);
    assert.equal((await failure(plans.read('p'))).reason, 'no-such-plan');
    await plans.run(toyPlan('q', { s: [[set('z')]] }));
    assert.deepEqual(readdirSync(folder), ['000001.q.jsonl']);
  });

  it('may end or go between the listing and the reading; a folder of that name is none', async () => {
    const { folder, path, plans } = await waiting();
    mkdirSync(join(folder, '000002.q.open.jsonl'));
    assert.deepEqual(
      (await plans.list()).map(({ id }) => id),
      ['p'],
    );
    const journals = new Journals(folder, {});
    const [name] = await journals.list();
    assert.ok(name);
    renameSync(path, path.replace('.open', ''));
    assert.equal((await failure(journals.readNamed(name))).reason, 'bad-plan', 'found, by its new name');
    rmSync(path.replace('.open', ''));
    assert.equal((await failure(journals.readNamed(name))).reason, 'no-such-plan');
  });

  it('is not gone on with when a line is not what was written', async () => {
    const damages: readonly ((text: string) => string)[] = [
      (text) => text.replace('"set-a"', '"set-b"'),
      (text) => text.replace(/\n.*\n/, '\n'),
      (text) => `${text}{}\n`,
      (text) => text.replace('\n', '\n\n'),
    ];
    for (const damage of damages) {
      const { path, plans } = await waiting();
      const text = damage(readFileSync(path, 'utf8'));
      writeFileSync(path, text);
      assert.deepEqual(await plans.unfinished(), [{ id: 'p', record: null, problem: 'damaged' }]);
      assert.equal((await failure(plans.resume('p', 'back'))).reason, 'damaged');
      assert.equal(readFileSync(path, 'utf8'), text);
      await plans.run(toyPlan('q', { s: [[set('z')]] }));
    }
  });

  it('is not gone on with when a later version has written it', async () => {
    const { path, plans } = await waiting();
    const [first = ''] = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, `${first.replace('"version":1', '"version":2,"more":true')}\n`);
    assert.deepEqual(await plans.unfinished(), [{ id: 'p', record: null, problem: 'newer' }]);
    assert.equal((await failure(plans.resume('p', 'back'))).reason, 'newer');
  });

  it('belongs to the repository it was written in: moved yes, copied no', async () => {
    const { world, home } = await waiting();
    const copy = join(tempFolder(), 'copy');
    cpSync(home, copy, { recursive: true });
    const copied = place(world, copy);
    assert.deepEqual(
      (await copied.plans.unfinished()).map(({ id, problem }) => [id, problem]),
      [['p', 'elsewhere']],
    );
    const error = await failure(copied.plans.resume('p', 'back'));
    assert.deepEqual([error.reason, error.detail['path']], ['elsewhere', place(world, home).folder]);
    assert.equal((await failure(copied.plans.undo('p'))).reason, 'elsewhere');
    assert.equal(world.values.get('a'), '1');
    await copied.plans.run(toyPlan('q', { s: [[set('z')]] }));

    const moved = `${home}-moved`;
    renameSync(home, moved);
    try {
      assert.equal((await place(world, moved).plans.resume('p', 'back')).state, 'ended');
    } finally {
      rmSync(moved, { recursive: true });
    }
  });

  it('keeps its order when the clock is set back, and still ends', async () => {
    const { world, plans } = await waiting();
    world.faults.clear();
    mock.timers.enable({ apis: ['Date'], now: new Date('2001-01-01') });
    try {
      await plans.run(toyPlan('20010101-q', { s: [[set('z')]] }));
      assert.equal((await plans.resume('p', 'forward')).state, 'ended');
      const names = await plans.list();
      assert.deepEqual(
        names.map(({ id }) => id),
        ['20010101-q', 'p'],
      );
    } finally {
      mock.timers.reset();
    }
  });
});

describe('a folder of journals', () => {
  it('opens only what is unfinished at a start, of a thousand', async () => {
    const { folder, plans } = await waiting();
    for (let n = 2; n <= 1001; n += 1) writeFileSync(join(folder, `${String(n).padStart(6, '0')}.old-${n}.jsonl`), '?');
    const opened = mock.method(files, 'open');
    const read = mock.method(files, 'readFile');
    try {
      const unfinished = await plans.unfinished();
      assert.deepEqual(
        unfinished.map(({ id }) => id),
        ['p'],
      );
      assert.deepEqual(
        opened.mock.calls.map(({ arguments: [path] }) => path),
        [join(folder, '000001.p.open.jsonl')],
      );
      assert.equal(read.mock.callCount(), 0);
    } finally {
      mock.restoreAll();
    }
    assert.equal((await plans.list()).length, 1001);
  });

  it('forgets what is 90 days old or behind 50 newer ones, and nothing that is open', async () => {
    const { folder, plans } = await waiting();
    for (let n = 2; n <= 62; n += 1) writeFileSync(join(folder, `${String(n).padStart(6, '0')}.old-${n}.jsonl`), '');
    const days = (n: number): Date => new Date(Date.now() - n * 24 * 3600 * 1000);
    utimesSync(join(folder, '000062.old-62.jsonl'), days(91), days(91));
    utimesSync(join(folder, '000061.old-61.jsonl'), days(89), days(89));
    const forgotten: string[] = [];
    await plans.expire((ids) => {
      forgotten.push(...ids);
      assert.equal(readdirSync(folder).filter((name) => name.endsWith('.jsonl')).length, 62, 'journals go last');
      return Promise.resolve();
    });
    assert.deepEqual(forgotten, [...Array.from({ length: 11 }, (_, n) => `old-${n + 2}`), 'old-62']);
    const left = (await plans.list()).map(({ id }) => id);
    assert.deepEqual([left.length, left[0], left.at(-1)], [50, 'old-61', 'p']);
  });

  it('says that it cannot be written before anything is done', async () => {
    const blocked = tempFolder();
    writeFileSync(join(blocked, 'moodle-release'), '');
    const { world, plans } = place(new ToyWorld(), blocked);
    const error = await failure(plans.run(toyPlan('p', { s: [[set('a')]] })));
    assert.deepEqual([error.reason, error.detail['code'], world.calls], ['unwritable', 'ENOTDIR', []]);
  });

  it('says that the disk is full or read-only, leaving no file, before anything is done', async () => {
    for (const code of ['ENOSPC', 'EROFS'] as const) {
      const { world, folder, plans } = place();
      mkdirSync(folder, { recursive: true });
      const { open } = files;
      mock.method(files, 'open', async (...args: Parameters<typeof open>) => {
        const [path] = args;
        if (!String(path).endsWith('.open.jsonl')) return open(...args);
        const no = Object.assign(new Error(code), { code });
        if (code === 'EROFS') throw no;
        const file = await open(...args);
        mock.method(file, 'write', () => Promise.reject(no));
        return file;
      });
      try {
        const error = await failure(plans.run(toyPlan('p', { s: [[set('a')]] })));
        assert.deepEqual([error.reason, error.detail['code'], world.calls], ['unwritable', code, []]);
        assert.deepEqual(readdirSync(folder), []);
      } finally {
        mock.restoreAll();
      }
    }
  });

  it('stops where the disk is full in the middle, and goes on once there is room', async () => {
    for (const full of [1, 2, 3, 4]) {
      const { world, plans } = place();
      const { open } = files;
      mock.method(files, 'open', async (...args: Parameters<typeof open>) => {
        const file = await open(...args);
        if (!String(args[0]).endsWith('.open.jsonl')) return file;
        const write = file.write.bind(file) as (
          ...bytes: [Buffer, number, number, number]
        ) => Promise<{ bytesWritten: number }>;
        let lines = 0;
        mock.method(file, 'write', async (bytes: Buffer, offset: number, length: number, position: number) => {
          lines += 1;
          if (lines <= full) return write(bytes, offset, length, position);
          await write(bytes, offset, 10, position);
          throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
        });
        return file;
      });
      try {
        const error = await failure(plans.run(toyPlan('p', { s: [[set('a')]], t: [[set('b')]] })));
        assert.deepEqual([error.reason, error.detail['code']], ['unwritable', 'ENOSPC']);
      } finally {
        mock.restoreAll();
      }
      const calls = world.calls.filter((call) => call.startsWith('run'));
      assert.equal(calls.length, full >> 1, 'nothing is done that could not be announced');
      const record = await plans.resume('p', full % 2 === 0 ? 'forward' : 'back');
      assert.equal(record.state, 'ended');
      assert.deepEqual([...world.values.keys()], full % 2 === 0 ? ['a', 'b'] : []);
    }
  });
});
