import { backupPrefix, pickOrder } from '../../git';
import {
  chooseHomes,
  choosePicks,
  commitsAsked,
  effectOf,
  patchesSought,
  placeOfPick,
  planPick,
  searchFixes,
} from '../../release';
import type { PickAsked, PickInputs } from '../../release';
import { carryIntoPlace, lint } from './carrying';
import { lookThrough, placeOptions } from '../roles/fixes';
import type { Looked } from '../roles/fixes';
import type { Ground } from '../ground';
import type { AnyPlan } from '../planTypes';

/** Plans a pick: finds what is meant, leaves out what is there, carries the rest in memory and says what came of it. */
export async function planPicking(ground: Ground, inputs: PickInputs, signal: AbortSignal): Promise<AnyPlan> {
  const { git } = ground;
  const place = inputs.line !== null ? inputs : placeOfPick(inputs, (await ground.read({}, signal)).named.scheme);
  const reading = await ground.read(placeOptions(place), signal);
  const { arranged, findings } = reading;
  const looked = await lookThrough(ground, reading, {}, signal);
  const asked = await askFor(ground, inputs.what, looked, signal);
  const wanted = commitsAsked(asked);
  const facts = {
    inputs,
    chosen: chooseHomes(inputs, arranged, await ground.waiting()),
    asked,
    commits: await git.commits(wanted, signal),
    upstream: [looked.upstream, findings.equivalents.upstream],
    history: arranged.facts.graph,
    paths: await git.pathKeys(wanted, signal),
    pickOrder,
  };
  const { patchIds } = await git.patchIds(patchesSought(facts), [], signal);
  const { carrying: picking, carried } = await carryIntoPlace(
    choosePicks({ ...facts, patchIds }),
    arranged,
    (recipes) => git.carry(recipes, signal, { added: true }),
  );
  const lints = await lint(git, picking, carried, reading, signal);
  return planPick({ picking, asked, arranged, carried, paths: facts.paths, lints, backupPrefix });
}

const ISSUE = /^\s*MDL-\d+\s*$/i;

/** What each word means: an issue of Moodle's tracker, or a commit of anybody's, with its issue where upstream knows it. */
async function askFor(
  { git }: Ground,
  words: readonly string[],
  { upstream, from, to }: Looked,
  signal: AbortSignal,
): Promise<readonly PickAsked[]> {
  const named = await git.commits(
    words.filter((word) => !ISSUE.test(word)),
    signal,
  );
  return words.map((word): PickAsked => {
    const commit = named.get(word) ?? null;
    const issue = commit === null ? word.trim().toUpperCase() : (effectOf(commit.subject)?.issue ?? null);
    const query = { issue, text: null, path: null, author: null, from, to };
    const fixes = issue === null ? [] : searchFixes(query, { upstream, authors: new Map(), pickOrder });
    return { word: word.trim(), fix: fixes.find((fix) => fix.issue === issue) ?? null, commit };
  });
}
