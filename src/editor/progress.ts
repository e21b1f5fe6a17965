import * as vscode from 'vscode';
import type { ViewId } from '../contributions';

/** Milliseconds after which work is long enough for a notification. */
const patience = 1000;

export type Report = (message: string, increment?: number) => void;

/**
 * Does work with a bar in the Branches view; when it takes long also with a notification that says how far it is and
 * can cancel it.
 */
export async function inProgress<T>(
  title: string,
  work: (signal: AbortSignal, report: Report) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  let done = 0;
  let said = '';
  let show: Report | undefined;
  const report: Report = (message, increment = 0) => {
    said = message;
    done += increment;
    show?.(message, increment);
  };
  const working = work(stop.signal, report);
  const ended = working.then(
    () => undefined,
    () => undefined,
  );
  void vscode.window.withProgress({ location: { viewId: 'moodleRelease.branches' satisfies ViewId } }, () => ended);
  const timer = setTimeout(() => {
    const location = vscode.ProgressLocation.Notification;
    void vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
      token.onCancellationRequested(() => {
        stop.abort();
      });
      show = (message, increment = 0) => {
        progress.report({ message, increment });
      };
      show(said, done);
      return ended;
    });
  }, patience);
  try {
    return await working;
  } finally {
    clearTimeout(timer);
  }
}
