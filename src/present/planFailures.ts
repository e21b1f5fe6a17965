import { t } from '@vscode/l10n';
import type { PlanReason } from '../plan';
import type { Moved } from '../plan/types';
import type { Detail } from './details';
import { read } from './details';
import { say } from './failure';
import type { Failure } from './failure';
import { display, refName, shortId } from './text';

/** The words for a `PlanReason`: why a plan was not run, resumed or undone. */
export function planFailure(reason: PlanReason, detail: Detail = {}, moved: readonly Moved[] = []): Failure {
  const given = read(detail, 'id', 'step');
  const plan = given === null ? null : display(given);
  const file = display(read(detail, 'file', 'path') ?? '');
  switch (reason) {
    case 'bad-plan': {
      const place = read(detail, 'place');
      const known = read(detail, 'known');
      if (known !== null) {
        return say(
          t('The plan has no section {0}.', display(read(detail, 'problem') ?? '?')),
          t('It has: {0}.', display(known, 1000)),
        );
      }
      return say(
        place === null
          ? t('This is no plan that this version can run.')
          : t('This is no plan that this version can run: see {0}.', display(place)),
        t('Make the plan again here.'),
      );
    }
    case 'refused': {
      const text = read(detail, 'text');
      return say(
        text === null
          ? t('The plan says itself that it must not run.')
          : t('Nothing was done: {0}', display(text, 1000)),
        t('Change what stands in its way, and make it again.'),
      );
    }
    case 'run-already':
      return say(
        plan === null ? t('This plan was run already.') : t('This plan was run already, as {0}.', plan),
        t('The journal says what came of it. For what was not done, make the plan again.'),
        'open-journal',
      );
    case 'moved':
      return say(
        t('Nothing was done, because this was moved since the plan was made: {0}.', movedThings(detail, moved)),
        t('Look at what was moved, and make the plan again.'),
        'refresh',
      );
    case 'busy': {
      const pid = read(detail, 'pid');
      return say(
        pid === null
          ? t('Another process is changing this repository.')
          : t('Process {0} is changing this repository.', pid),
        file === ''
          ? t('Try again when it has ended.')
          : t('Try again when it has ended. If it runs nowhere any more, remove {0}.', file),
      );
    }
    case 'still-running':
      return say(
        t('Process {0} of this plan is still at work.', display(read(detail, 'pid') ?? '?')),
        t('Try again when it has ended.'),
      );
    case 'unfinished':
      return say(
        plan === null
          ? t('A plan was cut off in the middle of a step.')
          : t('The plan {0} was cut off in the middle of a step.', plan),
        t('Resume it or roll it back first.'),
        'open-journal',
      );
    case 'unwritable':
      return say(
        file === ''
          ? t('The journal cannot be written, so nothing further is done.')
          : t('The journal {0} cannot be written, so nothing further is done.', file),
        t('See that the disk has room and the folder may be written, then resume the plan if it had begun.'),
        'open-journal',
      );
    case 'no-such-plan':
      return say(
        plan === null ? t('There is no such plan in the journal.') : t('There is no plan {0} in the journal.', plan),
        t('Choose one that the journal lists.'),
        'open-journal',
      );
    case 'elsewhere':
      return say(
        file === ''
          ? t('This plan was run in another repository, which this one is a copy of.')
          : t('This plan was run in another repository, which this one is a copy of: {0}.', file),
        t('Resume or undo it there.'),
      );
    case 'newer':
      return say(t('This journal was written by a later version.'), t('Use that version, or a later one.'));
    case 'damaged':
      return say(
        file === ''
          ? t('A line of the journal is not what was written.')
          : t('A line of the journal {0} is not what was written.', file),
        t(
          'The refs are as they are, and their old values are below refs/moodle-release/backup/. Look at both before you move the file away.',
        ),
      );
    case 'undecided': {
      const why = read(detail, 'why');
      return say(
        why === null
          ? t('Only a person can say whether step {0} was done.', plan ?? '?')
          : t('Only a person can say whether step {0} was done: {1}.', plan ?? '?', display(why, 400)),
        t('Look, and resume the plan: it asks.'),
        'open-journal',
      );
    }
    case 'irreversible':
      return say(
        t('Step {0} cannot be taken back.', plan ?? '?'),
        t('Resume the plan, or undo the sections that can be.'),
        'open-journal',
      );
    case 'interrupted':
      return say(
        t('The process that ran it ended.'),
        t('Resume it or take it back; where it was taken back, make the plan again.'),
        'open-journal',
      );
    case 'failed': {
      const why = read(detail, 'why', 'problem', 'waits');
      return say(
        why === null ? t('A step failed.') : t('A step failed: {0}', display(why, 400)),
        t('The journal says how far it came; resume it when the cause is gone, or roll it back.'),
        'open-journal',
        'show-log',
      );
    }
    case 'cancelled':
      return say(t('Cancelled.'), t('What was done stays done; the journal says how far it came.'), 'open-journal');
  }
}

/** `LUVLE-2.6-hack-core (1a2b3c4d → 5e6f7a8b)`, a few of them and how many more. */
function movedThings(detail: Detail, moved: readonly Moved[]): string {
  if (moved.length === 0) return display(read(detail, 'resources') ?? '?', 1000);
  const shown = moved.slice(0, 5).map((one) => display(movedThing(one)));
  const more = moved.length - shown.length;
  return more === 0 ? shown.join(', ') : t('{0} and {1} more', shown.join(', '), more);
}

function movedThing({ resource, id, now }: Moved): string {
  const name = refName(resource);
  if (now === null) return t('{0} (is gone)', name);
  return id === null ? t('{0} (is there now)', name) : `${name} (${shortId(id)} → ${shortId(now)})`;
}
