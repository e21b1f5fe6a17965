import type { Decision, DecisionKind } from '../../config';
import type { FilesEffect } from '../../git';
import type { ObjectId } from '../../git/types';
import type { Remark } from '../../plan';
import type { Assessment } from '../types';
import { decisionsOn, draftRecord, namedIn, timeOf } from './record';
import { removing, writing } from './teamCommit';
import type { DecideInputs, RecordDraft, RecordFacts } from './types';

/** What a decision on changes writes to the team's branch. */
export function planDecide(facts: RecordFacts<DecideInputs>): RecordDraft {
  const { inputs } = facts;
  const { named, unknown } = namedIn(facts, inputs.changes);
  const because = inputs.because.trim();
  const written = named.map((change) => decideOn(change, facts));
  const [first] = named;
  return draftRecord(facts, {
    kind: 'decide',
    title: `Decide ${inputs.decision} on ${first && named.length === 1 ? first.key : `${named.length} changes`}`,
    body: because,
    files: written.flatMap(({ files }) => files),
    warnings: written.flatMap(({ warnings }) => warnings),
    refusals: [
      ...unknown,
      ...(because === '' && inputs.decision !== 'published'
        ? [{ code: 'no-reason', text: 'Say why it is decided so.' }]
        : []),
      ...strayCommits(named, inputs),
      ...written.flatMap(({ refusal }) => refusal),
    ],
  });
}

interface Written {
  readonly files: FilesEffect['files'];
  readonly warnings: readonly Remark[];
  readonly refusal: readonly Remark[];
}

const EXCLUDES: Readonly<Partial<Record<DecisionKind, DecisionKind>>> = { dropped: 'external', external: 'dropped' };

function decideOn(change: Assessment, facts: RecordFacts<DecideInputs>): Written {
  const { inputs, decisions } = facts;
  const { decision, ticket, by } = inputs;
  const { key, customer, target: line } = change;
  const standing = decisionsOn(change, decisions);
  if (decision === 'published') return publish(change, facts);
  const same = decision === 'embargoed' ? embargoesOn(change, decisions) : standing.filter(isOf(decision));
  const replaced = [...same, ...standing.filter(isOf(EXCLUDES[decision]))];
  const commits = namesCommits(inputs)
    ? [...new Set([...same.flatMap((one) => one.commits), ...chosen(change, inputs)])]
    : [];
  const base = decision === 'exception-base' ? (inputs.base ?? change.base?.tag ?? change.base?.commit ?? null) : null;
  const lack = (code: string, text: string): Written => ({
    files: [],
    warnings: [],
    refusal: [{ code, text, about: key }],
  });
  if (namesCommits(inputs) && commits.length === 0)
    return lack('no-commits', `${key} has no commit that is missing. Name one of its commits.`);
  if (decision === 'exception-base' && base === null)
    return lack('no-base', `Say on which tag or commit ${key} may stand.`);

  const said = { because: inputs.because.trim(), ticket, commits, base };
  if (replaced.length === 1 && same.some((one) => isSame(one, said))) return { files: [], warnings: [], refusal: [] };
  const next = { change: key, customer, line, decision, ...said, by: by.name, at: timeOf(by) };
  return {
    files: writing(next, replaced),
    warnings: [
      ...standing.flatMap((one) => ownedBy(one, by.name)),
      ...replaced.flatMap((one) => replacing(one, by.name)),
    ],
    refusal: [],
  };
}

/** Lifts the embargo, whichever line it was decided on. */
function publish(change: Assessment, { inputs, decisions }: RecordFacts<DecideInputs>): Written {
  const lifted = embargoesOn(change, decisions);
  return {
    files: removing(lifted),
    warnings: lifted.flatMap((one) => replacing(one, inputs.by.name)),
    refusal:
      lifted.length > 0
        ? []
        : [{ code: 'not-embargoed', text: `${change.key} is under no embargo.`, about: change.key }],
  };
}

/** Of any line: an embargo is the whole change's. */
function embargoesOn({ key }: Assessment, decisions: readonly Decision[]): readonly Decision[] {
  return decisions.filter((one) => one.change === key && one.decision === 'embargoed');
}

function isOf(kind: DecisionKind | undefined): (one: Decision) => boolean {
  return ({ decision }) => decision === kind;
}

function isSame(one: Decision, said: Pick<Decision, 'because' | 'ticket' | 'commits' | 'base'>): boolean {
  const isEqual = one.because === said.because && one.ticket === said.ticket && one.base === said.base;
  return isEqual && one.commits.join() === said.commits.join();
}

function namesCommits({ decision }: DecideInputs): boolean {
  return decision === 'squashed' || decision === 'left-out';
}

/** What of a change may be squashed or left out: its predecessor's commits, those accounted for too. */
function mayBeNamed({ missing, accounted, commits }: Assessment): ReadonlySet<ObjectId> {
  return new Set([...missing, ...commits].map(({ id }) => id).concat(Object.keys(accounted)));
}

/** The commits asked for, else all that nothing certain accounts for. */
function chosen(change: Assessment, { commits }: DecideInputs): readonly ObjectId[] {
  if (commits !== null) return commits.flatMap((given) => meantBy(given, mayBeNamed(change)));
  const probable = Object.entries(change.accounted).filter(([, how]) => how === 'upstream-issue');
  return [...change.missing.map(({ id }) => id), ...probable.map(([id]) => id)];
}

/** A decision holds whole ids; a person may give as much of one as tells it from the others. */
function meantBy(given: string, ids: ReadonlySet<ObjectId>): readonly ObjectId[] {
  return [...ids].filter((id) => given !== '' && id.startsWith(given));
}

function strayCommits(named: readonly Assessment[], inputs: DecideInputs): readonly Remark[] {
  const own = new Set(named.flatMap((change) => [...mayBeNamed(change)]));
  const stray = (inputs.commits ?? []).find((given) => meantBy(given, own).length !== 1);
  if (stray === undefined) return [];
  return [
    {
      code: 'no-such-commit',
      text: `${stray} is not the beginning of one commit of these changes. Give its whole id.`,
    },
  ];
}

function ownedBy({ change, decision, by }: Decision, me: string): readonly Remark[] {
  return decision !== 'owner' || by === me ? [] : [{ code: 'owned', text: `${by} looks after it.`, about: change }];
}

function replacing({ change, decision, by, because }: Decision, me: string): readonly Remark[] {
  const text = `It replaces what ${by} decided: ${decision} (${because}).`;
  return by === me ? [] : [{ code: 'replaces', text, about: change }];
}
