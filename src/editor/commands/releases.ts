import { t } from '@vscode/l10n';
import { display } from '../../present';
import type { KnownReleases, TagRequest } from '../../session/assemblyTypes';
import type { Desk } from '../desk';
import { showPage } from '../documents/page';
import { comparisonOf } from '../documents/releaseComparisons';
import { inProgress } from '../progress';
import { preview } from './preview';
import { choose, sayNothingFits } from './questions';
import type { Choice } from './questions';
import { lineFor } from './roleLines';
import { roleFor } from './roles';
import type { RoleChoice } from './roles';
import { askInTurn, valueOf } from './sequence';
import type { Question } from './sequence';

/** Shows the plan that brings a point release of Moodle into the role branches of its line, and tags the local one. */
export async function minorRelease(desk: Desk, args: readonly unknown[]): Promise<void> {
  const title = t('Minor Release');
  const chosen = await lineFor(desk, args, title);
  if (chosen === undefined) return;
  const { customer, line, contains } = chosen;
  const known = await knownReleases(desk, title);
  const [newest, ...older] = known.upstream.filter((one) => one.line === line).map(({ tag }) => tag);
  const release = valueOf(
    await choose({
      title,
      placeholder: t('Which release of Moodle is {0} to have?', display(line)),
      choices: [
        ...(newest === undefined ? [] : [choiceOf(newest, newest === contains ? t('it is in') : t('the newest'))]),
        ...older.map((tag) => choiceOf(tag, tag === contains ? t('it is in') : '')),
      ],
      typed: (text) => choiceOf(text.trim(), t('as it was typed')),
    }),
  );
  if (release === undefined) return;
  await preview(desk, t('Planning the release'), (plans, signal) => plans.minor({ release, line, customer }, signal));
}

/** Shows the plan that tags the next local release. */
export async function tagRelease(desk: Desk, args: readonly unknown[]): Promise<void> {
  const choice = await roleFor(desk, args, { title: t('Tag a Release'), fit: isReleased });
  if (choice === undefined) return;
  const { customer, line, role } = choice.place;
  const request: TagRequest = { customer, line, of: role === 'packaging' ? 'packaging' : 'deployment' };
  await preview(desk, t('Planning'), (plans, signal) => plans.tag(request, signal));
}

/** Opens what lies between two local releases, as a page. */
export async function compareReleases(desk: Desk): Promise<void> {
  const title = t('Compare Releases');
  const { local } = await knownReleases(desk, title);
  if (local.length < 2) {
    sayNothingFits(title);
    return;
  }
  const { folder } = desk.repository;
  const two = await askInTurn(title, { from: '', to: '' }, [askEarlier(local), askLater(local)]);
  if (two === undefined || folder === undefined) return;
  await showPage(comparisonOf(folder, two));
}

interface Two {
  readonly from: string;
  readonly to: string;
}

type Local = KnownReleases['local'];

function askEarlier(local: Local): Question<Two> {
  return async (known, place) => {
    // The newest is what most comparisons end with.
    const choices = local.slice(1).concat(local.slice(0, 1)).map(tagChoice);
    const answer = await choose({ ...place, placeholder: t('From which release?'), choices });
    return typeof answer === 'object' ? { value: { ...known, from: answer.value } } : answer;
  };
}

function askLater(local: Local): Question<Two> {
  return async (known, place) => {
    const own = local.find(({ tag }) => tag === known.from)?.customer;
    const choices = local.filter(({ tag, customer }) => tag !== known.from && customer === own).map(tagChoice);
    const placeholder = t('From {0} to which release?', display(known.from));
    const answer = await choose({ ...place, placeholder, choices });
    return typeof answer === 'object' ? { value: { ...known, to: answer.value } } : answer;
  };
}

function tagChoice({ tag, customer, line }: Local[number]): Choice<string> {
  return choiceOf(tag, `${customer} ${line}`);
}

function choiceOf(tag: string, description: string): Choice<string> {
  return { label: display(tag), description: display(description), choice: tag };
}

async function knownReleases({ repository }: Desk, title: string): Promise<KnownReleases> {
  const { plans } = await repository.session();
  return inProgress(title, (signal) => plans.knownReleases(signal));
}

/** Releases are made from deployment, or from what packages it. */
function isReleased({ role, place }: RoleChoice): boolean {
  return role !== undefined && place.role !== 'testing';
}
