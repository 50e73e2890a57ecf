/** Above each view: what it is, how the fleet stands, and what time it is. */

import type { ComponentChildren } from "preact";
import { tally } from "../../core/fleet";
import { formats, t } from "../../i18n/language";
import { useRoom } from "../context";
import { useHubTime } from "./hub-time";

export function SlideHead({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <header class="tv-head">
      <h1>{title}</h1>
      {children}
      <Standing />
      <time class="tv-time">{formats.value.time(useHubTime())}</time>
    </header>
  );
}

export function Standing() {
  const room = useRoom();
  const texts = t.value;
  const counts = tally([...room.hosts.cells.value.values()].map((cell) => cell.host.value));
  return (
    <p class="tv-standing">
      {counts.down > 0 && (
        <span class="down">
          <i class="dot down" /> {texts.tallies.down(counts.down)}
        </span>
      )}
      {counts.late > 0 && (
        <span class="late">
          <i class="dot late" /> {texts.tallies.late(counts.late)}
        </span>
      )}
      {counts.expected > 0 && (
        <span class="expected">
          <i class="dot expected" /> {texts.tallies.expected(counts.expected)}
        </span>
      )}
      <span>
        <i class="dot up" /> {texts.tallies.up(counts.up)}
      </span>
    </p>
  );
}
