import { t } from '@vscode/l10n';
import { failureOf } from '../present';
import type { Failure } from '../present';
import { Absence } from './absence';

/** What went wrong in one sentence or two, safe to show. These words are loaded with the first thing that goes wrong. */
export function failureText(error: unknown): string {
  const { message, next } = failureWords(error);
  return `${message} ${next}`.trim();
}

export function failureWords(error: unknown): Failure {
  if (error instanceof Absence)
    return { message: t('There is no trusted Moodle repository open.'), next: '', actions: [] };
  return failureOf(error);
}
