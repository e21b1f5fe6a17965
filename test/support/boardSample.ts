import { boardModel } from '../../src/present/board';
import type { Assessment, Prediction, State, Status } from '../../src/release/types';
import type { BoardModel } from '../../webview/protocol';
import { change, id, states, status } from '../unit/present/samples';

const clean: Prediction = {
  result: 'clean',
  reason: null,
  dropped: [],
  conflicts: [],
  lints: [],
  exact: 'in-memory',
};

const conflict: Prediction = {
  ...clean,
  result: 'conflict',
  conflicts: [
    {
      commit: id('b1'),
      subject: 'Show single files in place',
      paths: ['mod/resource/lib.php', 'mod/resource/view.php'],
    },
  ],
};

/** A status of that many changes on three lines, in every state there is. */
export function sampleStatus(n: number): Status {
  const all = Object.keys(states) as State[];
  const changes = Array.from({ length: n }, (_, index): Assessment => {
    const component = `mod_part${String(index).padStart(4, '0')}`;
    return change({
      component,
      shortname: null,
      state: all[index % all.length] ?? 'pending',
      owner: index % 3 === 0 ? 'Ann Example' : index % 3 === 1 ? 'Bea Example' : null,
      lines: [{ line: '2.5', branch: `LUVLE-2.5-hack-${component}`, at: 'both' }],
      ...(index % 5 === 0 && { lines: [{ line: '2.3', branch: `LUVLE-2.3-hack-${component}`, at: 'remote' }] }),
    });
  });
  const base = { tag: 'v2.6.0', commit: id('26') };
  const lines = (['2.3', '2.5', '2.6'] as const).map((line, index) => ({
    customer: 'LUVLE',
    line,
    branch: [23, 25, 26][index] ?? 0,
    life: (['retired', 'live', 'preparing'] as const)[index] ?? 'retired',
    base,
    lastRelease: null,
    changes: n,
  }));
  return status(changes, { lines });
}

/** What the Upgrade board shows of it: every seventh change that is to move conflicts, the others are clean. */
export function sampleBoard(n: number): BoardModel {
  const of = sampleStatus(n);
  const moving = of.changes.filter(({ state }) => state === 'pending' || state === 'stale');
  const changes = of.changes.map((one): Assessment => {
    const index = moving.indexOf(one);
    return { ...one, prediction: index < 0 ? null : index % 7 === 0 ? conflict : clean };
  });
  return boardModel({
    status: { ...of, changes },
    predicting: { kind: 'done' },
    who: { name: 'Ann Example', email: 'ann@example.org' },
    fault: null,
  });
}
