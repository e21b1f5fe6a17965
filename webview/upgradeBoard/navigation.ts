/** A place in the grid; row 0 is the head. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Extent {
  readonly rows: number;
  readonly columns: number;
  /** Rows that fit in sight. */
  readonly page: number;
}

/**
 * Where a key leads, as grids are walked (WAI-ARIA practices); null for a key that leads nowhere.
 * @param far with Ctrl or Command: to the first or last row
 */
export function move(key: string, far: boolean, from: Place, { rows, columns, page }: Extent): Place | null {
  const to = (row: number, column: number): Place => ({
    row: Math.max(0, Math.min(rows - 1, row)),
    column: Math.max(0, Math.min(columns - 1, column)),
  });
  const { row, column } = from;
  switch (key) {
    case 'ArrowUp':
      return to(row - 1, column);
    case 'ArrowDown':
      return to(row + 1, column);
    case 'ArrowLeft':
      return to(row, column - 1);
    case 'ArrowRight':
      return to(row, column + 1);
    case 'Home':
      return to(far ? 0 : row, 0);
    case 'End':
      return to(far ? rows - 1 : row, columns - 1);
    case 'PageUp':
      // The head is reached by a step of its own.
      return to(row === 0 ? 0 : Math.max(1, row - page), column);
    case 'PageDown':
      return to(row + page, column);
    default:
      return null;
  }
}
