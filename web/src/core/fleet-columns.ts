/** Which columns a fleet's table has, in what order, and how wide they may be. Pure; widths in CSS pixels. */

export const COLUMNS = {
  name: [176, 420],
  cpu: [104, 190],
  memory: [104, 190],
  disk: [88, 150],
  network: [128, 220],
  load: [44, 60],
  uptime: [68, 88],
  labels: [120, 300],
  swap: [96, 150],
  system: [110, 170],
  address: [104, 130],
  version: [64, 76],
  cores: [48, 56],
  since: [88, 120],
} as const satisfies Record<string, readonly [least: number, most: number]>;

export type Column = keyof typeof COLUMNS;

export const COLUMN_ORDER = Object.keys(COLUMNS) as Column[];
/** Always there: it opens the host. */
export const FIXED: Column = "name";
/** What a table of any width has. */
const USUAL: readonly Column[] = ["name", "cpu", "memory", "disk", "network", "load", "uptime"];
const GAP = 18;

/** Read a choice of columns as it was remembered; null where there is none: then as many as fit are shown. */
export function readColumns(kept: unknown): readonly Column[] | null {
  if (!Array.isArray(kept)) return null;
  const known = new Set((kept as unknown[]).filter((name): name is Column => COLUMN_ORDER.includes(name as Column)));
  known.delete(FIXED);
  return [FIXED, ...known];
}

/**
 * Return what of the columns fits into a width without anything chosen: the usual ones, and more where there is room; not
 * the system, which stands under the name already.
 */
export function fitting(width: number): readonly Column[] {
  const few = USUAL.filter((_, index) => index === 0 || leastWidth(USUAL.slice(0, index + 1)) <= width);
  if (few.length < USUAL.length) return few;
  const shown = [...few];
  for (const column of COLUMN_ORDER) {
    if (column !== "system" && !shown.includes(column) && comfortable([...shown, column]) <= width) shown.push(column);
  }
  return shown;
}

/** The width below which a table scrolls sideways. */
export function leastWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, column) => sum + COLUMNS[column][0] + GAP, 0);
}

/** The value of `grid-template-columns`. */
export function templateOf(columns: readonly Column[]): string {
  return columns.map((column) => `minmax(${COLUMNS[column][0]}px, ${COLUMNS[column][1]}px)`).join(" ");
}

/** Return the columns with one shown or not; it comes back where it usually stands, at the end at the latest. */
export function withColumn(columns: readonly Column[], column: Column, isShown: boolean): readonly Column[] {
  if (column === FIXED || columns.includes(column) === isShown) return columns;
  return isShown ? [...columns, column] : columns.filter((one) => one !== column);
}

/** Return the columns with one at another place; the first stays where it is. */
export function moved(columns: readonly Column[], column: Column, to: number): readonly Column[] {
  if (column === FIXED || !columns.includes(column)) return columns;
  const others = columns.filter((one) => one !== column);
  const place = Math.min(others.length, Math.max(1, to));
  return [...others.slice(0, place), column, ...others.slice(place)];
}

/** Wide enough that nothing looks crowded. */
function comfortable(columns: readonly Column[]): number {
  return columns.reduce((sum, column) => sum + (COLUMNS[column][0] + COLUMNS[column][1]) / 2 + GAP, 0);
}
