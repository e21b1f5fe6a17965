import {
  alarmText,
  alignedLines,
  changesText,
  commitsText,
  countsText,
  fetchedText,
  groupChanges,
  nameReason,
  predictionWords,
  remarks,
  roleDescription,
  roleLabel,
  shortId,
  suggestionText,
  targetLabel,
  terminal,
  toMove,
} from '../present';
import type { Group } from '../present';
import type { Assessment, Status } from '../release/types';
import { configurationFaults, configurationInForce } from './configurationFaults';

export interface Look {
  /** Columns of the terminal; null for no limit. */
  readonly columns: number | null;
  readonly colour: boolean;
  /** Milliseconds since 1970, for the age of the last fetch. */
  readonly now: number;
}

/** A column for predictions is there only when they were asked for. */
interface Columns extends Look {
  readonly hasPredictions: boolean;
}

/** A heading, or the cells of a row below it. */
type Line = string | readonly string[];

/** A status as people read it in a terminal: what has to move first. Ends with a newline. */
export function statusTable(status: Status, look: Look): string {
  const blocks = [
    headerLines(status),
    ...changeBlocks(status, look),
    section(
      'Role branches',
      status.roles.map((role) => [roleName(status, role), roleDescription(role)]),
      look,
    ),
    section(
      'Alarms',
      status.alarms.map((alarm) => [alarmText(alarm)]),
      look,
    ),
    section(
      'Names that do not parse',
      status.unparsed.map((name) => [
        terminal(name.name),
        `${nameReason(name.reason)} ${suggestionText(name.suggestion)}`.trim(),
      ]),
      look,
    ),
    section(
      'Remotes',
      status.remotes.map((remote) => [terminal(remote.name), remote.role, fetchedText(remote.fetchedAt, look.now)]),
      look,
    ),
    configurationLines(status, look),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** Last, where it is still seen when the table is longer than the terminal. */
function configurationLines({ configuration }: Status, look: Look): string[] {
  const inForce = configurationInForce(configuration);
  const faults = configurationFaults(configuration).map(({ place, text }) => `  ${place}: ${text}`);
  if (faults.length === 0) return [];
  return [paint('Configuration', 'charts.red', look), ...faults, ...(inForce === null ? [] : [`  ${inForce}`])];
}

function headerLines(status: Status): string[] {
  const targets = status.targets.map((target) => {
    const own = status.changes.filter((c) => c.customer === target.customer && c.target === target.line);
    return `${targetLabel(target)}: ${changesText(own.length)}, ${String(toMove(own))} to move`;
  });
  return [...targets, countsText(status)];
}

/** One block a group, with the columns of all of them in line. */
function changeBlocks(status: Status, look: Look): string[][] {
  const hasPredictions = status.changes.some(({ prediction }) => prediction !== null);
  const blocks = groupChanges(status, 'state').map((group) => groupLines(group, '', { ...look, hasPredictions }));
  const rows = blocks.flat().filter((line) => typeof line !== 'string');
  const aligned = alignedLines(rows, look.columns);
  let next = 0;
  return blocks.map((lines) => lines.map((line) => (typeof line === 'string' ? line : (aligned[next++] ?? ''))));
}

function groupLines(group: Group, indent: string, look: Columns): Line[] {
  const heading = `${indent}${paint(group.label, group.colour, look)} (${group.description})`;
  if (group.groups.length > 0) {
    return [heading, ...group.groups.flatMap((inner) => groupLines(inner, `${indent}  `, look))];
  }
  return [heading, ...group.changes.map((change) => changeCells(change, `${indent}  `, look))];
}

function changeCells(change: Assessment, indent: string, { hasPredictions }: Columns): readonly string[] {
  const name = change.shortname === null ? change.component : `${change.component} · ${change.shortname}`;
  const { base, prediction } = change;
  return [
    indent + terminal(name),
    terminal(change.type),
    base === null ? '' : terminal(base.tag ?? shortId(base.commit)),
    commitsText(change.commits.length),
    ...(hasPredictions ? [prediction === null ? '' : predictionWords(prediction).short] : []),
    terminal(remarks(change)),
  ];
}

/** The customer is named only where there are several. */
function roleName(status: Status, role: Status['roles'][number]): string {
  const customers = new Set(status.targets.map((target) => target.customer));
  return customers.size > 1 ? `${terminal(role.customer)} ${roleLabel(role)}` : roleLabel(role);
}

function section(title: string, rows: readonly (readonly string[])[], look: Look): string[] {
  return rows.length === 0 ? [] : [paint(title, null, look), ...indented(rows, '  ', look)];
}

function indented(rows: readonly (readonly string[])[], indent: string, look: Look): string[] {
  return alignedLines(
    rows.map(([first = '', ...more]) => [indent + first, ...more]),
    look.columns,
  );
}

/** Bold, and in the colour nearest to the theme colour of a state. */
function paint(text: string, colour: string | null, look: Look): string {
  if (!look.colour) return text;
  const ansi = colour === null ? undefined : ansiColours[colour];
  return ansi === undefined ? `\u001b[1m${text}\u001b[0m` : `\u001b[1;${String(ansi)}m${text}\u001b[0m`;
}

const ansiColours: Readonly<Record<string, number>> = {
  'charts.red': 31,
  'charts.green': 32,
  'testing.iconPassed': 32,
  'charts.orange': 33,
  'charts.yellow': 33,
  'list.warningForeground': 33,
  'charts.blue': 34,
  'charts.purple': 35,
  'testing.iconSkipped': 90,
};
