import type { Plans } from './planTypes';

/** Plans that are loaded when something is first asked of them: who only looks does not load what changes. */
export function latePlans(load: () => Promise<Plans>): Plans {
  return {
    rebase: async (...asked) => (await load()).rebase(...asked),
    decide: async (...asked) => (await load()).decide(...asked),
    take: async (...asked) => (await load()).take(...asked),
    release: async (...asked) => (await load()).release(...asked),
    push: async (...asked) => (await load()).push(...asked),
    rename: async (...asked) => (await load()).rename(...asked),
    createBranch: async (...asked) => (await load()).createBranch(...asked),
    adopt: async (...asked) => (await load()).adopt(...asked),
    editList: async (...asked) => (await load()).editList(...asked),
    assemble: async (...asked) => (await load()).assemble(...asked),
    merge: async (...asked) => (await load()).merge(...asked),
    pick: async (...asked) => (await load()).pick(...asked),
    minor: async (...asked) => (await load()).minor(...asked),
    importCode: async (...asked) => (await load()).importCode(...asked),
    tag: async (...asked) => (await load()).tag(...asked),
    assemblies: async (...asked) => (await load()).assemblies(...asked),
    knownReleases: async (...asked) => (await load()).knownReleases(...asked),
    fixes: async (...asked) => (await load()).fixes(...asked),
    compareReleases: async (...asked) => (await load()).compareReleases(...asked),
    undo: async (...asked) => (await load()).undo(...asked),
    parse: async (...asked) => (await load()).parse(...asked),
    again: async (...asked) => (await load()).again(...asked),
    run: async (...asked) => (await load()).run(...asked),
    resume: async (...asked) => (await load()).resume(...asked),
    journal: async (...asked) => (await load()).journal(...asked),
    read: async (...asked) => (await load()).read(...asked),
    unfinished: async (...asked) => (await load()).unfinished(...asked),
    conflicts: async (...asked) => (await load()).conflicts(...asked),
    settle: async (...asked) => (await load()).settle(...asked),
    abort: async (...asked) => (await load()).abort(...asked),
    predict: async (...asked) => (await load()).predict(...asked),
    whoami: async (...asked) => (await load()).whoami(...asked),
  };
}
