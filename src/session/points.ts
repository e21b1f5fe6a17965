import type { Config, Decision } from '../config';
import type { Git, ObjectId, Snapshot } from '../git';

/** The tags and commits that configuration and decisions name as bases and exceptions. */
export function pointsNamed({ lines }: Config, decisions: readonly Decision[]): ReadonlySet<string> {
  const named = [
    ...lines.flatMap(({ base, exceptions }) => [base, ...exceptions]),
    ...decisions.map(({ base }) => base),
  ];
  return new Set(named.filter((point) => point !== null));
}

/** Finds the commits that tags and ids, also shortened ones, stand for. */
export class PointReader {
  private readonly known = new Map<string, ObjectId>();

  constructor(private readonly git: Git) {}

  /** The commit of each point that is here. No process for tags, one for the ids that were not found before. */
  async read(points: ReadonlySet<string>, { refs }: Snapshot, signal?: AbortSignal): Promise<Map<string, ObjectId>> {
    const tags = new Map(
      refs.flatMap(({ kind, short, commit }) => (kind === 'tag' && commit ? [[short, commit]] : [])),
    );
    const ids = [...points].filter((point) => !tags.has(point) && /^[0-9a-f]{7,64}$/.test(point));
    const asked = new Map(ids.filter((id) => !this.known.has(id)).map((id) => [id, `${id}^{commit}`]));
    const objects = asked.size === 0 ? null : await this.git.readObjects(asked.values(), signal);
    for (const [id, name] of asked) {
      const commit = objects?.get(name)?.id;
      if (commit !== undefined) this.known.set(id, commit);
    }
    return new Map(
      [...points].flatMap((point) => {
        const commit = tags.get(point) ?? this.known.get(point);
        return commit === undefined ? [] : [[point, commit]];
      }),
    );
  }
}
