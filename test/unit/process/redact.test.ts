import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { redact, redactArguments, withoutCredentials } from '../../../src/process';

describe('redact', () => {
  const table: readonly (readonly [string, string])[] = [
    ['https://ada:pa55@git.example.org/m.git', 'https://***@git.example.org/m.git'],
    ['https://ghp_abc@git.example.org/m.git', 'https://***@git.example.org/m.git'],
    ['https://a:p@ss@git.example.org/m.git', 'https://***@git.example.org/m.git'],
    ['ssh://git@git.example.org/m.git', 'ssh://git@git.example.org/m.git'],
    ['ssh://git:pa55@git.example.org/m.git', 'ssh://git:***@git.example.org/m.git'],
    ['git@git.example.org:moodle.git', 'git@git.example.org:moodle.git'],
    ['--token=abc', '--token=***'],
    ['GITLAB_TOKEN=abc rest', 'GITLAB_TOKEN=*** rest'],
    ['http.extraHeader=Authorization: Bearer abc', 'http.extraHeader=Authorization: Bearer ***'],
    ['https://h/x?private_token=abc&page=2', 'https://h/x?private_token=***&page=2'],
    ['refs/heads/LUVLE-2.5-feature-mod_ouwiki', 'refs/heads/LUVLE-2.5-feature-mod_ouwiki'],
  ];
  for (const [text, expected] of table) {
    it(text, () => {
      assert.equal(redact(text), expected);
    });
  }

  it('takes no longer than the text is long, whatever a server sends', () => {
    const hostile = [
      'a',
      'a-',
      'a.',
      'https://',
      'a://',
      'a://a:',
      'token',
      'token=',
      'token="',
      '-token ',
      ' ',
      'token= ',
    ];
    for (const part of hostile) {
      const text = part.repeat(200_000 / part.length);
      const started = performance.now();
      redact(text);
      redactArguments([text, text]);
      const milliseconds = performance.now() - started;
      // 10 ms on a quiet machine; minutes where every start is tried to the end.
      assert.ok(milliseconds < 1000, `${part}: ${milliseconds} ms`);
    }
  });

  it('hides the value that follows an option', () => {
    assert.deepEqual(redactArguments(['--password', 'x y', 'z']), ['--password', '***', 'z']);
    assert.deepEqual(redactArguments(['--gitlab.api-key', 'x', '-n', 'z']), ['--gitlab.api-key', '***', '-n', 'z']);
  });
});

describe('withoutCredentials', () => {
  it('leaves a URL that still names the place', () => {
    assert.equal(withoutCredentials('https://a:b@h.example/m.git'), 'https://h.example/m.git');
    assert.equal(withoutCredentials('ssh://git:b@h.example/m.git'), 'ssh://git@h.example/m.git');
    assert.equal(withoutCredentials('git@h.example:m.git'), 'git@h.example:m.git');
    assert.equal(withoutCredentials('/srv/a@b/m.git'), '/srv/a@b/m.git');
  });
});
