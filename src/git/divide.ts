import { GitError } from './error';
import type { GitReason } from './error';

/** Failures spent on finding culprits before the rest is given up, so that a ruined repository stays affordable. */
const PATIENCE = 60;

interface Divided<Question, Answer> {
  /** One for each batch that was answered. */
  readonly answers: readonly Answer[];
  readonly broken: readonly { readonly question: Question; readonly error: GitError }[];
}

/**
 * Asks a batch of questions of a program that dies over one bad object and takes the other answers with it: halves the
 * batch until the culprits stand alone.
 * @param divisible reasons that may be the fault of single questions; others are thrown.
 */
export async function divide<Question, Answer>(
  questions: readonly Question[],
  ask: (questions: readonly Question[]) => Promise<Answer>,
  divisible: readonly GitReason[] = ['corrupt-object', 'too-large'],
): Promise<Divided<Question, Answer>> {
  const answers: Answer[] = [];
  const broken: { question: Question; error: GitError }[] = [];
  let failures = 0;
  const waiting: (readonly Question[])[] = questions.length === 0 ? [] : [questions];
  for (let some = waiting.pop(); some !== undefined; some = waiting.pop()) {
    try {
      answers.push(await ask(some));
    } catch (error) {
      if (!GitError.is(error) || !divisible.includes(error.reason)) throw error;
      failures += 1;
      if (some.length === 1 || failures > PATIENCE) {
        broken.push(...some.map((question) => ({ question, error })));
      } else {
        const half = Math.ceil(some.length / 2);
        waiting.push(some.slice(half), some.slice(0, half));
      }
    }
  }
  return { answers, broken };
}
