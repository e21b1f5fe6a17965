import { backupPrefix, IMPORTS, pickOrder } from '../../git';
import type { FoundCode, ImportEffect, ImportWanted } from '../../git';
import { componentPath, parsePluginVersion } from '../../moodle';
import { redact } from '../../process';
import {
  carryingOf,
  choosePlace,
  codeProblem,
  codeWarnings,
  draftLeftOut,
  importLintNeeds,
  importMessage,
  importNeeds,
  lintImport,
  placeWarnings,
  planImport,
  refuseImport,
  sourceProblem,
} from '../../release';
import type { ImportInputs, ImportPlace, PlaceFacts } from '../../release';
import { decisionUnderItsCustomer } from '../arranging';
import { carryIntoPlace } from './carrying';
import { installedAt } from '../code';
import type { Ground, Reading } from '../ground';
import type { AnyPlan } from '../planTypes';
import { movedHere } from './pushing';
import { readTeam } from '../team';
import { readTexts, readWhatIsNeeded } from '../texts';

/** Plans the import of third-party code: reads the source once, and carries what is ours onto it in memory. */
export async function planImporting(ground: Ground, asked: ImportInputs, signal: AbortSignal): Promise<AnyPlan> {
  const { git } = ground;
  // A plan is printed, saved and written to the journal: it must not hold a password.
  const inputs = { ...asked, from: redact(asked.from) };
  if (inputs.from !== asked.from) {
    const text = 'The address holds a name or a password. Write it without: git asks its own helper for them.';
    return refuseImport(inputs, { code: 'credentials', text });
  }
  const { line, customer, component } = inputs;
  const reading = await ground.read(
    { ...(line === null ? {} : { target: line }), ...(customer === null ? {} : { customer }) },
    signal,
  );
  const { arranged, findings } = reading;
  const { paths } = findings.equivalents;
  const candidates = arranged.arrangements.flatMap((arrangement) => arrangement.candidates);
  const texts = await readTexts(git, importNeeds(candidates, component, paths), signal);
  const known = { inputs, arranged, pickOrder, texts, paths };
  const place = choosePlace({ ...known, waiting: await ground.waiting(), moved: await movedHere(ground) });
  if ('refusal' in place) return refuseImport(inputs, place.refusal);
  const { candidate, base, newBranch } = place;
  const installed = await installedAt(git, base, signal);
  const folder = componentPath(installed.map, component);
  if (folder === null) {
    const text = `${candidate.target.base.tag} has no place for ${component}: it knows no such type of plugin. See how it is spelt.`;
    return refuseImport(inputs, { code: 'unknown-component', text, about: component });
  }

  const ref = `${IMPORTS}/${newBranch.slice('refs/heads/'.length)}`;
  const old = (await git.effects.refs.read([ref], signal)).get(ref) ?? null;
  const wanted = (found: FoundCode): ImportWanted => ({
    ref,
    old,
    parent: base,
    folder,
    message: importMessage(component, parsePluginVersion(found.versionFile ?? ''), found),
    by: inputs.by,
    backupPrefix: backupPrefix({ plan: inputs.id, step: 'import' }),
  });
  const given = { from: inputs.from, at: inputs.at };
  try {
    const answer = await git.importCode(
      given,
      inputs.id,
      (found) => (codeProblem(component, found) === null ? wanted(found) : null),
      signal,
    );
    if ('fault' in answer) return refuseImport(inputs, sourceProblem(answer.fault, inputs.from));
    const { found, effect } = answer;
    const problem = codeProblem(component, found);
    if (problem !== null) return refuseImport(inputs, problem);
    if (effect === null) throw new RangeError('code without a problem is imported');
    const isInCore = installed.plugins.has(component);
    return await planFound(ground, reading, { ...known, place, found, effect, isInCore }, signal);
  } finally {
    await git.dropKeeps(inputs.id);
  }
}

interface Known extends Pick<PlaceFacts, 'inputs' | 'arranged' | 'pickOrder' | 'texts' | 'paths'> {
  readonly place: ImportPlace;
  readonly found: FoundCode;
  /** Its commit is in the repository, under a keep. */
  readonly effect: ImportEffect;
  readonly isInCore: boolean;
}

async function planFound(ground: Ground, { named }: Reading, known: Known, signal: AbortSignal): Promise<AnyPlan> {
  const { git } = ground;
  const { inputs, arranged, texts, paths, place, found, effect, isInCore } = known;
  const { component } = inputs;
  const version = parsePluginVersion(found.versionFile ?? '');
  const { carrying, carried: all } = await carryIntoPlace(
    carryingOf(inputs, place, effect, arranged),
    arranged,
    (recipes, wanted) => git.carry(recipes, signal, wanted),
  );
  const [item] = carrying.items;
  const [carried] = all;
  if (item === undefined || carried === undefined) throw new RangeError('one branch is carried');
  const asked = { carrying, effect, arranged };
  const lintTexts = await readWhatIsNeeded(git, (some) => importLintNeeds({ ...asked, texts: some }), signal);
  const { team, decisions } = await readTeam(git, named, signal);
  const draft = draftLeftOut({
    ...known,
    carried,
    version: version.version,
    decisions: decisions.map((decision) => decisionUnderItsCustomer(decision, named.scheme)),
    team,
    backupPrefix,
  });
  if (draft !== null && draft.refusal !== null) return refuseImport(inputs, draft.refusal);
  const record = draft === null ? null : await git.filesEffect(draft.commit, signal);
  const facts = {
    ...known,
    carried,
    lints: lintImport({ ...asked, texts: lintTexts }),
    warnings: [
      ...codeWarnings(component, found, version, place, { texts, paths }),
      ...placeWarnings(place, arranged, paths, isInCore),
    ],
    team,
    hooks: await git.hooks(signal),
    backupPrefix,
  };
  return planImport(facts, item, record);
}
