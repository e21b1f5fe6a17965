import type * as vscode from 'vscode';
import type { CurrentRepository } from '../currentRepository';
import type { OpenHouse } from '../house';
import { OneAtATime } from '../oneAtATime';
import { planOf } from './address';
import type { ShownPlans } from './shownPlans';

interface Parts {
  readonly repository: CurrentRepository;
  readonly plans: ShownPlans;
  readonly openHouse: OpenHouse;
  readonly channel: vscode.LogOutputChannel;
}

/** Plans again what is open whenever the repository was read again, and says in the document when it comes out otherwise. */
export function watchPlans(parts: Parts): vscode.Disposable {
  const { repository } = parts;
  let seen = repository.status;
  // What moves while a plan is being made again would be missed without another look.
  const checking = new OneAtATime(() => check(parts));
  return repository.onDidChange(() => {
    if (repository.status?.complete !== true || repository.status === seen) return;
    seen = repository.status;
    void checking.run();
  });
}

async function check({ repository, plans, openHouse, channel }: Parts): Promise<void> {
  const { differences } = await import('./differences');
  for (const [uri, shown] of [...plans.planned()]) {
    // Planning it again reads its source, which may be far away; running it compares.
    if (shown.plan.kind === 'import') continue;
    try {
      const session = await repository.sessionOf(planOf(uri).folder);
      const now = await session.plans.again(shown.plan);
      const moved = await differences(openHouse, shown.plan, now);
      // It may have been run, closed or planned anew meanwhile.
      if (plans.of(uri) === shown && moved.join() !== shown.moved.join()) plans.put(uri, { ...shown, moved });
    } catch (error) {
      channel.warn(error instanceof Error ? error.message : String(error));
    }
  }
}
