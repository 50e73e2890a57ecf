/** How one finds: the palette's lines, tabs, and cards. */

import { useState } from "preact/hooks";
import type { Entry } from "../core/palette";
import { Icon } from "../view/parts/icon";
import { PaletteRow } from "../view/tools/palette-row";
import "../view/run/tabs.css";
import "../view/runs/saved-list.css";
import "../view/tools/palette.css";

const run = (): void => undefined;
const ENTRIES: readonly Entry[] = [
  { id: "1", kind: "host", title: "db-paris-1", detail: "role=db", run },
  { id: "2", kind: "host", title: "lab-b12-07", status: "down", run },
  { id: "3", kind: "view", title: "Runs", keys: "g r", run },
  { id: "4", kind: "action", title: "Sort by: CPU", detail: "Fleet", run },
  { id: "5", kind: "person", title: "jules", run },
  { id: "6", kind: "action", title: "Stop the hub", confirm: "Enter again to stop the hub for everybody", run },
];

export function Finding() {
  return (
    <ul class="palette-list styleguide-card" role="listbox" aria-label="What was found">
      {ENTRIES.map((entry, index) => (
        <PaletteRow key={entry.id} id={`guide-${entry.id}`} entry={entry} letters={index === 0 ? [0, 1, 3] : []} isChosen={index === 0} isAsked={entry.confirm !== undefined} onTake={run} />
      ))}
    </ul>
  ); // prettier-ignore
}

export function Tabs() {
  const [front, setFront] = useState("web-1");
  return (
    <div class="run-tabs" role="tablist" aria-label="Machines">
      {["web-1", "web-2", "build-arm"].map((name, index) => (
        <button key={name} type="button" role="tab" class="run-tab" aria-selected={front === name} onClick={() => setFront(name)}>
          <i class={`standing ${["done", "failed", "running"][index] ?? ""}`} />
          <span class="run-tab-name">{name}</span>
        </button>
      ))}
    </div>
  );
}

export function Cards() {
  return (
    <div class="styleguide-row">
      <div class="saved-card styleguide-narrow">
        <div class="saved-what">
          <strong>Room on disks</strong>
          <code>df -h</code>
          <span class="hint">role=db · camille</span>
        </div>
        <button type="button" class="button quiet small">
          <Icon name="play" size={12} />
          Run
        </button>
      </div>
    </div>
  );
}
