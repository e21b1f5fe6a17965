import type { Config, Decision } from '../config';
import type { Git, ObjectId, Snapshot } from '../git';
import type { ListFile } from './roles/lists';

/** The tags and commits that configuration, decisions and lists name. */
export interface Points {
  readonly bases: readonly string[];
  readonly exceptions: readonly string[];
}

export function pointsNamed(
  { lines }: Config,
  decisions: readonly Decision[],
  lists: readonly Pick<ListFile, 'list'>[],
): Points {
  return {
    bases: [...lines.flatMap(({ base }) => base ?? []), ...lists.flatMap(({ list }) => list?.upstream ?? [])],
    exceptions: [...lines.flatMap(({ exceptions }) => exceptions), ...decisions.flatMap(({ base }) => base ?? [])],
  };
}

const ID = /^[0-9a-f]{7,64}$/;
const WHOLE_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** Finds the commits that tags and ids, also shortened ones, stand for. */
export class PointReader {
  private readonly known = new Map<string, ObjectId>();

  constructor(private readonly git: Git) {}

  /**
   * The commit of each point that is here. No process for tags and for exceptions by a whole id, which need not be here
   * to be compared with; one for the other ids that were not found before.
   */
  async read({ bases, exceptions }: Points, { refs }: Snapshot, signal?: AbortSignal): Promise<Map<string, ObjectId>> {
    const tags = new Map(
      refs.flatMap(({ kind, short, commit }) => (kind === 'tag' && commit ? [[short, commit]] : [])),
    );
    const ids = [...bases, ...exceptions.filter((id) => !WHOLE_ID.test(id))].filter(
      (id) => !tags.has(id) && ID.test(id),
    );
    const asked = new Map(ids.filter((id) => !this.known.has(id)).map((id) => [id, `${id}^{commit}`]));
    const objects = asked.size === 0 ? null : await this.git.readObjects(asked.values(), signal);
    for (const [id, name] of asked) {
      const commit = objects?.get(name)?.id;
      if (commit !== undefined) this.known.set(id, commit);
    }
    const standsForItself = (id: string): boolean => WHOLE_ID.test(id) && !asked.has(id);
    return new Map(
      [...bases, ...exceptions].flatMap((point) => {
        const commit = tags.get(point) ?? this.known.get(point) ?? (standsForItself(point) ? point : undefined);
        return commit === undefined ? [] : [[point, commit]];
      }),
    );
  }
}
