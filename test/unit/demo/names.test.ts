import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseConfig, parseDecision } from '../../../src/config';
import { drawDemo } from '../../../src/demo';
import { looksLikeChange, parseBranchName, parseTagName, schemeOf } from '../../../src/scheme';

/** Read with the other rooms' own eyes: what the sample calls a change, a decision or a release is one. */
describe('the names of the sample', () => {
  const { sketch, truth } = drawDemo();
  const shared = sketch.refs.get('refs/heads/moodle-release');
  const textOf = (path: string): string => shared?.tree.get(path)?.text ?? '';
  const parsed = parseConfig(textOf('moodle-release.yaml'));
  const scheme = schemeOf(parsed.config);
  const branches = [...sketch.refs.keys()]
    .filter((name) => /^refs\/(heads|remotes\/(cis|public))\//.test(name))
    .map((name) => name.replace(/^refs\/(heads|remotes\/[^/]+)\//, ''));

  it('stand in a configuration without a remark', () => {
    assert.deepEqual(parsed.diagnostics, []);
    assert.equal(parsed.ok, true);
  });

  it('name every change of the truth on its target', () => {
    for (const { key, branch, target } of truth.changes) {
      if (branch === null) continue;
      const name = parseBranchName(branch, scheme);
      assert.deepEqual([name.kind, name.key, name.line], ['change', key, target], branch);
    }
  });

  it('name the role branches', () => {
    for (const { name, role, customer, line } of truth.roles) {
      const found = parseBranchName(name, scheme);
      assert.deepEqual([found.kind, found.role, found.customer, found.line], ['role', role, customer, line], name);
    }
  });

  it('leave exactly the unparsed ones unparsed', () => {
    const odd = branches.filter((name) => !parseBranchName(name, scheme).ok && looksLikeChange(name, scheme));
    assert.deepEqual([...new Set(odd)].sort(), [...truth.unparsed].sort());
  });

  it('give every local release its customer', () => {
    for (const [customer, tag] of Object.entries(truth.released)) {
      const found = parseTagName(tag, scheme);
      assert.deepEqual([found.kind, found.customer], ['local-release', customer]);
    }
  });

  it('file each decision where it is looked for', () => {
    const paths = shared?.tree.paths().filter((path) => path.startsWith('decisions/')) ?? [];
    assert.ok(paths.length >= 7);
    for (const path of paths) {
      const { decision, diagnostics } = parseDecision(path, textOf(path));
      assert.deepEqual(diagnostics, [], path);
      assert.ok(truth.changes.some(({ key, target }) => key === decision?.change && target === decision.line));
    }
  });
});
