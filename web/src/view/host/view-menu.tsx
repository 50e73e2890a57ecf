/** How the charts are arranged, and which marks the time axis shows. */

import { FAMILIES, familyOf, type MarkFamily, type MarkKind } from "../../core/marks";
import { lasting } from "../../edge/storage";
import { t } from "../../i18n/language";
import { columns } from "../../store/arrangement";
import { hiddenMarks, turnMarks, type HostMarks } from "../../store/marks";
import { Icon } from "../parts/icon";
import { MarkGlyph } from "./mark-glyph";
import { Popover } from "../parts/popover";
import "./toolbar-panel.css";

const SIGN: Record<MarkFamily, MarkKind> = { status: "down", spikes: "spike", runs: "run", chat: "chat", people: "join" };

/** Let so many charts stand side by side; 0: as many as there is room for. */
export function arrange(count: number): void {
  columns.value = count;
  lasting.write("host.columns", count || undefined);
}

export function ViewMenu({ marks }: { marks: HostMarks }) {
  const texts = t.value;
  const all = marks.all.value;
  return (
    <Popover panelClass="toolbar-panel" title={texts.viewMenu} testid="view-menu" label={<Icon name="settings2" size={14} />} isOn={hiddenMarks.value.length > 0}>
      {() => (
        <>
          <h2>{texts.chartColumns}</h2>
          <div class="toolbar-panel-row" role="group" aria-label={texts.chartColumns}>
            {[0, 1, 2, 3].map((count) => (
              <button key={count} type="button" class="button quiet small" aria-pressed={columns.value === count} data-testid={`columns-${count}`} onClick={() => arrange(count)}>
                {count === 0 ? texts.chartColumnsAuto : count}
              </button>
            ))}
          </div>
          <h2>{texts.marks}</h2>
          {FAMILIES.map((family) => (
            <label key={family}>
              <input type="checkbox" checked={!hiddenMarks.value.includes(family)} data-testid={`marks-${family}`} onChange={() => turnMarks(family)} />
              <MarkGlyph kind={SIGN[family]} />
              {texts.markFamilies[family]}
              <span class="hint">{all.filter((mark) => familyOf(mark) === family).length}</span>
            </label>
          ))}
        </>
      )}
    </Popover>
  );
} // prettier-ignore
