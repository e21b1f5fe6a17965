import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decisionPath, decisionText, parseDecision } from '../../../src/config';

const path = 'decisions/LUVLE/26/LUVLE~hack~mod_resource~singlefiles.yaml';
const id = '0123456789'.repeat(4);

function file(rows: Readonly<Record<string, string>> = {}): string {
  const whole = {
    schema: '1',
    change: 'LUVLE/hack/mod_resource/singlefiles',
    decision: 'dropped',
    because: 'in 2.6',
    by: 'Anna Lindqvist',
    at: '2014-01-13T09:00:00Z',
    ...rows,
  };
  return Object.entries(whole)
    .map(([key, value]) => (value === '' ? '' : `${key}: ${value}\n`))
    .join('');
}

describe('a decision', () => {
  it('is read with its place', () => {
    assert.deepEqual(parseDecision(path, file({ ticket: '4711' })), {
      decision: {
        change: 'LUVLE/hack/mod_resource/singlefiles',
        customer: 'LUVLE',
        line: '2.6',
        decision: 'dropped',
        because: 'in 2.6',
        by: 'Anna Lindqvist',
        at: '2014-01-13T09:00:00Z',
        ticket: '4711',
        commits: [],
        base: null,
        path,
      },
      diagnostics: [],
    });
  });

  it('may name commits that look like numbers, and a base', () => {
    assert.deepEqual(parseDecision(path, file({ decision: 'squashed', commits: `["${id}"]` })).decision?.commits, [id]);
    assert.equal(parseDecision(path, file({ decision: 'exception-base', base: 'v2.6.1' })).decision?.base, 'v2.6.1');
  });

  const refused: readonly (readonly [what: string, path: string, text: string, said: RegExp])[] = [
    ['is empty', path, '', /^the file: schema is missing\.$/],
    ['is not YAML', path, '{', /./],
    ['is not a map', path, '- x', /^the file: expected a map, found a list\.$/],
    ['lacks the reason', path, file({ because: '' }), /^the file: because is missing\.$/],
    ['gives an empty reason', path, file({ because: '" "' }), /^because: expected some text/],
    ['decides something unknown', path, file({ decision: 'droped' }), /found droped; did you mean dropped\?$/],
    ['is of another schema', path, file({ schema: '2' }), /^schema: expected 1, found 2\.$/],
    ['has no date', path, file({ at: '2014-02-31T25:00:00Z' }), /^at: expected a date/],
    [
      'abbreviates a commit',
      path,
      file({ decision: 'squashed', commits: '[0123456]' }),
      /^commits: expected a whole commit id/,
    ],
    ['names no commit', path, file({ decision: 'left-out' }), /^A decision left-out needs commits\.$/],
    ['names no base', path, file({ decision: 'exception-base' }), /^A decision exception-base needs base\.$/],
    ['has a base that is an option', path, file({ base: '--exec=x' }), /^base: expected a tag/],
    [
      'is named for another change',
      path,
      file({ change: 'LUVLE/hack/mod_resource' }),
      /^The file is named for LUVLE\/hack\/mod_resource\/singlefiles, but decides dropped on LUVLE\/hack\/mod_resource\.$/,
    ],
    [
      'is in the folder of another customer',
      path.replace('LUVLE/', 'EXT/'),
      file(),
      / is not decisions\/customer\/line\/change\.yaml\.$/,
    ],
    [
      'is in a folder that is no line',
      path.replace('26', '41'),
      file(),
      / is not decisions\/customer\/line\/change\.yaml\.$/,
    ],
    ['is somewhere else', 'x.yaml', file(), / is not decisions\/customer\/line\/change\.yaml\.$/],
  ];
  for (const [what, where, text, said] of refused) {
    it(`decides nothing when it ${what}`, () => {
      const { decision, diagnostics } = parseDecision(where, text);
      assert.equal(decision, null);
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      assert.match(errors[0]?.message ?? '', said);
      assert.ok(diagnostics.every((diagnostic) => diagnostic.path === where));
    });
  }

  it('may say in its name what it decides, and has to mean it', () => {
    const suffixed = (kind: string): string => path.replace('.yaml', `.${kind}.yaml`);
    assert.equal(parseDecision(suffixed('dropped'), file()).decision?.decision, 'dropped');
    const { decision, diagnostics } = parseDecision(suffixed('owner'), file());
    assert.equal(decision, null);
    assert.match(diagnostics[0]?.message ?? '', /singlefiles\.owner, but decides dropped on /);
  });

  it('holds as an embargo by its name alone, however broken the file is', () => {
    const [change, customer, line] = ['LUVLE/hack/mod_resource/singlefiles', 'LUVLE', '2.6'];
    for (const text of ['', '{', file({ because: '' }), file({ decision: 'embargoed', at: 'today' }), file()]) {
      const { decision, diagnostics } = parseDecision(path.replace('.yaml', '.embargoed.yaml'), text);
      assert.deepEqual([decision?.change, decision?.customer, decision?.line], [change, customer, line]);
      assert.equal(decision?.decision, 'embargoed');
      assert.ok(diagnostics.some(({ severity }) => severity === 'error'));
    }
    assert.equal(parseDecision('decisions/EXT/x/LUVLE~fix~core.embargoed.yaml', '').decision?.change, 'LUVLE/fix/core');
    assert.equal(parseDecision('decisions/LUVLE/26/LUVLE~fix~core.owner.yaml', '').decision, null);
  });

  it('may be of a change whose shortname ends like a decision', () => {
    const change = 'LUVLE/hack/mod_resource/the.owner';
    const where = 'decisions/LUVLE/2.6/LUVLE~hack~mod_resource~the.owner';
    for (const end of ['.yaml', '.dropped.yaml']) {
      assert.equal(parseDecision(where + end, file({ change })).decision?.change, change);
    }
  });

  it('is read as it was written', () => {
    const word = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => text.trim() !== '');
    const printable = word.filter((text) => !/\p{Cc}|\p{Cs}|\p{Noncharacter_Code_Point}/u.test(text));
    const commits = fc.array(fc.stringMatching(/^[0-9a-f]{40}$/), { minLength: 1, maxLength: 3 });
    const kind = fc.constantFrom('dropped', 'external', 'exception-base', 'squashed', 'left-out', 'owner', 'embargoed');
    const ticket = fc.option(printable);
    fc.assert(
      fc.property(kind, printable, printable, ticket, commits, (decision, because, by, said, ids) => {
        const where = { change: 'LUVLE/hack/mod_quiz', customer: 'LUVLE', line: '2.6', decision };
        const whole = { ...where, because, by, at: '2014-01-13T09:00:00Z', ticket: said, commits: ids, base: 'v2.6.0' };
        const at = decisionPath(where);
        assert.deepEqual(parseDecision(at, decisionText(whole)), { decision: { ...whole, path: at }, diagnostics: [] });
      }),
    );
  });

  it('holds beside keys of a later release', () => {
    const { decision, diagnostics } = parseDecision(path, file({ votes: '3' }));
    assert.notEqual(decision, null);
    assert.deepEqual(
      diagnostics.map(({ severity, code }) => [severity, code]),
      [['warning', 'unknown-key']],
    );
  });

  it('may be any text at any path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (where, text) => {
        const { decision, diagnostics } = parseDecision(where, text);
        assert.ok(decision !== null || diagnostics.length > 0);
      }),
    );
  });
});
