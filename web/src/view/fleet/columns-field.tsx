/** Which columns there are, and in what order: by check boxes, by dragging, and with Alt and the arrows. */

import { useRef, useState } from "preact/hooks";
import { COLUMN_ORDER, FIXED, moved, withColumn, type Column } from "../../core/fleet-columns";
import { t } from "../../i18n/language";
import { columns } from "../../store/fleet-choice";
import type { FleetView } from "../../store/fleet-view";
import { Icon } from "../parts/icon";

export function ColumnsField({ view }: { view: FleetView }) {
  const [dragged, setDragged] = useState<Column | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const texts = t.value;
  const shown = columns.value ?? view.fitted.value;
  const all = [...shown, ...COLUMN_ORDER.filter((column) => !shown.includes(column))].filter((column) => column !== FIXED);
  const move = (column: Column, to: number): void => {
    columns.value = moved(shown, column, to);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-column="${column}"] input`)?.focus());
  };
  const onKey = (event: KeyboardEvent, column: Column): void => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || by === undefined || !shown.includes(column)) return;
    event.preventDefault();
    move(column, shown.indexOf(column) + by);
  };
  return (
    <section>
      <h2>{texts.displayColumns}</h2>
      <ul class="columns-list" ref={list} aria-label={texts.displayColumns} data-testid="fleet-columns">
        {all.map((column) => {
          const isShown = shown.includes(column);
          return (
            <li
              key={column}
              class="columns-item"
              data-column={column}
              data-dragged={dragged === column}
              draggable={isShown}
              onDragStart={(event) => {
                setDragged(column);
                event.dataTransfer?.setData("text/plain", column);
              }}
              onDragEnd={() => setDragged(null)}
              onDragOver={(event) => {
                if (dragged && isShown) event.preventDefault(); // it may be let go here
              }}
              onDrop={(event) => {
                event.preventDefault();
                if (dragged) columns.value = moved(shown, dragged, shown.indexOf(column));
              }}
              onKeyDown={(event) => onKey(event, column)}
            >
              <label>
                <input
                  type="checkbox"
                  checked={isShown}
                  data-testid={`column-${column}`}
                  aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
                  onChange={() => (columns.value = withColumn(shown, column, !isShown))}
                />
                {texts.columns[column]}
              </label>
              {isShown && <Icon name="grip" size={12} />}
            </li>
          );
        })}
      </ul>
      <p class="hint">{columns.value ? texts.columnsHint : texts.columnsAuto}</p>
    </section>
  );
}
