import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { commands } from '../../../src/contributions/commands';
import type { Command } from '../../../src/contributions/command';
import { viewStates } from '../../../src/contributions/contextKeys';
import { manifest } from '../../../src/contributions/manifest';
import { views, welcomes } from '../../../src/contributions/views';

const { keys, words } = manifest();
const text = JSON.stringify(keys);
const table: [string, Command][] = Object.entries(commands);

/** Every string in a value, with the property it stands under. */
function* strings(value: unknown, property = ''): Generator<[string, string]> {
  if (typeof value === 'string') yield [property, value];
  else if (Array.isArray(value)) for (const item of value) yield* strings(item, property);
  else if (typeof value === 'object' && value !== null)
    for (const [name, item] of Object.entries(value)) yield* strings(item, name);
}

describe('the manifest', () => {
  it('is what the tables say, and every message is among those to be translated', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/gen.mjs', '--check'], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });

  it('has no words of its own: each is a key of package.nls.json, and each key is used', () => {
    const shown = [
      'title',
      'description',
      'name',
      'contents',
      'altText',
      'markdownDescription',
      'category',
      'contextualTitle',
    ];
    const own = [...strings(keys)].filter(
      ([property, value]) => shown.includes(property) && !/^%[\w.-]+%$/.test(value),
    );
    assert.deepEqual(own, []);
    for (const [, key] of text.matchAll(/%([\w.-]+)%/g)) assert.ok(key !== undefined && key in words, key);
    for (const key of Object.keys(words)) assert.ok(text.includes(`%${key}%`), `${key} is used nowhere`);
  });

  it('links only to commands that exist', () => {
    const own = new Set(table.map(([id]) => id));
    for (const view of Object.keys(views)) own.add(`${view}.focus`);
    for (const [, command] of Object.values(words)
      .join('\n')
      .matchAll(/\(command:(moodleRelease\.[\w.]+)/g)) {
      assert.ok(command !== undefined && own.has(command), command);
    }
  });

  it('names only files that exist', () => {
    const files = [...strings(keys)].map(([, value]) => value).filter((value) => /^(\.\/)?media\//.test(value));
    assert.ok(files.length > 5);
    // The schema of the configuration is made by the room that reads it.
    for (const file of files) assert.ok(existsSync(file), file);
  });

  it('has a text for every absence', () => {
    for (const state of viewStates.filter((state) => state !== 'ready')) {
      assert.equal(welcomes.filter(({ when }) => when.endsWith(`moodleRelease.state == ${state}`)).length, 1, state);
    }
  });

  it('keeps items to three actions in line, and gives each of those a place in the menu too', () => {
    for (const view of Object.keys(views)) {
      for (const tag of [
        'change',
        'unparsed',
        'role',
        'alarm',
        'commit',
        'group',
        'entry',
        'loose',
        'addable',
        'news',
      ]) {
        const places = table.flatMap(([id, { places = [] }]) =>
          places.flatMap((place) =>
            'item' in place && place.item === view && place.tags.some((wanted) => wanted === tag)
              ? [{ id, group: place.group }]
              : [],
          ),
        );
        const inline = places.filter(({ group }) => group.startsWith('inline'));
        assert.ok(inline.length <= 3, `${view} ${tag}`);
        for (const { id } of inline)
          assert.ok(
            places.some((place) => place.id === id && !place.group.startsWith('inline')),
            id,
          );
      }
    }
  });

  it('presses keys only while their view has the keyboard', () => {
    const { keybindings } = keys['contributes'] as {
      readonly keybindings: readonly { readonly command: string; readonly key: string; readonly when: string }[];
    };
    assert.deepEqual(
      keybindings.map(({ command, key }) => `${key} ${command}`),
      ['alt+up moodleRelease.moveUp', 'alt+down moodleRelease.moveDown'],
    );
    for (const { when } of keybindings) assert.match(when, /^focusedView == moodleRelease\.assembly && !inputFocus/);
  });

  it('gives a picture to every command that shows as one', () => {
    for (const [id, { icon, places = [] }] of table) {
      if (places.some(({ group }) => /^(inline|navigation)/.test(group))) assert.ok(icon, id);
    }
  });

  it('takes nothing that is run or read from an untrusted workspace', () => {
    const { capabilities } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
    };
    assert.deepEqual(capabilities.untrustedWorkspaces.restrictedConfigurations, [
      'moodleRelease.gitPath',
      'moodleRelease.configurationFile',
    ]);
  });
});
