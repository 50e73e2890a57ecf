/** Queries under names, remembered in this browser. */

import { useState } from "preact/hooks";
import { t } from "../../i18n/language";
import { forgetFilter, savedFilters, saveFilter } from "../../store/fleet-choice";
import type { FleetView } from "../../store/fleet-view";
import { Icon } from "../parts/icon";
import { Popover } from "../parts/popover";
import "./fleet-panel.css";

const LONGEST = 40;

export function SavedFilters({ view }: { view: FleetView }) {
  const texts = t.value;
  const saved = savedFilters.value;
  const typed = view.typed.value.trim();
  const current = saved.find((one) => one.query === typed);
  return (
    <Popover
      panelClass="fleet-panel"
      label={<Icon name={current ? "starFull" : "star"} size={15} />}
      title={texts.savedFilters}
      testid="saved-filters"
      className="icon-button filter-saved"
    >
      {(close) => (
        <>
          <section>
            <h2>{texts.savedFilters}</h2>
            {saved.length === 0 && <p class="hint">{texts.savedFiltersNone}</p>}
            <ul>
              {saved.map(({ name, query }) => (
                <li key={name} class="saved-filter" data-testid={`saved-filter-${name}`}>
                  <button
                    type="button"
                    class="saved-filter-use"
                    aria-pressed={query === typed}
                    onClick={() => {
                      view.typed.value = query;
                      close();
                    }}
                  >
                    <span>{name}</span>
                    <code>{query}</code>
                  </button>
                  <button
                    type="button"
                    class="icon-button"
                    aria-label={texts.savedFilterForget(name)}
                    title={texts.savedFilterForget(name)}
                    onClick={() => forgetFilter(name)}
                  >
                    <Icon name="close" size={12} />
                  </button>
                </li>
              ))}
            </ul>
          </section>
          {typed !== "" && !current && <Save query={typed} onSave={close} />}
        </>
      )}
    </Popover>
  );
}

function Save({ query, onSave }: { query: string; onSave: () => void }) {
  const [name, setName] = useState("");
  const texts = t.value;
  const submit = (event: Event): void => {
    event.preventDefault();
    if (!name.trim()) return;
    saveFilter(name.trim(), query);
    onSave();
  };
  return (
    <form class="saved-filter-new" onSubmit={submit}>
      <h2 id="save-filter">
        {texts.savedFilterNew} <code>{query}</code>
      </h2>
      <input
        class="input"
        data-testid="save-filter-name"
        aria-labelledby="save-filter"
        placeholder={texts.savedFilterName}
        maxLength={LONGEST}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <button type="submit" class="button small" data-testid="save-filter" disabled={!name.trim()}>
        {texts.save}
      </button>
    </form>
  );
}
