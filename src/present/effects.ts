import { t } from '@vscode/l10n';
import type { GitEffect, HelpedEffect, Tracked } from '../git/effects/effectTypes';
import type { Effect } from '../plan';
import { refName, shortId } from './text';

/** A part of a line: words of ours, or something from outside, which is a name (a branch, a path, an id) or is said. */
export type Piece = string | { readonly name: string } | { readonly said: string };

/** One thing a step does: what it is about, and what becomes of it. */
export interface Deed {
  readonly name: string;
  readonly what: string;
}

/** An effect of a plan has come through the handler of its kind, so the kind says its form. */
export function isGitEffect(effect: Effect): effect is GitEffect {
  return [
    'refs',
    'carry',
    'assemble',
    'resolve',
    'settle',
    'tag',
    'learn',
    'files',
    'import',
    'push',
    'tracking',
  ].includes(effect.kind);
}

/** Whether an effect is one that a person may have to help with. */
export function isHelped(effect: Effect): effect is HelpedEffect {
  return effect.kind === 'resolve' || effect.kind === 'settle';
}

/** Full name of the branch that is made or moved with a person's help. */
export function helpedBranch(effect: HelpedEffect): string {
  return effect.kind === 'settle' ? effect.ref : effect.newBranch;
}

/** What an effect does to each thing it touches. Nothing is made safe to show yet. */
export function deedsOf(effect: GitEffect): readonly Deed[] {
  switch (effect.kind) {
    case 'refs':
      return effect.updates.map(({ ref, old, new: to }) => ({ name: refName(ref), what: movedText(old, to) }));
    case 'push':
      return effect.updates.map(({ ref, old, new: to }) => ({ name: refName(ref), what: movedText(old, to) }));
    case 'carry':
      return effect.moves.map(({ newBranch, old, expect }) => ({
        name: refName(newBranch),
        what: movedText(old, expect.tip),
      }));
    case 'assemble':
      return [{ name: refName(effect.ref), what: movedText(effect.old, effect.expect.tip) }];
    case 'resolve':
    case 'settle':
      return [{ name: refName(helpedBranch(effect)), what: t('as it is resolved') }];
    case 'tag':
      return [{ name: refName(effect.ref), what: movedText(null, effect.expect) }];
    case 'learn':
      return [{ name: 'rr-cache', what: t('how conflicts were settled before') }];
    case 'files':
      return effect.files.map(({ path, text }) => ({ name: path, what: text === null ? t('removed') : t('written') }));
    case 'import':
      return [{ name: effect.folder, what: t('as its publisher has it') }];
    case 'tracking':
      return effect.branches.map(({ branch, new: to }) => ({ name: branch, what: trackedText(to) }));
  }
}

/** `new at 1a2b3c4d`, `deleted, was 1a2b3c4d`, `1a2b3c4d → 5e6f7a8b`. */
export function movedText(old: string | null, to: string | null): string {
  if (to === null) return old === null ? t('deleted') : t('deleted, was {0}', shortId(old));
  return old === null ? t('new at {0}', shortId(to)) : t('{0} → {1}', shortId(old), shortId(to));
}

function trackedText(tracked: Tracked | null): string {
  return tracked === null ? t('tracks nothing') : t('tracks {0} of {1}', refName(tracked.merge), tracked.remote);
}
