/** Beside a chart's title: its numbers as a table, and all the width for it. */

import type { GroupId } from "../../core/charts";
import { t } from "../../i18n/language";
import type { HostView } from "../../store/host-view";
import { Icon } from "../parts/icon";
import "./panel-tools.css";

const ABOVE_PX = 280; // the page's bar, and what sticks below it

export function PanelTools({ view, group }: { view: HostView; group: GroupId }) {
  const texts = t.value;
  const isTable = view.tabled.value.includes(group);
  const isLarge = view.enlarged.value === group;
  const what = texts.groups[group];
  return (
    <>
      <Tool icon="table" isOn={isTable} label={isTable ? texts.asChart(what) : texts.asTable(what)} testid={`table-${group}`} onPress={() => turnTable(view, group)} />
      <Tool icon={isLarge ? "minimize2" : "maximize2"} isOn={isLarge} label={isLarge ? texts.shrink(what) : texts.enlarge(what)} testid={`enlarge-${group}`}
        onPress={() => enlarge(view, isLarge ? null : group)} />
    </>
  );
} // prettier-ignore

/** Give one chart all the width, or take it back: a large one stands where another stood, and is to be seen whole. */
function enlarge(view: HostView, group: GroupId | null): void {
  view.enlarged.value = group;
  requestAnimationFrame(() => {
    const large = document.querySelector<HTMLElement>(".panel-large");
    const fits = (large?.offsetHeight ?? 0) < window.innerHeight - ABOVE_PX;
    large?.scrollIntoView({ block: fits ? "nearest" : "start" }); // what one can press is at its top
  });
}

/** Show a chart as a table, or as a chart again. */
function turnTable({ tabled }: HostView, group: GroupId): void {
  const shown = tabled.peek();
  tabled.value = shown.includes(group) ? shown.filter((one) => one !== group) : [...shown, group];
}

interface ToolProps {
  icon: "table" | "minimize2" | "maximize2";
  isOn: boolean;
  label: string;
  testid: string;
  onPress: () => void;
}

function Tool({ icon, isOn, label, testid, onPress }: ToolProps) {
  return (
    <button type="button" class="icon-button panel-tool" aria-pressed={isOn} aria-label={label} title={label} data-testid={testid} onClick={onPress}>
      <Icon name={icon} size={13} />
    </button>
  );
}
