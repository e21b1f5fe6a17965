import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { config } from '@vscode/l10n';
import * as present from '../../../src/present';
import { change, flags, nameReasons, nameWarnings, reasons, role, states, status } from '../present/samples';

/** Every letter outside a placeholder gets an accent: what shows without one was never handed to a translator. */
function pseudo(text: string): string {
  return text.replace(/\{[^}]*\}|[A-Za-z]/g, (part) => (part.startsWith('{') ? part : `${part}\u0301`));
}

const messages = Object.keys(JSON.parse(readFileSync('l10n/bundle.l10n.json', 'utf8')) as object);
config({ contents: Object.fromEntries(messages.map((message) => [message, pseudo(message)])) });

const words = (text: string): readonly string[] => text.match(/[A-Za-z]{2,}(?!\u0301)/g) ?? [];

/** Words of a text that neither carry an accent nor come from the data it speaks of, be it shortened. */
function bare(text: string, data: unknown): readonly string[] {
  const given = words(JSON.stringify(data));
  // Files and commands are the same in every language; they stand in code.
  const prose = text.replace(/^```.*?^```$|`[^`]*`/gms, '');
  return words(prose.replace(/[A-Za-z]\u0301/g, '')).filter((word) => !given.some((one) => one.startsWith(word)));
}

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] {
  return Object.keys(record) as K[];
}

describe('in a pseudo-locale every word of ours is translated', () => {
  const everyState = keysOf(states).map((state) =>
    change({ state, also: keysOf(flags), shipped: false, owner: 'Ann' }),
  );

  it('about a change', () => {
    for (const one of everyState) {
      for (const text of [
        present.changeDescription(one),
        present.changeSpoken(one),
        present.changeTooltip(one),
        present.explain(one),
      ]) {
        assert.deepEqual(bare(text, one), []);
      }
    }
  });

  it('about reasons, flags and names', () => {
    for (const code of keysOf(reasons)) {
      const reason = { code, detail: reasons[code] };
      assert.deepEqual(bare(present.reasonText(reason), reason.detail), [], code);
    }
    for (const code of keysOf(nameReasons)) {
      assert.deepEqual(bare(present.nameReason({ code, token: nameReasons[code] }), nameReasons[code]), [], code);
    }
    for (const flag of keysOf(flags)) assert.deepEqual(bare(Object.values(present.flagWords(flag)).join(' '), ''), []);
    for (const code of keysOf(nameWarnings)) assert.deepEqual(bare(present.nameWarning(code), ''), [], code);
  });

  it('about the whole', () => {
    const whole = status(everyState);
    for (const text of [present.countsText(whole), present.statusBarText(whole), present.statusBarSpoken(whole)]) {
      assert.deepEqual(bare(text, whole), []);
    }
    for (const { label, description, spoken } of present.groupChanges(whole, 'state')) {
      assert.deepEqual(bare(`${label} ${description} ${spoken}`, ''), []);
    }
  });

  it('about role branches and alarms', () => {
    const one = role();
    for (const text of [present.roleLabel(one), present.roleDescription(one), present.roleTooltip(one)]) {
      assert.deepEqual(bare(text, one), []);
    }
    for (const code of ['dropped-out', 'not-in-deployment', 'not-pushed'] as const) {
      const alarm = { code, customer: 'LUVLE', line: '2.5', change: 'LUVLE/fix/mod_quiz', detail: {} };
      assert.deepEqual(bare(present.alarmText(alarm), alarm), [], code);
    }
  });
});
