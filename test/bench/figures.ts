/** How numbers are told in docs/benchmarks.md. */

/** Middle of the samples and how far their middle half lies apart, as a part of it. */
export function summary(samples: readonly number[]): { median: number; spread: number } {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.round((sorted.length - 1) * part)] ?? Number.NaN;
  return { median: at(0.5), spread: (at(0.75) - at(0.25)) / at(0.5) };
}

export function verdictOf(met: boolean): string {
  return met ? 'met' : '**not met**';
}

export function time(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}
