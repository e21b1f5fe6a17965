/** Broken objects after which the rest of a batch is given up, so that a ruined repository does not cost a process each. */
const PATIENCE = 20;

/**
 * Asks a batch of questions of a program that dies at the first it cannot answer: the culprit's answer is undefined,
 * and the questions after it are asked again.
 * @param ask gives the answers it got before the program died, in order; all of them when it did not.
 */
export async function askPastTheBroken<Question, Answer>(
  questions: readonly Question[],
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): Promise<readonly (Answer | undefined)[]> {
  const answers: (Answer | undefined)[] = [];
  for (let tries = 0; answers.length < questions.length && tries <= PATIENCE; tries += 1) {
    answers.push(...(await ask(questions.slice(answers.length))));
    if (answers.length < questions.length) answers.push(undefined);
  }
  return questions.map((_, index) => answers[index]);
}
