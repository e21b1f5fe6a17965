// What passes between the page of the Upgrade board and the host. Everything the page shows arrives in words.

/** A word with a picture beside it. */
export interface BoardMark {
  readonly label: string;
  /** Codicon id; the page draws its own picture of it. */
  readonly icon: string | null;
  /** Theme colour id; null for the foreground. */
  readonly colour: string | null;
}

/** A mark that rows are sorted and filtered by. */
export interface BoardRank extends BoardMark {
  readonly id: string;
  /** What all rows of this id are called; the label may say more. */
  readonly kind: string;
  /** Lower comes first. */
  readonly order: number;
}

/** A file both sides have changed. */
export interface BoardPath {
  readonly path: string;
  readonly label: string;
  /** For a screen reader: what is compared with what. */
  readonly spoken: string;
}

/** What a row opens to. */
export type BoardDetail =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly heading: string; readonly items: readonly string[] }
  | {
      readonly kind: 'conflict';
      readonly heading: string;
      readonly note: string;
      readonly commit: string;
      readonly paths: readonly BoardPath[];
    };

export interface BoardRow {
  /** Key of the change: what actions name. */
  readonly id: string;
  readonly customer: string;
  readonly label: string;
  readonly description: string;
  /** The line of its target. */
  readonly target: string;
  readonly state: BoardRank;
  /** Its branches on the other lines, by line; a line that has none is absent. */
  readonly lines: Readonly<Record<string, BoardMark>>;
  /** What moving it would come to; null where that was not asked, or it is not to move. */
  readonly prediction: BoardRank | null;
  readonly owner: { readonly label: string; readonly whose: 'mine' | 'nobody' | 'other' };
  readonly ticket: string;
  /** What the filter looks through, in lower case. */
  readonly text: string;
  readonly details: readonly BoardDetail[];
}

/** A column of the board: a line of at least one customer. */
export interface BoardLine {
  readonly line: string;
  /** `live`, `preparing`, `retired`; with several customers their names too. */
  readonly note: string;
  /** Those it is retired for all of are shown only when asked for. */
  readonly retired: boolean;
  readonly customers: readonly string[];
}

export interface BoardAction {
  readonly id: BoardActionId;
  readonly label: string;
}

/** Words of the page itself; `{0}` and `{1}` stand for numbers. */
export interface BoardTexts {
  readonly change: string;
  readonly customer: string;
  readonly prediction: string;
  readonly owner: string;
  readonly ticket: string;
  readonly target: string;
  readonly board: string;
  readonly filter: string;
  readonly filterHint: string;
  readonly states: string;
  readonly predictions: string;
  readonly allCustomers: string;
  readonly anyone: string;
  readonly mine: string;
  readonly nobodys: string;
  readonly retired: string;
  readonly clear: string;
  readonly select: string;
  readonly selectAll: string;
  readonly selection: string;
  readonly noneSelected: string;
  readonly selected: string;
  readonly selectedHidden: string;
  readonly shown: string;
  readonly nothingFits: string;
  readonly noBranch: string;
  readonly explain: string;
  readonly predict: string;
  readonly stop: string;
}

export interface BoardModel {
  readonly heading: string;
  /** `38 clean, 6 conflicts, 4 adopted, 5 external`: of a customer, and of all by the empty name. */
  readonly totals: Readonly<Record<string, string>>;
  /** What is amiss or out of date; empty when nothing is. */
  readonly notice: string;
  /** What is shown in place of rows; empty when there are some. */
  readonly absence: string;
  /** Empty when there is only one. */
  readonly customers: readonly string[];
  readonly lines: readonly BoardLine[];
  /** Best order first. */
  readonly rows: readonly BoardRow[];
  /** Whether what moving would come to is being worked out; the text says how it stands. */
  readonly predicting: { readonly busy: boolean; readonly text: string };
  readonly actions: readonly BoardAction[];
  readonly texts: BoardTexts;
}

export const boardActions = ['rebase', 'decide', 'take', 'release', 'push'] as const;
export type BoardActionId = (typeof boardActions)[number];

/** The host to the page. */
export interface ToPage {
  readonly type: 'model';
  readonly model: BoardModel;
}

/** The page to the host. */
export type ToHost =
  /** The page has been made anew and has nothing to show. */
  | { readonly type: 'ready' }
  | { readonly type: 'predict' }
  | { readonly type: 'stop' }
  | { readonly type: 'act'; readonly action: BoardActionId; readonly changes: readonly string[] }
  | { readonly type: 'explain'; readonly change: string }
  /** Both sides of a file that is in conflict at a commit of a change. */
  | { readonly type: 'compare'; readonly change: string; readonly commit: string; readonly path: string };

/** Longest name or path taken from the page, and most changes named at once. */
const limits = { text: 4096, changes: 10_000 };

/** What the page sent, as far as the host will have it: null for anything that is no message of the page's. */
export function parseToHost(value: unknown): ToHost | null {
  if (typeof value !== 'object' || value === null) return null;
  const { type, action, changes, change, commit, path } = value as Readonly<Record<string, unknown>>;
  switch (type) {
    case 'ready':
    case 'predict':
    case 'stop':
      return { type };
    case 'act': {
      const known = boardActions.find((id) => id === action);
      if (known === undefined || !Array.isArray(changes) || changes.length > limits.changes) return null;
      return changes.every(isText) ? { type, action: known, changes } : null;
    }
    case 'explain':
      return isText(change) ? { type, change } : null;
    case 'compare':
      return isText(change) && isText(commit) && isText(path) ? { type, change, commit, path } : null;
    default:
      return null;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= limits.text;
}
