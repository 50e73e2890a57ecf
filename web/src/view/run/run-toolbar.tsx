/** What is shown of a run, how, and the search in what was written. */

import { useState } from "preact/hooks";
import { t } from "../../i18n/language";
import type { Kept, Layout, RunLook, Shown } from "../../store/run-look";
import { Choice } from "../parts/choice";
import { Icon } from "../parts/icon";
import "./run-toolbar.css";

export function RunToolbar({ look }: { look: RunLook }) {
  const texts = t.value;
  const { done, failed, running, waiting } = look.counts.value;
  const total = done + failed + running + waiting;
  const kept: [Kept, string][] = [
    ["all", texts.keepAll(total)],
    ["running", texts.keepRunning(running + waiting)],
    ["failed", texts.keepFailed(failed)],
  ];
  const layouts: [Layout, string][] = [
    ["tabs", texts.layoutTabs],
    ["side", texts.layoutSide],
  ];
  const streams: [Shown, string][] = [
    ["both", texts.streamBoth],
    ["out", "stdout"],
    ["err", "stderr"],
  ];
  const many = total > 1;
  return (
    <div class="run-bar">
      <Search look={look} />
      {many && <Choice name="kept" title={texts.keep} options={kept} chosen={look.kept.value} onChoose={(one) => (look.kept.value = one)} />}
      {many && (
        <Choice name="layout" title={texts.layout} options={layouts} chosen={look.layout.value} onChoose={(one) => (look.layout.value = one)} />
      )}
      <Choice name="stream" title={texts.streams} options={streams} chosen={look.shown.value} onChoose={(one) => (look.shown.value = one)} />
      {many && (
        <button
          type="button"
          class="run-fold"
          data-testid="run-fold"
          aria-pressed={look.folds.value}
          title={texts.foldHint}
          onClick={() => (look.folds.value = !look.folds.value)}
        >
          {texts.fold}
        </button>
      )}
    </div>
  );
}

function Search({ look }: { look: RunLook }) {
  const [typed, setTyped] = useState("");
  const texts = t.value;
  const wanted = look.wanted.value;
  const count = [...look.found.value.values()].reduce((sum, one) => sum + one, 0);
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "Enter") look.turn(event.shiftKey);
    else if (event.key === "Escape" && typed) type("");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const type = (text: string): void => {
    setTyped(text);
    look.search(text);
  };
  return (
    <div class="run-search" role="search">
      <Icon name="search" size={14} />
      <input
        class="input"
        type="search"
        data-testid="run-search"
        aria-label={texts.searchOutput}
        placeholder={texts.searchOutputShort}
        value={typed}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={onKey}
      />
      {wanted && (
        <span class="run-found" role="status" data-testid="run-found">
          {texts.foundPlaces(count)}
        </span>
      )}
      {wanted && (
        <>
          <button type="button" class="icon-button" aria-label={texts.foundBefore} title={texts.foundBefore} onClick={() => look.turn(true)}>
            <Icon name="up" size={13} />
          </button>
          <button type="button" class="icon-button" aria-label={texts.foundNext} title={texts.foundNext} onClick={() => look.turn(false)}>
            <Icon name="down" size={13} />
          </button>
        </>
      )}
    </div>
  );
}
