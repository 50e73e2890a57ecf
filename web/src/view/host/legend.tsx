/** What each line of a chart is called and says; one line of text that never changes height. */

import "./legend.css";

export interface LegendLine {
  label: string;
  value: string;
  /** What it was at the time it is compared with. */
  before?: string;
}

export function Legend({ lines }: { lines: readonly LegendLine[] }) {
  return (
    <ul class="legend">
      {lines.map(({ label, value, before }, index) => (
        <li key={label}>
          <i class={`swatch series-${(index % 8) + 1}`} />
          <span class="legend-label" title={label}>
            {label}
          </span>
          <span class="legend-value">{value}</span>
          {before && <span class="legend-before">{before}</span>}
        </li>
      ))}
    </ul>
  );
}
