/** The fleet as a map: a square for each host. */

import { effect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { heatOf } from "../../core/heat";
import { isUnknown, presentOf } from "../../core/host-line";
import { lookUp } from "../../i18n/catalogue";
import { formats, t } from "../../i18n/language";
import type { HostCell } from "../../store/hosts";
import { Link } from "../parts/link";
import { memo } from "../parts/memo";
import type { TileProps } from "./tile";

/** A square whose shade says how busy a host is. It is touched only when the shade changes, not for every number. */
export const Square = memo(function Square({ view, cell, id }: TileProps) {
  const host = cell.host.value;
  const square = useRef<HTMLDivElement>(null);
  const isSelected = view.selection.value.has(id);
  useLayoutEffect(
    () =>
      effect(() => {
        const heat = heatOf({ host: cell.host.value, now: cell.now.value });
        if (square.current && square.current.dataset["heat"] !== heat) square.current.dataset["heat"] = heat;
      }),
    [cell],
  );
  const tell = (): void => {
    if (square.current) square.current.title = told(cell);
  };
  return (
    <div
      ref={square}
      class="square"
      role="gridcell"
      aria-selected={isSelected}
      tabIndex={view.active.value === id ? 0 : -1}
      data-id={id}
      data-testid={`fleet-tile-${id}`}
      data-status={host.status}
      data-host={host.name}
      onPointerEnter={tell}
      onFocus={tell}
    >
      <Link to={{ view: "host", id }} className="row-link" label={`${host.name}, ${lookUp(t.value.statuses, host.status)}`} tabIndex={-1}>
        {""}
      </Link>
    </div>
  );
});

/** What a square says when one points at it. */
function told(cell: HostCell): string {
  const host = cell.host.peek();
  const now = presentOf({ host, now: cell.now.peek() });
  const { columns, statuses } = t.peek();
  const percent = (share: number | null | undefined): string => (isUnknown(share) ? "–" : formats.peek().percent(share));
  const numbers = (["cpu", "memory", "disk"] as const).map((name) => `${columns[name]} ${percent(now?.[name])}`);
  return [host.name, lookUp(statuses, host.status), ...(now ? numbers : [])].join("\n");
}

/** What the shades mean. */
export function MapKey() {
  const texts = t.value;
  return (
    <p class="map-key" aria-hidden="true">
      <span>{texts.mapIdle}</span>
      {["0", "1", "2", "3"].map((heat) => (
        <i key={heat} class="square" data-heat={heat} />
      ))}
      <span>{texts.mapBusy}</span>
      <i class="square" data-heat="warn" />
      <span>{texts.mapFull}</span>
      <i class="square" data-heat="down" />
      <span>{texts.statuses.down}</span>
    </p>
  );
}
