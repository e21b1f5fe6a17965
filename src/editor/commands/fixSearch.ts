import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { commitLabel, commitsText, display, keyLabel, shortId } from '../../present';
import type { FoundFix } from '../../session/assemblyTypes';
import type { Desk } from '../desk';
import { failureText } from '../failureText';
import { parseFixQuery } from './fixQuery';

/** Milliseconds without a key after which what is typed is looked for. */
const pause = 250;

/** Fixes shown of one search: more are not read through, but narrowed. */
const most = 200;

interface FixChoice extends vscode.QuickPickItem {
  readonly fix?: FoundFix;
}

/** Looks for a fix in upstream while the person types; what is typed last counts. Undefined when they would rather not. */
export function searchFix({ repository }: Desk, title: string, line: string): Promise<FoundFix | undefined> {
  const box = vscode.window.createQuickPick<FixChoice>();
  box.title = title;
  box.placeholder = t('MDL-12345, words, path:mod/quiz, author:name, from:v2.5.0, to:v2.5.2');
  box.items = [
    hint(t('Type what the fix is about'), t('Upstream is searched from the agreed base of {0}.', display(line))),
  ];
  let stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const search = async (typed: string): Promise<void> => {
    stop.abort();
    const { signal } = (stop = new AbortController());
    const query = parseFixQuery(typed);
    box.busy = query !== null;
    if (query === null) return;
    try {
      const { plans } = await repository.session();
      const found = await plans.fixes({ ...query, line }, signal);
      if (!signal.aborted) box.items = choicesOf(found);
    } catch (error) {
      if (!signal.aborted) box.items = [hint(t('The search failed'), failureText(error))];
    }
    if (!signal.aborted) box.busy = false;
  };
  const listening = box.onDidChangeValue((typed) => {
    clearTimeout(timer);
    timer = setTimeout(() => void search(typed), pause);
  });
  return new Promise<FoundFix | undefined>((resolve) => {
    const end = (fix: FoundFix | undefined): void => {
      resolve(fix);
      clearTimeout(timer);
      stop.abort();
      listening.dispose();
      box.dispose();
    };
    box.onDidAccept(() => {
      const [chosen] = box.selectedItems;
      if (chosen?.fix !== undefined) end(chosen.fix);
    });
    box.onDidHide(() => {
      end(undefined);
    });
    box.show();
  });
}

function choicesOf(found: readonly FoundFix[]): readonly FixChoice[] {
  if (found.length === 0) return [hint(t('Nothing fits'), t('Upstream has no such fix in this range.'))];
  const more = found.length - most;
  const rest = more > 0 ? [hint(t('and {0} more', more), t('Type more to narrow the search.'))] : [];
  return [...found.slice(0, most).map(choiceOf), ...rest];
}

/** Always shown: the search has matched it, by more than what its words say. */
function choiceOf(fix: FoundFix): FixChoice {
  const { issue, commits } = fix;
  const first = commits.find(({ isMatch }) => isMatch) ?? commits[0];
  const isBack = commits.some(({ stands }) => stands !== 'yes');
  const has = [...new Set(fix.in.map(({ change }) => keyLabel(change)))];
  return {
    label: display(first?.subject ?? issue ?? ''),
    description: [
      commits.length === 1 ? shortId(first?.id ?? '') : commitsText(commits.length),
      ...(isBack ? [t('taken back since')] : []),
      ...(has.length === 0 ? [] : [t('already in {0}', has.join(', '))]),
    ].join(' · '),
    ...(commits.length > 1 && { detail: display(commits.map(commitLabel).join(' · ')) }),
    alwaysShow: true,
    iconPath: new vscode.ThemeIcon(has.length > 0 ? 'pass' : isBack ? 'discard' : 'git-commit'),
    fix,
  };
}

function hint(label: string, detail: string): FixChoice {
  return { label, detail, alwaysShow: true };
}
