/** Everything the command line touches, handed in so that a test runs it in its own process. */
export interface Io {
  readonly stdout: Out;
  readonly stderr: Out;
  readonly stdin: AsyncIterable<string | Uint8Array>;
  /** Which ends are terminals: only then is something asked, or anything coloured. */
  readonly isTTY: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean };
  /** Columns of the terminal; null when standard output is none. */
  readonly columns: number | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Aborted when the call is to end. */
  readonly signal: AbortSignal;
  /** Aborted, and `signal` with it, when nobody reads the answer any more. */
  readonly unread: AbortSignal;
}

export interface Out {
  write(text: string): unknown;
}

/** Standard input as text, at most `limit` characters of it; nothing when the call is aborted before its end. */
export function readAll(io: Io, limit: number): Promise<string> {
  return untilAborted(
    io,
    read(io, (text) => text.length > limit),
  );
}

/** Asks a yes-or-no question on the terminal. Anything but `y` or `yes`, an end of input and an abort are a no. */
export async function confirm(io: Io, question: string): Promise<boolean> {
  return /^y(es)?$/i.test(await ask(io, `${question} [y/N] `));
}

/** One line that is answered on the terminal; empty at an end of input and when the call is aborted. */
export async function ask(io: Io, question: string): Promise<string> {
  io.stderr.write(question);
  const answer = await untilAborted(
    io,
    read(io, (text) => text.includes('\n')),
  );
  return (answer.split('\n', 1)[0] ?? '').trimEnd();
}

/** Standard input up to its end, or until it is enough. */
async function read(io: Io, isEnough: (text: string) => boolean): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of io.stdin) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (isEnough(text)) break;
  }
  return text;
}

function untilAborted({ signal }: Io, reading: Promise<string>): Promise<string> {
  const aborted = new Promise<string>((resolve) => {
    const end = (): void => {
      resolve('');
    };
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
  return Promise.race([reading, aborted]);
}
