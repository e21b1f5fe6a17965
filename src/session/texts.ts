import type { Git } from '../git';

/** Texts of objects by name; null where there is no such object or it is no text. */
export async function readTexts(
  git: Git,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string | null>> {
  const wanted = [...new Set(names)];
  const objects = wanted.length === 0 ? null : await git.readObjects(wanted, signal);
  return new Map(
    wanted.map((name) => {
      const content = objects?.get(name)?.content;
      return [name, content === undefined || content.includes(0) ? null : content.toString('utf8')];
    }),
  );
}

/**
 * Reads what is asked for until nothing new is: what a plugin depends on is known from its text.
 * @param needs names what is needed, by the texts that are known
 */
export async function readWhatIsNeeded(
  git: Git,
  needs: (texts: ReadonlyMap<string, string | null>) => readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string | null>> {
  const texts = new Map<string, string | null>();
  for (;;) {
    const needed = needs(texts).filter((name) => !texts.has(name));
    if (needed.length === 0) return texts;
    for (const [name, text] of await readTexts(git, needed, signal)) texts.set(name, text);
  }
}
