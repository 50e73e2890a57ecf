/** The palette: one field that finds hosts, people, rooms, runs and whatever can be done here. */

import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { find, type Found } from "../../core/palette";
import { t } from "../../i18n/language";
import { recent, remember } from "../../store/recent";
import { palette } from "../../store/tools";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { KeyCaps } from "./key-caps";
import { momentEntry } from "./palette-entries";
import { PaletteRow } from "./palette-row";
import { useEntries } from "./use-entries";
import "./palette.css";

const PAGE = 8;
const LIST = "palette-list";

export function Palette() {
  const room = useRoom();
  const texts = t.value;
  const dialog = useRef<HTMLDialogElement>(null);
  const typed = useSignal(palette.peek() ?? "");
  const chosen = useSignal(0);
  /** What asks for a second Enter. */
  const asked = useSignal("");
  const entries = useEntries();
  const found = useComputed<readonly Found[]>(() => {
    const moment = momentEntry(room, typed.value).map((entry) => ({ entry, at: [] }));
    return [...moment, ...find(entries.value, typed.value, recent.value)];
  });
  const all = found.value;
  const at = Math.min(chosen.value, Math.max(0, all.length - 1));

  useLayoutEffect(() => {
    dialog.current?.showModal();
    return () => dialog.current?.close();
  }, []);
  useEffect(() => {
    document.getElementById(rowId(at))?.scrollIntoView({ block: "nearest" });
  }, [at, all]);

  const close = (): void => void (palette.value = null);
  const take = (index: number): void => {
    const entry = all[index]?.entry;
    if (!entry) return;
    chosen.value = index;
    if (entry.confirm && asked.peek() !== entry.id) return void (asked.value = entry.id);
    remember(entry.id);
    close();
    entry.run();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE };
    const step = steps[event.key];
    if (step !== undefined && all.length > 0) {
      const next = at + step;
      chosen.value = Math.abs(step) === 1 ? (next + all.length) % all.length : Math.max(0, Math.min(all.length - 1, next));
      asked.value = "";
    } else if (event.key === "Enter") take(at);
    else if (event.key === "k" && (event.ctrlKey || event.metaKey)) close();
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      ref={dialog}
      class="palette"
      data-testid="palette"
      aria-label={texts.openPalette}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onMouseDown={(event) => event.target === dialog.current && close()}
    >
      <div class="palette-body">
        <div class="palette-top">
          <Icon name="search" />
          <input
            class="palette-field"
            data-testid="palette-field"
            type="text"
            role="combobox"
            aria-expanded="true"
            aria-controls={LIST}
            aria-autocomplete="list"
            aria-activedescendant={all.length > 0 ? rowId(at) : undefined}
            aria-label={texts.openPalette}
            placeholder={texts.palettePlaceholder}
            autocomplete="off"
            spellcheck={false}
            autofocus
            value={typed.value}
            onInput={(event) => {
              typed.value = event.currentTarget.value;
              chosen.value = 0;
              asked.value = "";
            }}
            onKeyDown={onKey}
          />
          <button type="button" class="icon-button" aria-label={texts.close} title={texts.close} onClick={close}>
            <Icon name="close" />
          </button>
        </div>
        <ul id={LIST} class="palette-list" role="listbox" aria-label={texts.openPalette} tabIndex={-1}>
          {all.map(({ entry, at: letters }, index) => (
            <PaletteRow
              key={entry.id}
              id={rowId(index)}
              entry={entry}
              letters={letters}
              isChosen={index === at}
              isAsked={asked.value === entry.id}
              onTake={() => take(index)}
            />
          ))}
        </ul>
        {all.length === 0 && <p class="palette-nothing muted">{texts.paletteNothing}</p>}
        <p class="visually-hidden" role="status">
          {texts.paletteFound(all.length)}
        </p>
        <footer class="palette-foot">
          <span>{texts.paletteHint}</span>
          <span class="palette-how" aria-hidden="true">
            <KeyCaps keys="↑ ↓" anyOf /> {texts.toChoose} <KeyCaps keys="Enter" /> {texts.toOpen}
          </span>
        </footer>
      </div>
    </dialog>
  );
}

function rowId(index: number): string {
  return `palette-${index}`;
}
