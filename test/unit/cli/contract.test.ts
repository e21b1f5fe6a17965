import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { optionRules, optionUsage } from '../../../src/cli/arguments';
import type { OptionName } from '../../../src/cli/arguments';
import { verbs } from '../../../src/cli/main';
import { predictionOrder } from '../../../src/present';
import type { Flag, Status } from '../../../src/release/types';
import type { AssemblyState, Session } from '../../../src/session';
import {
  change,
  flags,
  id,
  nameReasons,
  nameWarnings,
  outageKinds,
  reasons,
  role,
  states,
  status,
} from '../present/samples';
import { invalid, schema } from './schema';
import { moodleRelease } from './world';

const page = readFileSync('docs/cli.md', 'utf8');

/** Validates what a command line printed, as one JSON value of this definition. */
async function holds(
  definition: string,
  argv: readonly string[],
  world: Parameters<typeof moodleRelease>[1],
): Promise<void> {
  const ran = await moodleRelease([...argv, '--json'], world);
  const value: unknown = JSON.parse(ran.stdout);
  for (const one of Array.isArray(value) ? value : [value]) {
    assert.deepEqual(invalid(definition, one), []);
  }
}

/** A role branch with a list, and all that may be said of it. */
const assembly: AssemblyState = {
  ...{
    customer: 'LUVLE',
    line: '2.6',
    role: 'testing',
    suffix: null,
    branch: null,
    path: 'lists/LUVLE/2.6/testing.yaml',
  },
  list: {
    ...{ customer: 'LUVLE', line: '2.6', role: 'testing', suffix: null, upstream: 'v2.6.0' },
    merges: [{ change: 'LUVLE/hack/core', pin: null, hold: 'exams', exclude: null }],
    declined: [id('d')],
  },
  problems: [
    {
      ...{ severity: 'warning', code: 'x', message: 'x', path: 'lists/x.yaml' },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
    },
  ],
  entries: [
    {
      ...{ change: 'LUVLE/hack/core', branch: null, tip: null, pin: null, merged: 'no' },
      left: { why: 'held', because: 'exams' },
    },
  ],
  clashes: [{ change: 'LUVLE/hack/core', with: null, paths: ['a.php'] }],
};

/** The status before and after a fetch, which brings a release. */
function fetching(before: string, after: string): () => Promise<Status> {
  const answers = [before, after];
  return () => Promise.resolve(status([], { roles: [role({ newest: answers.shift() ?? after })] }));
}

/** The text below a heading, up to the next one. */
function section(heading: string): string {
  return new RegExp(`^###? ${heading}\\n(.*?)(?=^##|(?![^]))`, 'ms').exec(page)?.[1] ?? '';
}

function firstColumn(text: string): string[] {
  return Array.from(text.matchAll(/^\| `([^`]+)`/gm), ([, cell = '']) => cell);
}

describe('the JSON', () => {
  it('of status is what the schema says', async () => {
    const all = Object.entries(reasons).map(([code, detail]) =>
      change({ reason: { code: code as keyof typeof reasons, detail } }),
    );
    await holds('status', ['status'], {
      status: status(
        [
          ...all,
          change({
            branch: 'LUVLE-2.6-hack-mod_resource-singlefiles',
            also: Object.keys(flags) as Flag[],
            missing: [{ id: id('f'), subject: 'x' }],
            probable: [{ id: id('b'), subject: 'x', upstream: [{ id: id('c'), subject: 'y' }] }],
            accounted: { [id('b1')]: 'same-patch' },
            predecessor: null,
            base: null,
            truth: null,
            where: null,
            movedBy: null,
            movedAt: null,
          }),
        ],
        {
          configuration: {
            source: { kind: 'branch', path: 'refs/heads/moodle-release:moodle-release.yaml' },
            diagnostics: [
              {
                ...{ severity: 'error', code: 'syntax', message: 'x', path: 'decisions/x.yaml' },
                range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
              },
            ],
            stale: false,
          },
          lines: [
            {
              customer: 'LUVLE',
              line: '2.6',
              branch: 26,
              life: 'preparing',
              base: { tag: 'v2.6.0', commit: null },
              lastRelease: null,
              changes: 3,
            },
          ],
          remotes: [{ name: 'origin', role: 'unknown', fetchedAt: null, note: 'upstream-stand-in' }],
          roles: [role()],
          alarms: [
            {
              code: 'dropped-out',
              customer: 'LUVLE',
              line: '2.6',
              change: 'LUVLE/hack/core',
              detail: { before: '2.5' },
            },
          ],
          unparsed: [
            {
              ref: 'refs/heads/x',
              name: 'x',
              reason: { code: 'no-version', token: '', at: 0 },
              suggestion: null,
            },
          ],
        },
      ),
    });
  });

  it('of names is what the schema says', async () => {
    const names = [
      'LUVLE-2.5-hack-mod_resource-singlefiles',
      'LUVLE-401-test-x',
      'main',
      'MDL-1-405',
      'luns-moodle-lu_2.5',
      'LUVLE-2-5.deployment',
      'a b',
    ];
    await holds('name', ['names', ...names], {});
  });

  it('of the other verbs is what the schema says', async () => {
    const outage = {
      code: 2,
      certain: false,
      because: [{ kind: 'submodule', subject: 'local/x', from: null, to: 'a' }],
    } as const;
    await holds('outage', ['outage', 'a', 'b'], { session: { outage: () => Promise.resolve(outage) } });
    await holds('fetch', ['fetch', '-y'], {
      remotes: [{ name: 'origin', role: 'upstream', fetchedAt: null, note: null }],
      session: {
        fetch: () => Promise.resolve([{ remote: 'origin', ok: true, message: '' }]),
        status: fetching('v2.5.1', 'v2.5.2'),
      },
    });
    const plans = { assemblies: () => Promise.resolve([assembly]) } as unknown as Session['plans'];
    await holds('list', ['list', 'testing'], { session: { plans } });
    await holds('demo', ['demo'], { rooms: { makeDemo: () => Promise.resolve({ repository: '/x' }) } });
  });

  it('knows every code', () => {
    const codes = (definition: string, property: string): (string | null)[] => {
      const found = schema.definitions[definition]?.properties[property];
      return [...(found?.enum ?? found?.items?.enum ?? [])].sort();
    };
    assert.deepEqual(codes('change', 'state'), Object.keys(states).sort());
    assert.deepEqual(codes('change', 'also'), [...Object.keys(states), ...Object.keys(flags)].sort());
    assert.deepEqual(codes('reason', 'code'), Object.keys(reasons).sort());
    assert.deepEqual(codes('nameReason', 'code'), Object.keys(nameReasons).sort());
    assert.deepEqual(codes('cause', 'kind'), Object.keys(outageKinds).sort());
    assert.deepEqual(codes('name', 'warnings'), Object.keys(nameWarnings).sort());
    assert.deepEqual(codes('prediction', 'result'), predictionOrder.toSorted());
    assert.deepEqual(codes('branch', 'result'), predictionOrder.toSorted());
  });
});

describe('docs/cli.md', () => {
  it('explains each definition once, and nothing else', () => {
    const headings = Array.from(page.matchAll(/^### (.*)$/gm), ([, heading]) => heading);
    assert.deepEqual(headings.toSorted(), Object.keys(schema.definitions).toSorted());
  });

  for (const [definition, { properties }] of Object.entries(schema.definitions)) {
    it(`explains every field of ${definition}, and no other`, () => {
      assert.deepEqual(firstColumn(section(definition)), Object.keys(properties));
    });

    it(`names every value of ${definition}`, () => {
      const text = section(definition);
      // Said once, where the same values come first.
      const elsewhere = ['role.where'];
      const values = Object.entries(properties).flatMap(([name, field]) =>
        elsewhere.includes(`${definition}.${name}`) ? [] : [...(field.enum ?? []), ...(field.items?.enum ?? [])],
      );
      for (const value of values) if (typeof value === 'string') assert.ok(text.includes(`\`${value}\``), value);
    });
  }

  it('has every verb and every option', () => {
    const written = verbs.map((verb) => `${verb.name} ${verb.operands.replaceAll('|', '\\|')}`);
    assert.deepEqual(firstColumn(section('Verbs')), written);
    const options = (Object.keys(optionRules) as OptionName[])
      .map((name) => optionUsage(name).replaceAll('|', '\\|'))
      .toSorted();
    assert.deepEqual(firstColumn(section('Options')).toSorted(), options);
    assert.deepEqual(firstColumn(section('Exit codes')), ['0', '1', '2', '3', '4', '130']);
  });
});
