import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reasonIn } from '../../../src/git/error';

const ID = 'ab'.repeat(20);

describe('reasonIn', () => {
  const table: readonly (readonly [string, ReturnType<typeof reasonIn>])[] = [
    [`fatal: detected dubious ownership in repository at '/srv/moodle'`, 'unsafe-repository'],
    ['fatal: not a git repository (or any of the parent directories): .git', 'not-a-repository'],
    [`fatal: bad object ${ID}`, 'corrupt-object'],
    [`fatal: missing object ${ID} for refs/heads/x`, 'corrupt-object'],
    [`fatal: unable to read tree ${ID}`, 'corrupt-object'],
    [`fatal: unable to read ${ID}`, 'corrupt-object'],
    [`error: Could not read ${ID}\nfatal: Failed to traverse parents of commit ${ID}`, 'corrupt-object'],
    [`fatal: could not fetch ${ID} from promisor remote`, 'corrupt-object'],
    [`fatal: loose object ${ID} (stored in .git/objects/ab/ab) is corrupt`, 'corrupt-object'],
    ['fatal: Could not read from remote repository.', 'unreachable'],
    ["fatal: unable to find remote helper for 'foo'", 'failed'],
    ['error: Your local changes to the following files would be overwritten by checkout:\n\ta', 'would-overwrite'],
    ["fatal: cannot lock ref 'refs/heads/x': reference already exists", 'exists'],
    ["fatal: cannot lock ref 'refs/heads/x/y': 'refs/heads/x' exists; cannot create 'refs/heads/x/y'", 'exists'],
    ["fatal: 'main' is already checked out at '/srv/moodle'", 'checked-out'],
    ["fatal: 'main' is already used by worktree at '/srv/moodle'", 'checked-out'],
    ['fatal: write error: No space left on device', 'unwritable'],
    ['error: file write error: Disk quota exceeded', 'unwritable'],
    ['fatal: unable to create temporary file: Read-only file system', 'unwritable'],
    ["fatal: Unable to create '/srv/moodle/.git/packed-refs.lock': Permission denied", 'unwritable'],
    ["fatal: prepare: cannot update ref 'refs/heads/x': couldn't write '/r/.git/refs/heads/x.lock'", 'unwritable'],
    ["fatal: prepare: Unable to create '/r/.git/packed-refs.lock': File exists.\n\nAnother git process", 'locked'],
    ['error: insufficient permission for adding an object to repository database .git/objects', 'unwritable'],
    ['git@ciggit.lancs.example: Permission denied (publickey).', 'failed'],
    ['', 'failed'],
  ];
  for (const [words, reason] of table) {
    it(`${reason}: ${words}`, () => {
      assert.equal(reasonIn(words), reason);
    });
  }

  it('takes no longer than the text is long, whatever a server sends', () => {
    for (const part of ['loose object ', "Unable to create '", "couldn't write '", 'object file ', 'failed to read ']) {
      const started = performance.now();
      assert.equal(reasonIn(part.repeat(20_000)), 'failed');
      const milliseconds = performance.now() - started;
      // A tenth of a second; five and more where every start is tried to the end.
      assert.ok(milliseconds < 2000, `${part}: ${milliseconds} ms`);
    }
  });
});
