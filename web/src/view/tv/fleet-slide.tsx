/** The fleet in tiles, the worst first: as many as fit, and how many more there are. */

import { useMemo, useRef } from "preact/hooks";
import { parseQuery } from "../../core/fleet-query";
import type { HostLine } from "../../core/host-line";
import { testOf } from "../../core/query-test";
import { severity } from "../../core/severity";
import { worstFirst } from "../../core/worst-first";
import { formats, t } from "../../i18n/language";
import { useRoom } from "../context";
import { useSize } from "../parts/use-size";
import { useHubTime } from "./hub-time";
import { SlideHead } from "./slide-head";
import { shownStatus, stateText } from "./state-text";

const TILE_EM = { width: 13, height: 6.4, gap: 0.6 };

export function FleetSlide({ name, filter }: { name: string; filter: string }) {
  const room = useRoom();
  const box = useRef<HTMLUListElement>(null);
  const most = useFitting(box);
  void room.hosts.beat.value;
  const { fixed, live } = useMemo(() => testOf(parseQuery(filter)), [filter]);
  const clock = room.connection.now();
  const all = worstFirst(room.hosts.lines().filter((line) => fixed(line.host) && (live?.(line, clock) ?? true)));
  const shown = all.slice(0, all.length > most ? Math.max(0, most - 1) : most);
  return (
    <>
      <SlideHead title={name || t.value.fleet} />
      <ul class="tv-tiles" ref={box} data-testid="tv-tiles">
        {shown.map((line) => (
          <Tile key={line.host.id} line={line} />
        ))}
        {all.length > shown.length && most > 0 && <li class="tv-tile more">{t.value.tvMore(all.length - shown.length)}</li>}
      </ul>
    </>
  );
}

/** How many tiles fit: their size follows that of the text, which follows the screen's. */
function useFitting(box: { current: HTMLElement | null }): number {
  const { width, height } = useSize(box);
  if (!box.current || width === 0) return 0;
  const em = parseFloat(getComputedStyle(box.current).fontSize);
  const columns = Math.max(1, Math.floor((width / em + TILE_EM.gap) / (TILE_EM.width + TILE_EM.gap)));
  const rows = Math.max(1, Math.floor((height / em + TILE_EM.gap) / (TILE_EM.height + TILE_EM.gap)));
  return columns * rows;
}

function Tile({ line: { host, now } }: { line: HostLine }) {
  const texts = t.value;
  const status = shownStatus(host);
  const at = useHubTime();
  return (
    <li class="tv-tile" data-status={status} data-testid="tv-tile">
      <p class="tv-name">
        <i class={`dot ${host.status}`} /> <span>{host.name}</span>
      </p>
      {status === "up" ? (
        <dl class="tv-values">
          <Value label={texts.cpu} share={now?.cpu ?? null} />
          {isDiskWorse(now) ? <Value label={texts.columns.disk} share={now?.disk ?? null} /> : <Value label={texts.memory} share={now?.memory ?? null} />}
        </dl>
      ) : (
        <p class="tv-since">{stateText(host, at)}</p>
      )}
    </li>
  );
}

/** A filesystem that is nearly full is why a host stands in front: it is said in the place of memory. */
function isDiskWorse(now: HostLine["now"]): boolean {
  return severity(now?.disk) !== "" && (now?.disk ?? 0) > (now?.memory ?? 0);
}

function Value({ label, share }: { label: string; share: number | null }) {
  return (
    <div class="tv-value">
      <dt>{label}</dt>
      <dd data-state={severity(share)}>{share === null ? "–" : formats.value.percent(share)}</dd>
    </div>
  );
}
