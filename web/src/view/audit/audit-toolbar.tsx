/** Narrows the audit, and saves a stretch of it. On narrow screens all but the search is folded. */

import { useState } from "preact/hooks";
import { DEEDS, isNarrowed, EVERY_ENTRY } from "../../core/audit-entry";
import { MINUTE } from "../../core/time-range";
import { lookUp } from "../../i18n/catalogue";
import { t } from "../../i18n/language";
import type { AuditList } from "../../store/audit-list";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { SearchField } from "../parts/search-field";

export function AuditToolbar({ list }: { list: AuditList }) {
  const [open, setOpen] = useState(false);
  const texts = t.value;
  const filter = list.filter.value;
  return (
    <div class="audit-bar" role="search">
      <SearchField testid="audit-text" label={texts.auditSearch} value={filter.text} onType={(text) => list.narrow({ text })} />
      <button type="button" class="button quiet audit-fold" data-testid="audit-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        {texts.auditFilters}
        <Icon name="chevronDown" size={12} />
      </button>
      <div class="audit-filters" data-open={open}>
        <Word list={list} name="by" label={texts.auditBy} />
        <label>
          <span class="visually-hidden">{texts.auditDeed}</span>
          <select class="input" data-testid="audit-deed" value={filter.deed} onChange={(event) => list.narrow({ deed: event.currentTarget.value })}>
            <option value="">{texts.auditEveryDeed}</option>
            {DEEDS.map((deed) => (
              <option key={deed} value={deed}>
                {lookUp(texts.deeds, deed)}
              </option>
            ))}
          </select>
        </label>
        <Word list={list} name="on" label={texts.auditOn} />
        <Time list={list} name="from" label={texts.auditFrom} />
        <Time list={list} name="to" label={texts.auditTo} />
        {isNarrowed(filter) && (
          <button type="button" class="link-button audit-clear" data-testid="audit-clear" onClick={() => list.narrow(EVERY_ENTRY)}>
            {texts.showAll}
          </button>
        )}
      </div>
    </div>
  );
}

/** A login or a machine, typed or taken from those that are known. */
function Word({ list, name, label }: { list: AuditList; name: "by" | "on"; label: string }) {
  const room = useRoom();
  const logins = room.people.present.value.map(({ login }) => login);
  const options = name === "by" ? logins : [...room.hosts.cells.value.keys()];
  return (
    <label class="audit-word">
      <span class="visually-hidden">{label}</span>
      <input
        class="input"
        data-testid={`audit-${name}`}
        placeholder={label}
        autocapitalize="none"
        autocomplete="off"
        spellcheck={false}
        list={`audit-${name}-known`}
        value={list.filter.value[name]}
        onInput={(event) => list.narrow({ [name]: event.currentTarget.value.trim() })}
      />
      <datalist id={`audit-${name}-known`}>
        {options.map((option) => (
          <option key={option} value={option} />
        ))}
      </datalist>
    </label>
  );
}

/** Write a time (ms since 1970 UTC; 0 is none) as a field for local times has it. */
function localMinute(at: number): string {
  const offset = new Date(at).getTimezoneOffset() * MINUTE;
  return at > 0 ? new Date(at - offset).toISOString().slice(0, "2026-05-12T14:30".length) : "";
}

function Time({ list, name, label }: { list: AuditList; name: "from" | "to"; label: string }) {
  return (
    <label class="audit-time">
      <span>{label}</span>
      <input
        class="input"
        type="datetime-local"
        data-testid={`audit-${name}`}
        value={localMinute(list.filter.value[name])}
        onChange={(event) => list.narrow({ [name]: new Date(event.currentTarget.value).getTime() || 0 })}
      />
    </label>
  );
}
