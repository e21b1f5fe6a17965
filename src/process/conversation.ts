import type { ChildProcess } from 'node:child_process';
import type { Command, Conversation } from './types';

export type Converse = (program: Conversation) => Promise<void>;

/**
 * Gives a started program its input and lets `converse` speak with it; standard input closes when that settles.
 * @returns what to call when the program has ended: answers what `converse` threw, if it did.
 */
export function speak(
  child: ChildProcess,
  input: Command['stdin'],
  converse: Converse | undefined,
): () => Promise<{ readonly fault?: { readonly thrown: unknown } }> {
  const { pid, stdin, stdout } = child;
  // A program may end without reading its input; its exit code says what matters.
  stdin?.on('error', () => undefined);
  if (converse === undefined || pid === undefined || stdin === null || stdout === null) {
    stdin?.end(input ?? '');
    return () => Promise.resolve({});
  }

  if (input !== undefined) stdin.write(input);
  const heard: string[] = [];
  let rest = '';
  let ended = false;
  let listener: ((line: string | null) => void) | undefined;
  const tell = (): void => {
    if (listener === undefined || (heard.length === 0 && !ended)) return;
    const answer = listener;
    listener = undefined;
    answer(heard.shift() ?? null);
  };
  stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    heard.push(...lines);
    tell();
  });
  const program: Conversation = {
    pid,
    send: (words) => {
      stdin.write(words);
    },
    line: () =>
      new Promise((resolve) => {
        listener = resolve;
        tell();
      }),
  };
  const settled = converse(program)
    .then(
      () => ({}),
      (thrown: unknown) => ({ fault: { thrown } }),
    )
    .finally(() => stdin.end());
  return () => {
    ended = true;
    tell();
    return settled;
  };
}
