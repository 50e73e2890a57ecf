/** A chart's numbers as a table: the alternative to looking at lines. */

import { effect } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { GroupId, Variant } from "../../core/charts";
import { rowsOf } from "../../core/chart-table";
import { plotOf } from "../../core/plot";
import { formats, t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import { BLANK, drawingOf, type Drawing } from "./drawing";
import { writeExactly } from "./exact-value";
import { writeLabel } from "./value";
import "./chart-table.css";

const PAGE = 60;
const DAY_S = 86_400;

interface Props {
  view: HostView;
  group: GroupId;
  variant: Variant;
  title: string;
  onDrawing: (drawing: Drawing) => void;
}

export function ChartTable({ view, group, variant, title, onDrawing }: Props) {
  const [drawing, setDrawing] = useState<Drawing>(BLANK);
  const [most, setMost] = useState(PAGE);
  useEffect(
    () =>
      effect(() => {
        const picture = view.picture.value;
        if (!picture) return;
        const next = drawingOf(plotOf(picture.points, variant), picture, []);
        onDrawing(next);
        setDrawing(next);
      }),
    [view, variant],
  );
  const { at, raw, from, to, step } = drawing;
  const rows = rowsOf(at, raw, from, to, most + 1);
  const isLong = (at[to] ?? 0) - (at[from] ?? 0) > DAY_S;
  const texts = t.value;
  return (
    <div class="chart-table" role="region" tabIndex={0} aria-label={title} data-testid={`chart-table-${group}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.time}</th>
            {variant.lines.map((line, index) => (
              <th key={index} scope="col" class="num">
                {writeLabel(line.label, variant.id === "cores")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map((row) => (
            <tr key={row.at}>
              <th scope="row" title={formats.value.utc(row.at * 1_000)}>
                {isLong ? formats.value.moment(row.at * 1_000) : formats.value.time(row.at * 1_000, step < 60)}
              </th>
              {row.values.map((value, index) => (
                <td key={index} class="num">
                  {writeExactly(value, variant.unit)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > most && (
        <button type="button" class="link-button" onClick={() => setMost(most + PAGE)}>
          {texts.moreRows}
        </button>
      )}
      {rows.length === 0 && <p class="muted">{texts.nothingHere}</p>}
    </div>
  );
}
