/** Narrows the list of runs. */

import { t } from "../../i18n/language";
import type { RunList } from "../../store/run-list";
import { go } from "../../edge/place";
import { useRoom } from "../context";
import { SearchField } from "../parts/search-field";

export function RunsToolbar({ list }: { list: RunList }) {
  const room = useRoom();
  const texts = t.value;
  const filter = list.filter.value;
  const hosts = room.hosts.lines().map(({ host }) => host).sort((a, b) => a.name.localeCompare(b.name));
  return (
    <div class="runs-bar" role="search">
      <SearchField testid="runs-search" label={texts.runsSearch} value={filter.text} onType={(text) => list.narrow({ text })} />
      <label>
        <span class="visually-hidden">{texts.runsHost}</span>
        <select
          class="input"
          data-testid="runs-host"
          value={filter.host}
          onChange={(event) => go({ view: "runs", host: event.currentTarget.value })}
        >
          <option value="">{texts.runsEveryHost}</option>
          {filter.host && !hosts.some(({ id }) => id === filter.host) && <option value={filter.host}>{filter.host}</option>}
          {hosts.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="visually-hidden">{texts.runsBy}</span>
        <input
          class="input runs-by-field"
          data-testid="runs-by"
          placeholder={texts.runsBy}
          autocapitalize="none"
          autocomplete="off"
          spellcheck={false}
          value={filter.by}
          onInput={(event) => list.narrow({ by: event.currentTarget.value.trim() })}
        />
      </label>
      <label class="check">
        <input type="checkbox" data-testid="runs-failed" checked={filter.failed} onChange={(event) => list.narrow({ failed: event.currentTarget.checked })} />
        {texts.runsFailedOnly}
      </label>
    </div>
  );
}
