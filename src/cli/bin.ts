#!/usr/bin/env node
// The program itself: this process as `Io`. The rooms are files of their own, beside this one.

const abort = new AbortController();
const unread = new AbortController();

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  // What runs ends by the abort; a second Ctrl-C ends us at once.
  process.once(name, () => {
    abort.abort();
  });
}
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exit(4);
    // The reader (`head`, a closed pager) has had enough: what runs ends as on Ctrl-C.
    unread.abort();
    abort.abort();
  });
}

async function runHere(): Promise<void> {
  const { main } = await import('../rooms');
  process.exitCode = await main(process.argv.slice(2), {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    isTTY: { stdin: process.stdin.isTTY, stdout: process.stdout.isTTY, stderr: process.stderr.isTTY },
    // A terminal nobody told its size says 0.
    columns: process.stdout.isTTY && process.stdout.columns > 0 ? process.stdout.columns : null,
    env: process.env,
    cwd: process.cwd(),
    signal: abort.signal,
    unread: unread.signal,
  });
  // Not process.exit(): what is written to a pipe has still to arrive. Standard input would keep the process.
  process.stdin.destroy();
}

void runHere();
