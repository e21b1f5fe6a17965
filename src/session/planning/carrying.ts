import { backupPrefix, pickOrder } from '../../git';
import type { Carried, ChangingGit, Recipe } from '../../git';
import { canonical } from '../../plan';
import { chooseCarries, lintCarry, lintNeeds, mayMisplace, planRebase, predictionsOf, relocate } from '../../release';
import type { Arranged, Carrying, Lint, Prediction, RebaseInputs, Status } from '../../release';
import type { Ground, Reading } from '../ground';
import type { AnyPlan, RebaseRequest } from '../planTypes';
import { readWhatIsNeeded } from '../texts';
import type { StatusOptions } from '../types';

/** Plans a rebase: carries every branch in memory and says what came of each. */
export async function planCarry(ground: Ground, inputs: RebaseInputs, signal: AbortSignal): Promise<AnyPlan> {
  const { git } = ground;
  const reading = await ground.read(targetOf(inputs), signal);
  const { arranged } = reading;
  const { carrying, carried } = await carryIntoPlace(
    choose(reading, inputs, await ground.waiting()),
    arranged,
    (recipes, wanted) => git.carry(recipes, signal, wanted),
  );
  const lints = await lint(git, carrying, carried, reading, signal);
  const hooks = await git.hooks(signal);
  const { paths } = reading.findings.equivalents;
  return planRebase({ carrying, arranged, carried, paths, lints, hooks, backupPrefix });
}

/** A committer for what is thrown away: the same recipe has the same name whoever asks and whenever. */
const NOBODY = { name: 'nobody', email: '', date: '0 +0000' };

/** What moves would come to. What was carried once is known until it is forgotten. */
export class Forecast {
  #known = new Map<string, Carried>();

  forget(): void {
    this.#known = new Map();
  }

  async predict(git: ChangingGit, reading: Reading, request: RebaseRequest, signal: AbortSignal): Promise<Predictions> {
    const { changes = null, onto = null, customer = null } = request;
    const inputs = { id: 'prediction', changes, onto, customer, committer: NOBODY };
    const chosen = choose(reading, inputs, new Map());
    const { carrying, carried } = await carryIntoPlace(chosen, reading.arranged, (recipes, wanted) =>
      this.#carry(git, recipes, signal, wanted),
    );
    const lints = await lint(git, carrying, carried, reading, signal);
    return predictionsOf({ carrying, carried, lints });
  }

  async #carry(
    git: ChangingGit,
    asked: readonly Recipe[],
    signal: AbortSignal,
    options: Wanted,
  ): Promise<readonly Carried[]> {
    const recipes = new Map(asked.map((recipe) => [recipe.branch, recipe]));
    const before = this.#known;
    const names = new Map([...recipes.values()].map((recipe) => [recipe, nameOf(recipe, recipes)]));
    const wanted = new Set<Recipe>();
    for (const [recipe, name] of names) {
      if (!before.has(name)) for (const one of chainOf(recipe, recipes)) wanted.add(one);
    }
    const made = wanted.size === 0 ? [] : await git.carry([...wanted], signal, options);
    const fresh = new Map(made.map((one) => [one.branch, one]));
    const found = [...names].flatMap(([recipe, name]) => {
      const one = fresh.get(recipe.branch) ?? before.get(name);
      return one === undefined ? [] : [[name, one] as const];
    });
    // Only what is asked for now is worth keeping; after `forget` what was under way is not.
    if (this.#known === before) this.#known = new Map([...before, ...found].slice(-MOST));
    return found.map(([, one]) => one);
  }
}

type Wanted = NonNullable<Parameters<ChangingGit['carry']>[2]>;

/** Carries, and once more with what landed beside public/ moved into it. */
export async function carryIntoPlace<C extends Pick<Carrying, 'items' | 'targets'>>(
  carrying: C,
  arranged: Arranged,
  carry: (recipes: readonly Recipe[], wanted: Wanted) => Promise<readonly Carried[]>,
): Promise<{ readonly carrying: C; readonly carried: readonly Carried[] }> {
  const added = mayMisplace(carrying);
  const recipesOf = ({ items }: C): readonly Recipe[] => items.map(({ recipe }) => recipe);
  const carried = await carry(recipesOf(carrying), { added });
  const moved = relocate(carrying, carried, arranged);
  return moved === null
    ? { carrying, carried }
    : { carrying: moved, carried: await carry(recipesOf(moved), { added }) };
}

/** Carried branches that are remembered. */
const MOST = 2000;

/** A recipe with those it is stacked on, the lowest first. */
function chainOf(recipe: Recipe, recipes: ReadonlyMap<string, Recipe>): readonly Recipe[] {
  const below = typeof recipe.onto === 'string' ? undefined : recipes.get(recipe.onto.branch);
  return below === undefined ? [recipe] : [...chainOf(below, recipes), recipe];
}

function nameOf(recipe: Recipe, recipes: ReadonlyMap<string, Recipe>): string {
  return canonical(chainOf(recipe, recipes));
}

/** What moving each change would come to, by key. */
export type Predictions = ReadonlyMap<string, Prediction>;

/** A status with what moving each change would come to. */
export function withPredictions(status: Status, predictions: Predictions): Status {
  const changes = status.changes.map((change) => ({ ...change, prediction: predictions.get(change.key) ?? null }));
  return { ...status, changes };
}

function choose({ arranged, status }: Reading, inputs: RebaseInputs, waiting: ReadonlyMap<string, string>): Carrying {
  return chooseCarries({ arranged, assessments: status.changes, inputs, pickOrder, waiting });
}

/** How a reading is asked for what a rebase is planned from. */
export function targetOf({ onto, customer }: Pick<RebaseInputs, 'onto' | 'customer'>): StatusOptions {
  return { ...(onto === null ? {} : { target: onto }), ...(customer === null ? {} : { customer }) };
}

/** What deserves a look before it is moved, by key of the change. */
export async function lint(
  git: ChangingGit,
  carrying: Pick<Carrying, 'items'>,
  carried: readonly Carried[],
  { arranged, findings }: Reading,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly Lint[]>> {
  const asked = { carrying, arranged, paths: findings.equivalents.paths };
  const texts = await readWhatIsNeeded(git, (known) => lintNeeds({ ...asked, texts: known }), signal);
  return lintCarry({ ...asked, texts }, carried);
}
