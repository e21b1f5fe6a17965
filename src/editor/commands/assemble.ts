import { t } from '@vscode/l10n';
import type { MergeRequest } from '../../session/assemblyTypes';
import type { Desk } from '../desk';
import { entriesMeant } from './listEntries';
import { itemsOf } from './meant';
import { preview } from './preview';
import { lineFor } from './roleLines';
import { hasList, namesPlace, requestFor, roleFor } from './roles';
import type { RoleChoice } from './roles';

/** Shows the list that a role branch which was merged by hand comes to, and what no list can say of it. */
export async function adopt(desk: Desk, args: readonly unknown[]): Promise<void> {
  const choice = await roleFor(desk, args, { title: t('Adopt'), fit: isUnlisted });
  if (choice === undefined) return;
  await preview(desk, t('Planning'), (plans, signal) => plans.adopt(requestFor(choice), signal));
}

/** Shows what going on with a role branch by its list would come to. */
export async function assemble(desk: Desk, args: readonly unknown[]): Promise<void> {
  await assembleAs(desk, args, t('Assemble'), 'continue');
}

/** The same made anew from the release, so that what was taken off the list goes. */
export async function rebuild(desk: Desk, args: readonly unknown[]): Promise<void> {
  await assembleAs(desk, args, t('Rebuild'), 'rebuild');
}

/** Shows the merge of what a role branch lacks, of the entries that are selected, or of all that is missing anywhere on a line. */
export async function merge(desk: Desk, args: readonly unknown[]): Promise<void> {
  const request = await mergeFor(desk, args, t('Merge What Is Missing'));
  if (request === undefined) return;
  await preview(desk, t('Planning the merge'), (plans, signal) => plans.merge(request, signal));
}

/** Shows the push of the team's branch, which has the lists and the decisions. */
export async function shareLists(desk: Desk): Promise<void> {
  await preview(desk, t('Planning the push'), (plans, signal) => plans.push({ refs: ['moodle-release'] }, signal));
}

async function mergeFor(desk: Desk, args: readonly unknown[], title: string): Promise<MergeRequest | undefined> {
  const [list] = await entriesMeant(desk, args);
  if (list === undefined && !itemsOf(args).some(namesPlace)) {
    const chosen = await lineFor(desk, args, title);
    return chosen && { line: chosen.line, customer: chosen.customer };
  }
  const choice = list ?? (await roleFor(desk, args, { title, fit: ({ role }) => role !== undefined }));
  if (choice === undefined) return undefined;
  const { role: into, ...where } = requestFor(choice);
  return { into, ...where, ...(list && { sources: list.entries.map(({ change }) => change) }) };
}

async function assembleAs(
  desk: Desk,
  args: readonly unknown[],
  title: string,
  how: 'continue' | 'rebuild',
): Promise<void> {
  const choice = await roleFor(desk, args, { title, fit: hasList });
  if (choice === undefined) return;
  await preview(desk, t('Planning the assembly'), (plans, signal) =>
    plans.assemble({ ...requestFor(choice), how }, signal),
  );
}

function isUnlisted({ role, state }: RoleChoice): boolean {
  return role !== undefined && state?.list === null;
}
