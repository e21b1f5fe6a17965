import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askInTurn } from '../../../src/editor/commands/sequence';
import type { Answer, Question } from '../../../src/editor/commands/sequence';

/** Questions that each take the next of the given answers, and note the place they were asked at. */
function script(
  count: number,
  answers: readonly (string | undefined)[],
): { questions: Question<string>[]; asked: number[] } {
  const left = [...answers];
  const asked: number[] = [];
  const question: Question<string> = (known, { step }) => {
    asked.push(step ?? 0);
    const answer = left.shift();
    const reply: Answer<string> = answer === undefined || answer === 'back' ? answer : { value: known + answer };
    return Promise.resolve(reply);
  };
  return { questions: Array.from({ length: count }, () => question), asked };
}

describe('questions in turn', () => {
  it('add each answer to what is known', async () => {
    const { questions, asked } = script(3, ['a', 'b', 'c']);
    assert.equal(await askInTurn('Title', '', questions), 'abc');
    assert.deepEqual(asked, [1, 2, 3]);
  });

  it('go back to the question before, and forget its answer', async () => {
    const { questions, asked } = script(3, ['a', 'b', 'back', 'x', 'c']);
    assert.equal(await askInTurn('Title', '', questions), 'axc');
    assert.deepEqual(asked, [1, 2, 3, 2, 3]);
  });

  it('end with nothing when one is dismissed', async () => {
    const { questions } = script(3, ['a', undefined]);
    assert.equal(await askInTurn('Title', '', questions), undefined);
  });

  it('have an answer at once when there are none', async () => {
    assert.equal(await askInTurn('Title', 'known', []), 'known');
  });
});
