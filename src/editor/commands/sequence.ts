/** What a person answers: a value, a wish to go one question back, or (dismissed) nothing. */
export type Answer<T> = { readonly value: T } | 'back' | undefined;

export interface Place {
  readonly title: string;
  readonly step?: number;
  readonly totalSteps?: number;
  /** Text the box starts with. */
  readonly value?: string;
}

/** One question of a sequence: takes what is known so far and adds its answer to it. */
export type Question<S> = (known: S, place: Place) => Promise<Answer<S>>;

/** Asks one question after the other, back and forth; undefined when the person dismisses one. */
export async function askInTurn<S>(title: string, known: S, questions: readonly Question<S>[]): Promise<S | undefined> {
  const states = [known];
  for (;;) {
    const state = states[states.length - 1];
    const question = questions[states.length - 1];
    if (state === undefined || question === undefined) return state;
    const answer = await question(state, { title, step: states.length, totalSteps: questions.length });
    if (answer === undefined) return undefined;
    if (answer === 'back') states.pop();
    else states.push(answer.value);
  }
}

/** For a question that stands alone. */
export function valueOf<T>(answer: Answer<T>): T | undefined {
  return typeof answer === 'object' ? answer.value : undefined;
}
