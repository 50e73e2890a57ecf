/** The colours of a chart's lines. */

const COLOURS = 8;

/** Return the design token of a line's colour. */
export function colourOf(index: number): string {
  return `--series-${(index % COLOURS) + 1}`;
}
