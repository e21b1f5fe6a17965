/** A file of sections, taken apart so that putting it together again gives the same text. */
interface Sections {
  /** What stands before the first section. */
  readonly head: readonly string[];
  /** By name, in the order of the file. */
  readonly sections: ReadonlyMap<string, Section>;
}

interface Section {
  /** Comments right above it, and its own line. */
  readonly opening: readonly string[];
  readonly body: readonly Line[];
}

/** A line with its end; `key` in lower case, null for a comment or an empty line. */
interface Line {
  readonly text: string;
  readonly key: string | null;
  /** As it is written. */
  readonly value: string | null;
}

const OPENING = /^\s*\[submodule "((?:[^"\\]|\\["\\])+)"\]\s*(?:[#;].*)?$/;
const COMMENT = /^\s*(?:[#;].*)?$/;
const SETTING = /^\s*([a-z][a-z\d-]*)\s*(?:=\s*(.*?)\s*)?$/i;

/**
 * Merges three versions of `.gitmodules`, which git merges as lines, by section and within a section by key. Ours keeps
 * its comments and its order; a section that came on the other side stands at the end.
 * @param base null where there was none.
 * @returns null where both sides have changed one thing differently, and where a version has anything but plain sections
 *   `[submodule "name"]`, each once, with plain settings, each once.
 */
export function mergeModuleSections(base: string | null, ours: string, theirs: string): string | null {
  const [before, mine, other] = [parse(base ?? ''), parse(ours), parse(theirs)];
  if (before === null || mine === null || other === null) return null;
  const merged = new Map<string, Section>();
  for (const name of new Set([...mine.sections.keys(), ...other.sections.keys()])) {
    const versions = [before, mine, other].map(({ sections }) => sections.get(name));
    const section = mergeSection(versions[0], versions[1], versions[2]);
    if (section === null) return null;
    if (section !== 'gone') merged.set(name, section);
  }
  // git checks out no two submodules at one place.
  if (hasTwins(merged.values()) && !hasTwins(mine.sections.values())) return null;
  const lines = [...merged.values()].flatMap(({ opening, body }) => [...opening, ...body.map(({ text }) => text)]);
  return [...mine.head, ...lines].map(ended).join('');
}

function mergeSection(
  base: Section | undefined,
  ours: Section | undefined,
  theirs: Section | undefined,
): Section | 'gone' | null {
  if (theirs === undefined) return base === undefined ? (ours ?? 'gone') : isSame(base, ours) ? 'gone' : null;
  if (ours === undefined) return base === undefined ? theirs : isSame(base, theirs) ? 'gone' : null;
  const [before, mine, other] = [settingsOf(base), settingsOf(ours), settingsOf(theirs)];
  let body: readonly Line[] = ours.body;
  for (const key of new Set([...before.keys(), ...other.keys()])) {
    const [was, is, becomes] = [before.get(key), mine.get(key), other.get(key)];
    if (was?.value === becomes?.value || is?.value === becomes?.value) continue;
    if (is?.value !== was?.value) return null;
    if (becomes === undefined) body = body.filter((line) => line.key !== key);
    else if (is === undefined) body = withSetting(body, becomes);
    else body = body.map((line) => (line.key === key ? becomes : line));
  }
  return { opening: ours.opening, body };
}

/** After the last setting, before comments and empty lines that part it from the next section. */
function withSetting(body: readonly Line[], line: Line): readonly Line[] {
  const at = body.findLastIndex(({ key }) => key !== null) + 1;
  return [...body.slice(0, at), line, ...body.slice(at)];
}

function isSame(one: Section, other: Section | undefined): boolean {
  if (other === undefined) return true;
  const [mine, theirs] = [settingsOf(one), settingsOf(other)];
  return mine.size === theirs.size && [...mine].every(([key, { value }]) => theirs.get(key)?.value === value);
}

function settingsOf(section: Section | undefined): ReadonlyMap<string, Line> {
  return new Map((section?.body ?? []).flatMap((line) => (line.key === null ? [] : [[line.key, line] as const])));
}

function hasTwins(sections: Iterable<Section>): boolean {
  const paths = [...sections].flatMap((section) => settingsOf(section).get('path')?.value ?? []);
  return new Set(paths).size < paths.length;
}

function parse(text: string): Sections | null {
  const head: string[] = [];
  const sections = new Map<string, { opening: readonly string[]; body: Line[] }>();
  let body: Line[] | null = null;
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const bare = line.replace(/\r?\n?$/, '');
    const [, name] = OPENING.exec(bare) ?? [];
    if (name !== undefined) {
      if (sections.has(name)) return null;
      const above: string[] =
        body === null ? commentAbove(head, (each) => each) : commentAbove(body, (each) => each.text);
      body = [];
      sections.set(name, { opening: [...above, line], body });
    } else if (COMMENT.test(bare)) {
      if (body === null) head.push(line);
      else body.push({ text: line, key: null, value: null });
    } else {
      const [, key, value = null] = SETTING.exec(bare) ?? [];
      // A value that goes on in the next line; a setting outside of sections.
      if (key === undefined || body === null || value?.endsWith('\\') === true) return null;
      if (body.some((each) => each.key === key.toLowerCase())) return null;
      body.push({ text: line, key: key.toLowerCase(), value });
    }
  }
  return { head, sections };
}

/** Takes comments off the end of what stands above a section: they are about the section. */
function commentAbove<T>(above: T[], textOf: (each: T) => string): string[] {
  const taken: string[] = [];
  for (let last = above.at(-1); last !== undefined; last = above.at(-1)) {
    if (!/^\s*[#;]/.test(textOf(last))) break;
    taken.unshift(textOf(last));
    above.pop();
  }
  return taken;
}

/** The last line of a file may lack its end. */
function ended(line: string): string {
  return line.endsWith('\n') ? line : `${line}\n`;
}
