/** The charts of a host in sections, side by side where there is room. */

import { useEffect, useRef } from "preact/hooks";
import { sectionsOf, type Section } from "../../core/sections";
import { t } from "../../i18n/language";
import { columns as chosen, fold, folded } from "../../store/arrangement";
import type { HostView } from "../../store/host-view";
import type { Host } from "../../wire/messages.gen";
import { Icon } from "../parts/icon";
import { useSize } from "../parts/use-size";
import { timePixels } from "./chart-options";
import { Panel } from "./panel";
import "./charts.css";

const GAP = 12;
const INSET = 16; // of a panel: charts.css, panel.css
const TWO_PX = 680;
const THREE_PX = 1_180;

export function Charts({ view, host }: { view: HostView; host: Host }) {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const groups = view.groups.value;
  const room = width < TWO_PX ? 1 : width < THREE_PX ? 2 : 3;
  const columns = Math.min(chosen.value || room, width < TWO_PX ? 1 : 3);
  const widest = view.enlarged.value ? 1 : columns;
  useEffect(() => {
    if (width > 0) view.axis.pixels.value = timePixels((width - (widest - 1) * GAP) / widest - INSET);
  }, [view, width, widest]);
  return (
    <div class="charts" ref={box} data-columns={columns} data-testid="host-charts">
      {groups.length === 0 && <p class="charts-wait muted">{host.status === "down" ? t.value.chartsDown : t.value.chartsWait}</p>}
      {width > 0 && sectionsOf(groups).map((section) => <Charted key={section.id} view={view} section={section} isAway={host.status === "down"} />)}
    </div>
  );
}

interface ChartedProps {
  view: HostView;
  section: Section;
  isAway: boolean;
}

function Charted({ view, section: { id, groups }, isAway }: ChartedProps) {
  const isOpen = !folded.value.includes(id);
  return (
    <section class="charts-section" data-testid={`section-${id}`}>
      <h2>
        <button type="button" class="charts-fold" aria-expanded={isOpen} onClick={() => fold(id)}>
          <Icon name="chevronDown" size={12} />
          {t.value.sections[id]}
        </button>
      </h2>
      {isOpen && (
        <div class="charts-grid">
          {groups.map((group) => (
            <Panel key={group.id} view={view} group={group} isAway={isAway} />
          ))}
        </div>
      )}
    </section>
  );
}
