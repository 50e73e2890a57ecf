/** Chooses what a host is compared with: another time, or up to three other hosts. */

import { useState } from "preact/hooks";
import { isTime, MOST_HOSTS, SHIFTS, type Comparison } from "../../core/compare";
import { writeSpan } from "../../core/format-range";
import { DAY, HOUR } from "../../core/time-range";
import { formats, t } from "../../i18n/language";
import type { Comparing } from "../../store/comparing";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { Popover } from "../parts/popover";
import "./toolbar-panel.css";
import "./compare-menu.css";

const MOST_OPTIONS = 8;
const UNITS = { h: HOUR, d: DAY } as const;

interface Props {
  comparing: Comparing;
  host: string;
}

export function CompareMenu({ comparing, host }: Props) {
  const texts = t.value;
  const what = comparing.what.value;
  const room = useRoom();
  const compared = what && comparedText(what, (id) => room.hosts.nameOf(id));
  return (
    <div class="compare">
      <Popover
        panelClass="toolbar-panel"
        title={compared ? `${texts.compare} – ${compared}` : texts.compare}
        testid="compare"
        className="button quiet small"
        isOn={what !== null}
        label={
          <>
            <Icon name="gitCompare" size={13} />
            <span class="compare-word">{compared ?? texts.compare}</span>
          </>
        }
      >
        {(close) => (
          <>
            <h2>{texts.compareTime}</h2>
            <Times what={what} onTake={(before) => {
              comparing.choose({ before });
              close();
            }} />
            <h2>{texts.compareHosts(MOST_HOSTS)}</h2>
            <HostField what={what} host={host} onTake={(hosts) => comparing.choose({ hosts })} />
          </>
        )}
      </Popover>
      {what && (
        <button type="button" class="icon-button compare-stop" aria-label={texts.compareStop} title={`${texts.compareStop} (Esc)`} data-testid="compare-stop"
          onClick={() => comparing.choose(null)}>
          <Icon name="close" size={12} />
        </button>
      )}
    </div>
  );
} // prettier-ignore

function comparedText(what: Comparison, nameOf: (id: string) => string): string {
  return isTime(what) ? timeText(what.before) : t.value.comparedHosts(what.hosts.map(nameOf).join(", "));
}

/** How a shift in time is called. */
export function timeText(before: number): string {
  const [hour, day, week] = SHIFTS;
  const texts = t.value.comparedTimes;
  if (before === hour) return texts.hour;
  if (before === day) return texts.day;
  return before === week ? texts.week : t.value.comparedBefore(writeSpan(formats.value.language, before / 1_000));
}

function Times({ what, onTake }: { what: Comparison | null; onTake: (before: number) => void }) {
  const [count, setCount] = useState("");
  const [unit, setUnit] = useState<keyof typeof UNITS>("h");
  const texts = t.value;
  const before = Number(count.replace(",", ".")) * UNITS[unit];
  const submit = (event: Event): void => {
    event.preventDefault();
    if (before > 0 && before < 3_650 * DAY) onTake(before);
  };
  return (
    <>
      <div class="toolbar-panel-row">
        {SHIFTS.map((shift) => (
          <button key={shift} type="button" class="button quiet small" aria-pressed={what !== null && isTime(what) && what.before === shift}
            title={timeText(shift)} data-testid={`compare-${shift / 1_000}`} onClick={() => onTake(shift)}>
            {writeSpan(formats.value.language, shift / 1_000)}
          </button>
        ))}
      </div>
      <form class="compare-other" onSubmit={submit}>
        <input class="input" inputMode="decimal" size={4} aria-label={texts.compareOther} data-testid="compare-count" value={count}
          placeholder="12" onInput={(event) => setCount(event.currentTarget.value)} />
        <select class="input" aria-label={texts.compareUnit} value={unit} onChange={(event) => setUnit(event.currentTarget.value === "d" ? "d" : "h")}>
          <option value="h">{texts.hoursEarlier}</option>
          <option value="d">{texts.daysEarlier}</option>
        </select>
        <button type="submit" class="button quiet small" disabled={!(before > 0)}>{texts.compareShow}</button>
      </form>
    </>
  );
} // prettier-ignore

interface HostProps {
  what: Comparison | null;
  host: string;
  onTake: (hosts: readonly string[]) => void;
}

function HostField({ what, host, onTake }: HostProps) {
  const room = useRoom();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const texts = t.value;
  const chosen = what && !isTime(what) ? what.hosts : [];
  const folded = typed.trim().toLowerCase();
  const options = room.hosts.lines().map((line) => line.host)
    .filter(({ id, name }) => id !== host && !chosen.includes(id) && name.toLowerCase().includes(folded))
    .sort((a, b) => Number(b.name.toLowerCase().startsWith(folded)) - Number(a.name.toLowerCase().startsWith(folded)) || (a.name < b.name ? -1 : 1))
    .slice(0, MOST_OPTIONS); // prettier-ignore
  const place = Math.min(at, options.length - 1);
  const take = (id: string | undefined): void => {
    if (!id) return;
    onTake([...chosen, id]);
    setTyped("");
    setAt(0);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown") setAt(Math.min(options.length - 1, place + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, place - 1));
    else if (event.key === "Enter") take(options[place]?.id);
    else if (event.key === "Backspace" && typed === "" && chosen.length > 0) onTake(chosen.slice(0, -1));
    else return;
    event.preventDefault();
  };
  return (
    <div class="compare-hosts">
      <div class="compare-chosen">
        {chosen.map((id, index) => (
          <button key={id} type="button" class="compare-chip" title={texts.compareWithout(room.hosts.nameOf(id))} onClick={() => onTake(chosen.filter((one) => one !== id))}>
            <i class={`swatch series-${index + 2}`} />
            {room.hosts.nameOf(id)}
            <Icon name="close" size={10} />
          </button>
        ))}
      </div>
      {chosen.length < MOST_HOSTS && (
        <>
          <input class="input" role="combobox" aria-expanded={options.length > 0} aria-controls="compare-options" aria-autocomplete="list"
            aria-activedescendant={options[place] ? `compare-option-${place}` : undefined} aria-label={texts.compareHost} placeholder={texts.compareHost}
            autocomplete="off" spellcheck={false} data-testid="compare-host" value={typed}
            onInput={(event) => { setTyped(event.currentTarget.value); setAt(0); }} onKeyDown={onKey} />
          <ul id="compare-options" class="compare-options" role="listbox" aria-label={texts.compareHost}>
            {options.map((one, index) => (
              <li key={one.id} id={`compare-option-${index}`} role="option" aria-selected={index === place} data-testid={`compare-option-${one.name}`}
                onMouseDown={(event) => { event.preventDefault(); take(one.id); }}>
                <span class={`dot ${one.status}`} />
                {one.name}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
} // prettier-ignore
