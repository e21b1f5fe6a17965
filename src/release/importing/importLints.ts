import type { ImportEffect } from '../../git';
import type { Commit } from '../../git/types';
import type { Arranged } from '../arrange';
import type { Carrying, CarryItem, LintFacts } from '../planning/types';
import { usualLayouts, versionLints, versionNeeds } from '../planning/versionLints';
import type { Lint } from '../types';

/** What the version.php that is imported says against the line; the commit of the import has to be readable. */
export interface ImportLintFacts {
  readonly carrying: Pick<Carrying, 'items'>;
  readonly effect: ImportEffect;
  readonly arranged: Arranged;
  readonly texts: LintFacts['texts'];
}

/** Objects whose texts are needed; more, once the version file that names dependencies is among them. */
export function importLintNeeds(facts: ImportLintFacts): readonly string[] {
  const asked = lintFacts(facts);
  return asked.carrying.items.flatMap((item) => versionNeeds(item, asked, usualLayouts()));
}

export function lintImport(facts: ImportLintFacts): readonly Lint[] {
  const asked = lintFacts(facts);
  return asked.carrying.items.flatMap((item) => versionLints(item, asked, usualLayouts()));
}

/** As of a branch that holds the import alone. */
function lintFacts({ carrying, effect, arranged, texts }: ImportLintFacts): LintFacts {
  const { by, parent, message, folder, expect } = effect;
  const [subject = ''] = message.split('\n');
  const commit: Commit = { id: expect.tip, tree: expect.tree, parents: [parent], author: by, committer: by, subject };
  const items = carrying.items.map((item): CarryItem => ({
    ...item,
    source: { ref: null, tip: expect.tip },
    base: parent,
    commits: [commit],
  }));
  const paths = new Map([[expect.tip, `${folder}/version.php`]]);
  return { carrying: { items }, arranged, paths, texts };
}
