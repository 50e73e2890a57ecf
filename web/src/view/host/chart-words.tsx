/** What a chart says to those who do not see it: what it comes to, and what the cursor stands on. */

import { useEffect, useRef, useState } from "preact/hooks";
import type uPlot from "uplot";
import type { GroupId, Variant } from "../../core/charts";
import { summaryOf } from "../../core/summary";
import { formats, t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import type { Drawing } from "./drawing";
import { writeExactly } from "./exact-value";
import { writeLabel } from "./value";

const EVERY_MS = 5_000; // a text that changes each second is no text
const QUIET_MS = 400; // whoever holds an arrow hears where it stops
const MOST_LINES = 6;

interface Props {
  plot: uPlot;
  view: HostView;
  group: GroupId;
  variant: Variant;
  drawing: () => Drawing;
}

export function ChartWords({ plot, view, group, variant, drawing }: Props) {
  const [summary, setSummary] = useState("");
  const id = `summary-${group}`;
  const range = view.axis.look.value;
  useEffect(() => {
    const write = (): void => setSummary(summaryText(variant, drawing()));
    const soon = window.setTimeout(write, QUIET_MS);
    const timer = window.setInterval(write, EVERY_MS);
    return () => {
      window.clearTimeout(soon);
      window.clearInterval(timer);
    };
  }, [variant, range, t.value]);
  useEffect(() => {
    const panel = plot.root.closest(".panel");
    panel?.setAttribute("aria-describedby", id);
    return () => panel?.removeAttribute("aria-describedby");
  }, [plot, id]);
  return (
    <>
      <p id={id} class="visually-hidden" data-testid={id}>
        {summary}
      </p>
      <Spoken plot={plot} view={view} variant={variant} drawing={drawing} />
    </>
  );
}

function summaryText(variant: Variant, { raw, from, to }: Drawing): string {
  const texts = t.value;
  const lines = variant.lines.slice(0, MOST_LINES).map((line, index) => {
    const band = raw[index];
    const found = band && summaryOf(band, from, to);
    const write = (value: number): string => writeExactly(value, variant.unit);
    const label = writeLabel(line.label, variant.id === "cores");
    return found ? texts.lineSummary(label, write(found.last), write(found.least), write(found.most), texts.trends[found.trend]) : "";
  });
  return lines.filter(Boolean).join(" ") || texts.nothingHere;
}

/** Where the keyboard has put the cursor; a pointer's is not read out. */
function Spoken({ plot, view, variant, drawing }: Omit<Props, "group">) {
  const [said, setSaid] = useState("");
  const timer = useRef(0);
  useEffect(() => {
    const box = plot.root.parentElement;
    const onKey = (): void => {
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => setSaid(cursorText(view, variant, drawing())), QUIET_MS);
    };
    box?.addEventListener("keydown", onKey);
    return () => {
      window.clearTimeout(timer.current);
      box?.removeEventListener("keydown", onKey);
    };
  }, [plot, view, variant]);
  return (
    <p class="visually-hidden" role="status" data-testid="cursor-said">
      {said}
    </p>
  );
}

function cursorText(view: HostView, variant: Variant, { at, raw }: Drawing): string {
  const point = view.axis.cursor.peek();
  const moment = point === null ? undefined : at[point];
  if (point === null || moment === undefined) return "";
  const lines = variant.lines.slice(0, MOST_LINES).map((line, index) => {
    return `${writeLabel(line.label, variant.id === "cores")} ${writeExactly(raw[index]?.mean[point], variant.unit)}`;
  });
  return `${formats.value.time(moment * 1_000, true)}: ${lines.join(", ")}`;
}
