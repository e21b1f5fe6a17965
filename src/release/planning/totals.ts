import type { Prediction } from '../types';
import type { Carrying, CarryTotals } from './types';

/** How many changes come to what: the branches foreseen, and those that are left. */
export function carryTotals(
  branches: readonly Pick<Prediction, 'result'>[],
  { left }: Pick<Carrying, 'left'>,
): CarryTotals {
  const come = (result: Prediction['result']): number => branches.filter((one) => one.result === result).length;
  const leftFor = (code: string): number => left.filter(({ remark }) => remark.code === code).length;
  return {
    clean: come('clean'),
    empty: come('empty'),
    conflict: come('conflict'),
    waiting: come('waiting'),
    unknown: come('unknown'),
    refused: left.filter(({ why }) => why === 'refused').length,
    adopted: leftFor('adopted'),
    external: leftFor('external'),
  };
}

/** `38 clean, 6 conflicts, 4 adopted, 5 external`; what there is none of is not said. */
export function totalsText(totals: CarryTotals): string {
  const { clean, empty, conflict, waiting, unknown, refused, adopted, external } = totals;
  const said: readonly (readonly [number, string])[] = [
    [clean, 'clean'],
    [conflict, conflict === 1 ? 'conflict' : 'conflicts'],
    [waiting, 'waiting'],
    [empty, 'empty'],
    [unknown, 'unknown'],
    [refused, 'refused'],
    [adopted, 'adopted'],
    [external, 'external'],
  ];
  return said.flatMap(([n, word]) => (n === 0 ? [] : [`${n} ${word}`])).join(', ');
}
