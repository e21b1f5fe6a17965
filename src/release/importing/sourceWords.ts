import type { FoundCode, ImportSource, SourceFault } from '../../git';
import type { Remark } from '../../plan';
import type { PluginVersionFile } from '../../moodle';

/** `ouwiki-2.5.zip`, `https://git.example.org/ouwiki.git`: without who logs in, and without where it lies on this machine. */
export function sourceLabel(where: string): string {
  if (/^(?:file:\/\/|[/\\]|[a-z]:[/\\])/i.test(where)) {
    return where.split(/[/\\]/).findLast((part) => part !== '') ?? where;
  }
  const address = where.replace(/[?#].*$/, '').replace(/\/+$/, '');
  return address.replace(/^(\w+:\/\/)?[^/@]*@/, '$1');
}

/** What a plan and a person call the code: `2013071500 (2.5 release 1)`, else what was asked for, else nothing. */
export function versionLabel({ version, release }: PluginVersionFile, { at }: ImportSource): string {
  const named = (release ?? '')
    .replace(/[\0-\x1f\x7f]+/g, ' ')
    .trim()
    .slice(0, 60);
  const number = version ?? at ?? '';
  if (named === '' || named === number) return number;
  return number === '' ? named : `${number} (${named})`;
}

/** The message of the commit that holds the publisher's code. Its trailers say what it is when it is imported anew. */
export function importMessage(component: string, version: PluginVersionFile, { source }: FoundCode): string {
  const { at, is, kind, where } = source;
  const trailers = [
    `Imported-Component: ${component}`,
    `Imported-From: ${sourceLabel(where)}`,
    ...(at === null ? [] : [`Imported-At: ${at}`]),
    ...(version.version === null ? [] : [`Imported-Version: ${version.version}`]),
    ...(version.release === null ? [] : [`Imported-Release: ${oneLine(version.release)}`]),
    kind === 'repository' ? `Imported-Commit: ${is}` : `Imported-Hash: ${is}`,
  ];
  return `${`${component}: Import ${versionLabel(version, source)}`.trim()}\n\n${trailers.join('\n')}\n`;
}

function oneLine(text: string): string {
  return text.replace(/[\0-\x1f\x7f]+/g, ' ').trim();
}

/** Why a source cannot be taken, and what to do. */
export function sourceProblem({ code, about }: SourceFault, given: string): Remark {
  return { code, text: SOURCE_PROBLEMS[code](about, sourceLabel(given)) };
}

const SOURCE_PROBLEMS: Readonly<Record<SourceFault['code'], (about: string, given: string) => string>> = {
  absent: (_, given) => `${given} is not there, or cannot be read. Name a folder, an archive or a repository.`,
  'bad-address': (_, given) =>
    `Code is fetched from repositories by https, ssh or file, and ${given} is none. Download an archive first, and name the file.`,
  unreachable: (about, given) => `${given} could not be fetched from: ${about}. See that git itself can.`,
  'no-such-ref': (about, given) =>
    `${given} has no tag or branch ${about}, or does not hand out such a commit. Name one that it has with --at.`,
  'no-repository': (_, given) => `${given} is an archive, which has no tags. Leave out --at.`,
  'bad-archive': (about, given) =>
    `${given} is no zip or tar archive, or not a whole one${about === '' ? '' : ` (${about})`}. Download it again.`,
  'unsafe-path': (about, given) =>
    `${given} has a path that leads elsewhere, or that not every system can write: ${about}. Ask its publisher for a clean archive.`,
  'outside-link': (about, given) =>
    `${given} has a link that leads out of its folder: ${about}. Unpack it, put a file in its place, and name the folder.`,
  twice: (about, given) =>
    `${given} has a path twice where upper and lower case are one, or a file that is a folder too: ${about}. Unpack it, rename one, and name the folder.`,
  'no-file': (about, given) =>
    `${given} has something that is neither file, folder nor link: ${about}. Take it out first.`,
  'too-large': (_, given) => `${given} holds more than 512 MB. Name the plugin alone.`,
  'too-many': (_, given) => `${given} holds more than 50,000 files. Name the plugin alone.`,
};
