/** What the fleet looks like: rows or tiles, grouped by what, sorted by what, with which columns. */

import { isLive, firstOrder, SORTS, type Sort } from "../../core/order";
import { labelNames, type Grouping } from "../../core/fleet-groups";
import { t } from "../../i18n/language";
import { columns, grouping, layout, LAYOUTS, order, size, SIZES, type Layout, type Size } from "../../store/fleet-choice";
import type { FleetView } from "../../store/fleet-view";
import { useRoom } from "../context";
import { Choice } from "../parts/choice";
import { Icon } from "../parts/icon";
import { ColumnsField } from "./columns-field";
import { Popover } from "../parts/popover";
import "./fleet-panel.css";

export function Display({ view, narrow }: { view: FleetView; narrow: boolean }) {
  const texts = t.value;
  const isHeld = view.held.value && isLive(order.value.by);
  return (
    <Popover
      panelClass="fleet-panel"
      label={
        <>
          <Icon name="sliders" size={14} />
          <span class="display-label">{texts.display}</span>
        </>
      }
      title={texts.display}
      testid="fleet-display"
    >
      {() => (
        <>
          <section class="display-line">
            <h2>{texts.displayLayout}</h2>
            <Choice<Layout>
              name="layout"
              title={texts.displayLayout}
              options={LAYOUTS.map((one) => [one, texts.layouts[one]] as const)}
              chosen={layout.value}
              onChoose={(one) => (layout.value = one)}
            />
          </section>
          {layout.value === "tiles" && (
            <section class="display-line">
              <h2>{texts.displaySize}</h2>
              <Choice<Size>
                name="size"
                title={texts.displaySize}
                options={SIZES.map((one) => [one, texts.sizes[one]] as const)}
                chosen={size.value}
                onChoose={(one) => (size.value = one)}
              />
            </section>
          )}
          <GroupField />
          <SortField />
          {isHeld && <p class="hint">{texts.orderHeld}</p>}
          {layout.value === "rows" && !narrow && <ColumnsField view={view} />}
          <button type="button" class="link-button display-reset" data-testid="fleet-reset" onClick={reset}>
            {texts.displayReset}
          </button>
        </>
      )}
    </Popover>
  );
}

function reset(): void {
  layout.value = "rows";
  size.value = "normal";
  grouping.value = "";
  columns.value = null;
  order.value = { by: "status", down: false };
}

function GroupField() {
  const { hosts } = useRoom();
  const texts = t.value;
  const labels = labelNames(hosts.lines().map(({ host }) => host));
  return (
    <label class="display-line">
      <span>{texts.groupBy}</span>
      <select
        class="input"
        data-testid="fleet-group"
        value={grouping.value}
        onChange={(event) => (grouping.value = event.currentTarget.value as Grouping)}
      >
        <option value="">{texts.groupByNothing}</option>
        <option value="state">{texts.columns.status}</option>
        <option value="system">{texts.columns.system}</option>
        {labels.map((name) => (
          <option key={name} value={`label:${name}`}>
            {texts.groupByLabel(name)}
          </option>
        ))}
      </select>
    </label>
  );
}

function SortField() {
  const texts = t.value;
  const { by, down } = order.value;
  return (
    <div class="display-line">
      <label for="fleet-sort">{texts.sortBy}</label>
      <select
        id="fleet-sort"
        class="input"
        data-testid="fleet-sort"
        value={by}
        onChange={(event) => (order.value = firstOrder(event.currentTarget.value as Sort))}
      >
        {SORTS.map((one) => (
          <option key={one} value={one}>
            {texts.columns[one]}
          </option>
        ))}
      </select>
      <button
        type="button"
        class="icon-button"
        data-testid="fleet-sort-turn"
        aria-pressed={down}
        aria-label={texts.sortDown}
        title={texts.sortDown}
        onClick={() => (order.value = { by, down: !down })}
      >
        <Icon name={down ? "down" : "up"} size={14} />
      </button>
    </div>
  );
}
