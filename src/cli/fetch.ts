import { alignedLines, fetchedText, newsLine, shellWord, terminal } from '../present';
import type { ReleaseNews, RemoteFacts, Status } from '../release/types';
import { newlyOut, SessionError } from '../session';
import type { Session } from '../session';
import { UsageError } from './arguments';
import { agree } from './agree';
import type { Call, Verb } from './verb';
import { printJson, programOf, withSession } from './verb';

export const fetch: Verb = {
  name: 'fetch',
  operands: '[REMOTE…]',
  about: 'fetch from these remotes, or from all that are not ignored',
  least: 0,
  most: Infinity,
  takes: 'takes remotes',
  options: ['upstream', 'dry-run'],
  ignores: ['customer'],
  async run(call) {
    const { io, options } = call;
    return withSession(call, async (session) => {
      const remotes = chosen(call, await session.remotes(io.signal));
      const now = Date.now();
      const rows = remotes.map((remote) => [terminal(remote.name), remote.role, fetchedText(remote.fetchedAt, now)]);
      const refusal = await agree(call, [
        'Fetch branches and tags from:',
        ...alignedLines(rows, null).map((row) => `  ${row}`),
      ]);
      if (refusal !== null) return refusal;
      const before = await statusOf(session, io.signal);
      const results = await session.fetch(
        remotes.map((remote) => remote.name),
        io.signal,
      );
      const after = before === null ? null : await statusOf(session, io.signal);
      const releases = before === null || after === null ? [] : newlyOut(before, after);
      if (options.has('json')) printJson(io, { schema: 1, remotes: results, releases });
      for (const { remote, ok, message } of results) {
        const line = `${terminal(remote)}: ${ok ? 'fetched' : 'failed'}${message === '' ? '' : `: ${terminal(message)}`}\n`;
        if (!ok) io.stderr.write(line);
        else if (!options.has('json')) io.stdout.write(line);
      }
      if (!options.has('json')) for (const one of releases) io.stdout.write(newsText(call, one));
      return results.every((result) => result.ok) ? 0 : 4;
    });
  },
};

/** Null where nothing of Moodle is here to be told of. */
async function statusOf(session: Session, signal: AbortSignal): Promise<Status | null> {
  try {
    return await session.status({}, signal);
  } catch (error) {
    if (!SessionError.is(error) || SessionError.is(error, 'cancelled')) throw error;
    return null;
  }
}

/** What came, and the line that brings it in. */
function newsText(call: Call, news: ReleaseNews): string {
  const words = ['minor', news.release, '--line', news.line, '--customer', news.customer];
  return `${terminal(newsLine(news))}\n  ${programOf(call)} ${words.map((word) => shellWord(terminal(word))).join(' ')}\n`;
}

function chosen({ words, options }: Call, all: readonly RemoteFacts[]): RemoteFacts[] {
  const known = all.map((remote) => terminal(remote.name)).join(', ');
  for (const word of words) {
    if (!all.some((remote) => remote.name === word)) {
      throw new UsageError(
        `There is no remote ${word}.`,
        known === '' ? 'This repository has none.' : `There is: ${known}.`,
      );
    }
  }
  const remotes = all.filter((remote) => {
    if (words.length > 0 && !words.includes(remote.name)) return false;
    if (options.has('upstream')) return remote.role === 'upstream';
    return words.length > 0 || remote.role !== 'ignored';
  });
  if (remotes.length > 0) return remotes;
  throw new UsageError(
    options.has('upstream') ? 'No remote is known to be upstream.' : 'There is no remote to fetch from.',
    options.has('upstream')
      ? 'Name it, or give it the role upstream in moodle-release.yaml.'
      : 'Add one with git remote add.',
  );
}
