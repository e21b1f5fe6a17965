import { assemblyListPlace, listsFolder, parseAssemblyList } from '../../config';
import type { AssemblyList, ListPlace, ParsedAssemblyList } from '../../config';
import type { Remark } from '../../plan';
import { isSamePlace } from '../../release';
import { changeKey, customerOf, parseChangeKey } from '../../scheme';
import type { Scheme } from '../../scheme';
import { cannotBeRead } from '../diagnostics';

/** The list of a role branch as its file on the team's branch has it. */
export interface ListFile extends ParsedAssemblyList {
  readonly path: string;
  /** Null where it cannot be read. */
  readonly text: string | null;
}

export function isListPath(path: string): boolean {
  return path.startsWith(`${listsFolder}/`) && path.endsWith('.yaml');
}

/** The lists among files of the team's branch, wrong ones too. */
export function listsIn(files: ReadonlyMap<string, string | null>): readonly ListFile[] {
  return [...files].flatMap(([path, text]): ListFile[] => {
    if (!isListPath(path)) return [];
    if (text === null) return [{ path, text, list: null, diagnostics: [cannotBeRead(path, path)] }];
    return [{ path, text, ...parseAssemblyList(path, text) }];
  });
}

/** Which role branch the file is of, whatever it says; null where its path says none. */
export function placeOfList({ path }: ListFile, scheme: Scheme): ListPlace | null {
  const place = assemblyListPlace(path);
  return place && { ...place, customer: customerOf(place.customer, scheme) };
}

export function listAt(place: ListPlace, files: readonly ListFile[], scheme: Scheme): ListFile | null {
  const isOfIt = (file: ListFile): boolean => {
    const of = placeOfList(file, scheme);
    return of !== null && isSamePlace(of, place);
  };
  return files.find(isOfIt) ?? null;
}

/** Why a list cannot be followed or edited: its first mistake, with the place. */
export function wrongList({ path, list, diagnostics }: ListFile): Remark | null {
  if (list !== null) return null;
  const [first] = diagnostics.filter(({ severity }) => severity === 'error');
  const at = first === undefined ? path : `${path}:${first.range.start.line + 1}`;
  return { code: 'wrong-list', text: `${at}: ${first?.message ?? 'It cannot be read.'} Mend it first.`, about: path };
}

/** A list may be written with any spelling of its customer. */
export function listUnderItsCustomer(list: AssemblyList, scheme: Scheme): AssemblyList {
  const merges = list.merges.map((entry) => ({ ...entry, change: keyUnderItsCustomer(entry.change, scheme) }));
  return { ...list, customer: customerOf(list.customer, scheme), merges };
}

function keyUnderItsCustomer(key: string, scheme: Scheme): string {
  const parts = parseChangeKey(key);
  return parts === null ? key : changeKey({ ...parts, customer: customerOf(parts.customer, scheme) });
}
