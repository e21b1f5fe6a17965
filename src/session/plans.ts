import { join } from 'node:path';
import { PlanError, PlanRunner, planId } from '../plan';
import type { PlanRecord, Unfinished } from '../plan';
import { forPlans } from '../git';
import type { Git, GitEffects, PlansOptions, Signature } from '../git';
import { parsePlanInputs } from '../release';
import type { PlanInputs, ReleaseComparison, Status } from '../release';
import { Forecast, targetOf, withPredictions } from './planning/carrying';
import type { Predictions } from './planning/carrying';
import { actOn, conflictsOf, waitingSteps } from './conflicts';
import { ClashMemory, readAssemblies } from './roles/assemblies';
import type {
  AssembleRequest,
  AssemblyState,
  FixRequest,
  FoundFix,
  ImportRequest,
  KnownReleases,
  ListRequest,
  MergeRequest,
  MinorRequest,
  PickRequest,
  RoleRequest,
  TagRequest,
} from './assemblyTypes';
import { guardPushes } from './embargo';
import { findFixes } from './roles/fixes';
import { readJournal } from './journal';
import { knownReleases } from './roles/knownReleases';
import { compareReleases } from './roles/releaseComparison';
import { placeOf } from './planning/place';
import { planFrom, signatureNow } from './planning/planning';
import type { Ground, Reading } from './ground';
import type {
  AnyPlan,
  Conflict,
  ConflictVerb,
  DecideRequest,
  JournalEntry,
  Plans,
  PushRequest,
  RebaseRequest,
  RunPlanOptions,
} from './planTypes';
import type { StatusOptions } from './types';
import { planUndoing, undoRequestOf } from './planning/undoing';
import { groundOf, RECENT, tidy } from './workshop';
import type { Workshop } from './workshop';

/** What plans need of the session they belong to. */
interface Parts {
  readonly git: Git;
  /** Those `git` was opened with. */
  readonly options: PlansOptions;
  /** Asks until the caller or the end of the session cancels it, with failures in this room's words. */
  ask<T>(signal: AbortSignal | undefined, question: (signal: AbortSignal) => Promise<T>): Promise<T>;
  read(options: StatusOptions, signal: AbortSignal): Promise<Reading>;
}

/** The plans of one session. */
export class SessionPlans implements Plans {
  readonly #forecast = new Forecast();
  readonly #clashes = new ClashMemory();
  readonly #workshop: Workshop;

  constructor(private readonly parts: Parts) {
    const git = forPlans(parts.git, parts.options);
    const folder = join(git.repository.commonDir, 'moodle-release', 'journal');
    this.#workshop = { git, runner: new PlanRunner<GitEffects>({ effects: git.effects, folder }) };
  }

  rebase({ changes, onto, customer }: RebaseRequest, signal?: AbortSignal): Promise<AnyPlan> {
    return this.#make(signal, 'rebase', (id, committer) => ({
      kind: 'rebase',
      inputs: { id, changes: changes ?? null, onto: onto ?? null, customer: customer ?? null, committer },
    }));
  }

  decide({ changes, decision, because, ...rest }: DecideRequest, signal?: AbortSignal): Promise<AnyPlan> {
    const { onto = null, commits = null, base = null, ticket = null } = rest;
    return this.#make(signal, 'decide', (id, by) => ({
      kind: 'decide',
      inputs: { id, changes, decision, because, onto, commits, base, ticket, by },
    }));
  }

  take(changes: readonly string[], signal?: AbortSignal): Promise<AnyPlan> {
    return this.#make(signal, 'take', (id, by) => ({ kind: 'take', inputs: { id, changes, by } }));
  }

  release(changes: readonly string[], signal?: AbortSignal): Promise<AnyPlan> {
    return this.#make(signal, 'release', (id, by) => ({ kind: 'release', inputs: { id, changes, by } }));
  }

  push({ refs, remote, customer }: PushRequest, signal?: AbortSignal): Promise<AnyPlan> {
    return this.#make(signal, 'push', (id) => ({
      kind: 'push',
      inputs: { id, refs: refs ?? null, remote: remote ?? null, customer: customer ?? null },
    }));
  }

  rename(branch: string, to: string, signal?: AbortSignal): Promise<AnyPlan> {
    return this.#make(signal, 'rename', (id, by) => ({ kind: 'rename', inputs: { id, branch, to, by } }));
  }

  createBranch(name: string, signal?: AbortSignal): Promise<AnyPlan> {
    return this.#make(signal, 'create-branch', (id) => ({ kind: 'create-branch', inputs: { id, name } }));
  }

  adopt({ role, ...where }: RoleRequest, signal?: AbortSignal): Promise<AnyPlan> {
    return this.#make(signal, 'adopt', (id, by) => ({ kind: 'adopt', inputs: { id, by, role, ...placeOf(where) } }));
  }

  editList({ role, edits, like, all = false, ...where }: ListRequest, signal?: AbortSignal): Promise<AnyPlan> {
    return this.#make(signal, 'list', (id, by) => ({
      kind: 'list',
      inputs: { id, by, role, like: like ?? null, all, edits, ...placeOf(where) },
    }));
  }

  assemble({ role, how = 'continue', ...where }: AssembleRequest, signal?: AbortSignal): Promise<AnyPlan> {
    return this.#make(signal, 'assemble', (id, by) => ({
      kind: 'assemble',
      inputs: { id, by, role, how, ...placeOf(where) },
    }));
  }

  merge({ sources, into, ...where }: MergeRequest, signal?: AbortSignal): Promise<AnyPlan> {
    return this.#make(signal, 'merge', (id, by) => ({
      kind: 'merge',
      inputs: { id, by, sources: sources ?? null, into: into ?? null, ...placeOf(where) },
    }));
  }

  pick({ what, to, toNew, cite = false, ...where }: PickRequest, signal?: AbortSignal): Promise<AnyPlan> {
    return this.#make(signal, 'pick', (id, by) => ({
      kind: 'pick',
      inputs: { id, by, what, to: to ?? null, toNew: toNew ?? null, cite, ...placeOf(where) },
    }));
  }

  minor({ release, ...where }: MinorRequest, signal?: AbortSignal): Promise<AnyPlan> {
    return this.#make(signal, 'minor', (id, by) => ({ kind: 'minor', inputs: { id, by, release, ...placeOf(where) } }));
  }

  importCode(request: ImportRequest, signal?: AbortSignal): Promise<AnyPlan> {
    const { component, from, at, type, shortname, decline = [], ...where } = request;
    return this.#make(signal, 'import', (id, by) => ({
      kind: 'import',
      inputs: {
        id,
        by,
        component,
        from,
        at: at ?? null,
        type: type ?? null,
        shortname: shortname ?? null,
        decline,
        ...placeOf(where),
      },
    }));
  }

  tag({ of = 'deployment', ...where }: TagRequest, signal?: AbortSignal): Promise<AnyPlan> {
    return this.#make(signal, 'tag', (id, by) => ({ kind: 'tag', inputs: { id, by, of, ...placeOf(where) } }));
  }

  assemblies(wanted: Partial<RoleRequest> = {}, signal?: AbortSignal): Promise<readonly AssemblyState[]> {
    return this.#use(signal, (workshop, until) => readAssemblies(this.#ground(workshop), this.#clashes, wanted, until));
  }

  knownReleases(signal?: AbortSignal): Promise<KnownReleases> {
    return this.#use(signal, (workshop, until) => knownReleases(this.#ground(workshop), until));
  }

  fixes(request: FixRequest, signal?: AbortSignal): Promise<readonly FoundFix[]> {
    return this.#use(signal, (workshop, until) => findFixes(this.#ground(workshop), request, until));
  }

  compareReleases(from: string, to: string, signal?: AbortSignal): Promise<ReleaseComparison> {
    return this.#use(signal, (workshop, until) => compareReleases(this.#ground(workshop), from, to, until));
  }

  undo(id: string, sections?: readonly string[], signal?: AbortSignal): Promise<AnyPlan> {
    return this.#undoing({ undoes: id, sections }, signal);
  }

  parse(value: unknown): Promise<AnyPlan> {
    return this.#use(undefined, ({ runner }) => Promise.resolve(runner.parse(value)));
  }

  async again(plan: AnyPlan, signal?: AbortSignal): Promise<AnyPlan> {
    if (plan.kind === 'undo') return this.#undoing(undoRequestOf(plan), signal);
    return this.#use(signal, async (workshop, until) => {
      const inputs = parsePlanInputs(plan.kind, plan.inputs);
      if (inputs?.inputs.id !== plan.id) throw new PlanError('bad-plan', { place: 'inputs', problem: plan.kind });
      return planFrom(this.#ground(workshop), inputs, until);
    });
  }

  run(plan: AnyPlan, options: RunPlanOptions = {}): Promise<PlanRecord> {
    return this.#go(options, async (workshop, until) => {
      const { git, runner } = workshop;
      await guardPushes(this.#ground(workshop), plan, null, until);
      const person = await git.identity(until);
      return runner.run(plan, { ...options, signal: until, ...(person === null ? {} : { by: person.name }) });
    });
  }

  resume(id: string, direction: 'forward' | 'back', options: RunPlanOptions = {}): Promise<PlanRecord> {
    return this.#go(options, async (workshop, until) => {
      const { runner } = workshop;
      const { plan, steps } = await runner.readOurs(id);
      if (direction === 'forward') await guardPushes(this.#ground(workshop), runner.parse(plan), steps, until);
      return runner.resume(id, direction, { ...options, signal: until });
    });
  }

  journal(limit = RECENT, signal?: AbortSignal): Promise<readonly JournalEntry[]> {
    return this.#use(signal, ({ runner }) => readJournal(runner, limit));
  }

  read(id: string): Promise<PlanRecord> {
    return this.#use(undefined, ({ runner }) => runner.read(id));
  }

  unfinished(): Promise<readonly Unfinished[]> {
    return this.#use(undefined, ({ runner }) => runner.unfinished());
  }

  conflicts(id?: string, signal?: AbortSignal): Promise<readonly Conflict[]> {
    return this.#use(signal, async ({ git, runner }, until) => {
      const open =
        id === undefined ? await runner.unfinished() : [{ record: await runner.readOurs(id), problem: null }];
      const waiting = open.flatMap(({ record, problem }) => (record !== null && problem === null ? [record] : []));
      return (await Promise.all(waiting.map((record) => conflictsOf(record, git.scratches, until)))).flat();
    });
  }

  async settle(conflict: Conflict, verb: ConflictVerb, options: RunPlanOptions = {}): Promise<Conflict | null> {
    const { plan, section, step } = conflict;
    const scratch = await this.#use(options.signal, async ({ git, runner }, until) => {
      const waiting = waitingSteps(await runner.readOurs(plan)).find((one) => one.step.id === step);
      if (waiting === undefined) throw new PlanError('no-such-plan', { id: plan, section });
      return actOn(conflict, waiting.step.effect, verb, git.scratches, until);
    });
    // What was resolved is resolved in previews too from now on.
    this.#forecast.forget();
    if (scratch.state !== 'finished' && scratch.state !== 'left-out') return { ...conflict, scratch };
    await this.resume(plan, 'forward', options);
    return (await this.conflicts(plan, options.signal)).find((one) => one.step === step) ?? null;
  }

  async abort(id: string, options: RunPlanOptions = {}): Promise<PlanRecord> {
    // A branch stacked on one that is left out may come to wait in its turn: at most as often as there are sections.
    for (;;) {
      const waiting = await this.#use(options.signal, async ({ git, runner }, until) => {
        const steps = waitingSteps(await runner.readOurs(id));
        for (const { step } of steps) await git.scratches.leaveOut({ plan: id, step: step.id }, step.effect, until);
        return steps.length;
      });
      if (waiting === 0) return this.read(id);
      await this.resume(id, 'forward', options);
    }
  }

  predict(request: RebaseRequest, signal?: AbortSignal): Promise<Predictions> {
    return this.#use(signal, async ({ git }, until) => {
      const { onto = null, customer = null } = request;
      const reading = await this.parts.read(targetOf({ onto, customer }), until);
      return this.#forecast.predict(git, reading, request, until);
    });
  }

  /** The status that was read, with what moving each change would come to. */
  foresee(reading: Reading, request: RebaseRequest, signal?: AbortSignal): Promise<Status> {
    return this.#use(signal, async ({ git }, until) =>
      withPredictions(reading.status, await this.#forecast.predict(git, reading, request, until)),
    );
  }

  whoami(signal?: AbortSignal): Promise<{ readonly name: string; readonly email: string } | null> {
    return this.#use(signal, ({ git }, until) => git.identity(until));
  }

  #make(
    signal: AbortSignal | undefined,
    kind: PlanInputs['kind'],
    inputs: (id: string, by: Signature) => PlanInputs,
  ): Promise<AnyPlan> {
    return this.#use(signal, async (workshop, until) => {
      const by = await signatureNow(workshop.git, until);
      return planFrom(this.#ground(workshop), inputs(planId(kind), by), until);
    });
  }

  #undoing(request: Parameters<typeof planUndoing>[1], signal: AbortSignal | undefined): Promise<AnyPlan> {
    return this.#use(signal, (workshop, until) =>
      planUndoing(workshop.runner, request, () => this.#ground(workshop).journal(), until),
    );
  }

  /** Runs, and then forgets what no plan needs any more. */
  #go(
    { signal }: RunPlanOptions,
    act: (workshop: Workshop, signal: AbortSignal) => Promise<PlanRecord>,
  ): Promise<PlanRecord> {
    return this.#use(signal, async (workshop, until) => {
      const record = await act(workshop, until);
      await tidy(workshop);
      // Work trees that go leave what was resolved in them.
      this.#forecast.forget();
      return record;
    });
  }

  #ground(workshop: Workshop): Ground {
    return groundOf(workshop, (options, signal) => this.parts.read(options, signal));
  }

  #use<T>(signal: AbortSignal | undefined, act: (workshop: Workshop, signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.parts.ask(signal, async (until) => act(this.#workshop, until));
  }
}
