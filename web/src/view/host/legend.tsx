/** What each line of a chart is called and says; one line of text that never changes height. */

import "./legend.css";

export interface LegendLine {
  label: string;
  value: string;
}

export function Legend({ lines }: { lines: readonly LegendLine[] }) {
  return (
    <ul class="legend" data-many={lines.length > 8}>
      {lines.map((line, index) => (
        <li key={line.label}>
          <i class={`swatch series-${(index % 8) + 1}`} />
          <span class="legend-label" title={line.label}>
            {line.label}
          </span>
          <span class="legend-value">{line.value}</span>
        </li>
      ))}
    </ul>
  );
}
