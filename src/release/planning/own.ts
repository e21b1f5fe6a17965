import type { Decision } from '../../config';
import type { Remark } from '../../plan';
import type { Assessment } from '../types';
import { decisionsOn, draftRecord, namedIn, timeOf } from './record';
import { removing, writing } from './teamCommit';
import type { OwnInputs, RecordDraft, RecordFacts } from './types';

/** Makes the person the owner of changes; who was it before is said. */
export function planTake(facts: RecordFacts<OwnInputs>): RecordDraft {
  const { by } = facts.inputs;
  return draftOwners(facts, 'take', 'Take', (change, owners) => {
    if (owners.length === 1 && owners[0]?.by === by.name) return [];
    const { key, customer, target: line } = change;
    const before = othersOf(owners, by.name);
    const because = before.length === 0 ? 'Looks after it' : `Takes it over from ${before.join(' and ')}`;
    const said = { because, by: by.name, at: timeOf(by), ticket: null, commits: [], base: null };
    return writing({ change: key, customer, line, decision: 'owner', ...said }, owners);
  });
}

/** Makes changes nobody's. */
export function planRelease(facts: RecordFacts<OwnInputs>): RecordDraft {
  return draftOwners(facts, 'release', 'Release', (_, owners) => removing(owners));
}

function draftOwners(
  facts: RecordFacts<OwnInputs>,
  kind: 'take' | 'release',
  verb: string,
  filesFor: (change: Assessment, owners: readonly Decision[]) => ReturnType<typeof writing>,
): RecordDraft {
  const { inputs, decisions } = facts;
  const { named, unknown } = namedIn(facts, inputs.changes);
  const owned = named.map((change) => {
    const owners = decisionsOn(change, decisions).filter(({ decision }) => decision === 'owner');
    return { change, owners, files: filesFor(change, owners) };
  });
  const [first] = named;
  return draftRecord(facts, {
    kind,
    title: `${verb} ${first && named.length === 1 ? first.key : `${named.length} changes`}`,
    body: named.length === 1 ? '' : named.map(({ key }) => key).join('\n'),
    files: owned.flatMap(({ files }) => files),
    warnings: owned.flatMap(({ change, owners }) => ownedSince(change, owners, inputs.by.name)),
    refusals: unknown,
  });
}

function othersOf(owners: readonly Decision[], me: string): readonly string[] {
  return [...new Set(owners.map(({ by }) => by))].filter((by) => by !== me);
}

function ownedSince({ key }: Assessment, owners: readonly Decision[], me: string): readonly Remark[] {
  return owners
    .filter(({ by }) => by !== me)
    .map(({ by, at }) => ({ code: 'owned', text: `${by} looks after it since ${at.slice(0, 10)}.`, about: key }));
}
