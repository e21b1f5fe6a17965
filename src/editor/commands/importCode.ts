import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { display } from '../../present';
import type { Assessment } from '../../release/types';
import type { ImportRequest } from '../../session/assemblyTypes';
import type { Session } from '../../session/types';
import type { Desk } from '../desk';
import { some } from './decide';
import { linesOf } from './lines';
import { itemsOf, namesChanges } from './meant';
import { preview } from './preview';
import { choose, type } from './questions';
import type { Choice } from './questions';
import { askInTurn } from './sequence';
import type { Answer, Place, Question } from './sequence';
import { changesFor } from './targets';

interface Known extends Pick<ImportRequest, 'component' | 'from' | 'line'> {
  readonly line: string;
  /** Undefined where it is not a repository, or nothing was said. */
  readonly at: string | undefined;
  readonly isRepository: boolean;
}

/** Asks what is imported and from where; shows the branch that would come of it. */
export async function importCode(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('Import');
  const session = await desk.repository.session();
  const [change] = itemsOf(args).some(namesChanges) ? await changesFor(desk, args, { title }) : [];
  const lines = linesOf(desk.repository.status);
  const line = change?.target ?? (lines.length === 1 ? lines[0] : undefined) ?? '';
  const start: Known = { component: change?.component ?? '', line, from: '', at: undefined, isRepository: false };
  const known = await askInTurn(title, start, [
    ...(line === '' ? [askLine(lines)] : []),
    ...(change === undefined ? [askComponent(session)] : []),
    askSource(session),
    askAt,
  ]);
  if (known === undefined) return;
  const { component, from, at } = known;
  const request: ImportRequest = {
    component,
    from,
    line: known.line,
    ...identityOf(change),
    ...(at !== undefined && { at }),
  };
  await preview(desk, t('Planning the import'), (plans, signal) => plans.importCode(request, signal));
}

function identityOf(change: Assessment | undefined): Pick<ImportRequest, 'customer' | 'type' | 'shortname'> {
  if (change === undefined) return {};
  const { customer, type: kind, shortname } = change;
  return { customer, type: kind, ...(shortname !== null && { shortname }) };
}

function askLine(lines: readonly string[]): Question<Known> {
  return async (known, place) => {
    const choices = lines.map((line) => ({ label: display(line), choice: line }));
    const answer = await choose({ ...place, placeholder: t('The line it is for'), choices });
    return typeof answer === 'object' ? { value: { ...known, line: answer.value } } : answer;
  };
}

/** What is configured as code of others comes first, then the plugins of the tree; or one that is not there yet. */
function askComponent(session: Session): Question<Known> {
  return async (known, place) => {
    const [{ config }, { components }] = await Promise.all([
      session.configuration(),
      session.branchChoices(known.line),
    ]);
    const external = config.external.map(({ component }) => component);
    const named = (component: string): Choice<string> => ({ label: display(component), choice: component });
    const answer = await choose({
      ...place,
      placeholder: t('Which component?'),
      choices: [
        ...external.map((component) => ({ ...named(component), description: t('configured as external') })),
        ...components.filter((component) => !external.includes(component)).map(named),
      ],
      typed: (text) => named(text.trim()),
    });
    return typeof answer === 'object' ? { value: { ...known, component: answer.value } } : answer;
  };
}

type SourceKind = 'archive' | 'folder' | 'repository' | 'configured';

function askSource(session: Session): Question<Known> {
  return async (known, place) => {
    const { config } = await session.configuration();
    const rule = config.external.find(({ component, source }) => component === known.component && source !== null);
    const source = rule?.source ?? '';
    const kind = await choose<SourceKind>({
      ...place,
      placeholder: t('Where does {0} come from?', display(known.component)),
      choices: [
        ...(source === ''
          ? []
          : [{ label: display(source), description: t('as configured'), choice: 'configured' as const }]),
        { label: t('An archive…'), detail: t('zip, tar or tar.gz'), choice: 'archive' },
        { label: t('A folder…'), choice: 'folder' },
        { label: t('A git repository…'), detail: t('by its URL or path'), choice: 'repository' },
      ],
    });
    if (typeof kind !== 'object') return kind;
    const isRepository = kind.value === 'repository' || kind.value === 'configured';
    const from = await askFrom(kind.value, source, place);
    return typeof from === 'object' ? { value: { ...known, from: from.value, isRepository } } : from;
  };
}

async function askFrom(kind: SourceKind, configured: string, place: Place): Promise<Answer<string>> {
  if (kind === 'configured') return { value: configured };
  if (kind === 'repository') return type({ ...place, prompt: t('The URL or the path of the repository'), check: some });
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title: place.title,
      canSelectFiles: kind === 'archive',
      canSelectFolders: kind === 'folder',
      ...(kind === 'archive' && { filters: { [t('Archives')]: ['zip', 'tar', 'gz', 'tgz'] } }),
    })) ?? [];
  return chosen && { value: chosen.fsPath };
}

/** Only a repository has more than one state. */
const askAt: Question<Known> = async (known, place) => {
  if (!known.isRepository) return { value: known };
  const prompt = t('Its tag, branch or commit; empty for its default branch');
  const answer = await type({ ...place, prompt, value: known.at ?? '' });
  if (typeof answer !== 'object') return answer;
  const at = answer.value.trim();
  return { value: { ...known, at: at === '' ? undefined : at } };
};
