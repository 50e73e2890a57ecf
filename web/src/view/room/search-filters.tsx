/** Where, by whom and when what is searched for was said. */

import type { Signal } from "@preact/signals";
import type { TalkQuestion } from "../../edge/rooms-http";
import { t } from "../../i18n/language";
import { useRoom } from "../context";

interface Props {
  /** The conversation that is shown, in words. */
  here: string;
  isHere: Signal<boolean>;
  onChange: (change: Partial<TalkQuestion>) => void;
}

export function SearchFilters({ here, isHere, onChange }: Props) {
  const texts = t.value;
  const people = useRoom().people.present.value;
  return (
    <div class="talk-search-filters">
      <select
        class="input"
        data-testid="search-where"
        aria-label={texts.searchWhere}
        value={isHere.value ? "here" : "all"}
        onChange={(event) => (isHere.value = event.currentTarget.value === "here")}
      >
        <option value="all">{texts.searchEverywhere}</option>
        <option value="here">{here}</option>
      </select>
      <input
        class="input"
        data-testid="search-by"
        placeholder={texts.searchBy}
        aria-label={texts.searchBy}
        list="search-people"
        maxLength={32}
        onInput={(event) => onChange({ by: event.currentTarget.value.trim() })}
      />
      <datalist id="search-people">
        {people.map(({ login }) => (
          <option key={login} value={login} />
        ))}
      </datalist>
      <label>
        <span>{texts.searchFrom}</span>
        <input type="date" class="input" data-testid="search-from" onInput={(event) => onChange({ from: dayAt(event.currentTarget.value, 0) })} />
      </label>
      <label>
        <span>{texts.searchTo}</span>
        <input type="date" class="input" data-testid="search-to" onInput={(event) => onChange({ to: dayAt(event.currentTarget.value, 1) })} />
      </label>
    </div>
  );
}

/** Return when a day begins here, or one so many days later; undefined for no day. */
function dayAt(day: string, later: number): number | undefined {
  const [year = NaN, month = NaN, date = NaN] = day.split("-").map(Number);
  const at = new Date(year, month - 1, date + later).getTime();
  return Number.isNaN(at) ? undefined : at;
}
