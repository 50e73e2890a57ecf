/** What can be done with the hosts that are selected: run on them, copy their names, let go of them. */

import { useState } from "preact/hooks";
import { besidePath, MOST_BESIDE } from "../../core/beside";
import { hiddenOf, NOTHING_SELECTED } from "../../core/selection";
import { writeClipboard } from "../../edge/clipboard";
import { visit } from "../../edge/visit";
import { t } from "../../i18n/language";
import type { FleetView } from "../../store/fleet-view";
import { MAX_TARGETS, type Host } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { runDialog } from "../shell/pieces";

export function SelectionBar({ view }: { view: FleetView }) {
  const room = useRoom();
  const [running, setRunning] = useState(false);
  const [copied, setCopied] = useState(false);
  const texts = t.value;
  const selection = view.selection.value;
  const hosts = [...selection].flatMap((id) => room.hosts.cells.value.get(id)?.host.value ?? []);
  const hidden = hiddenOf(selection, view.shown.value);
  const outside = hosts.filter((host) => !room.reach.value(host));
  const why = whyNot(hosts, outside);
  const clear = (): void => void (view.selection.value = NOTHING_SELECTED);
  const copy = async (): Promise<void> => {
    setCopied(await writeClipboard(hosts.map((host) => host.name).join("\n")));
    window.setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <div class="selection-bar" role="toolbar" aria-label={texts.selected(hosts.length)} data-testid="selection-bar">
      <span class="selection-count" role="status">
        {texts.selected(hosts.length)}
        {hidden > 0 && <span class="muted"> {texts.selectedHidden(hidden)}</span>}
      </span>
      {room.may("run") && (
        <button
          type="button"
          class="button small"
          data-testid="selection-run"
          disabled={why !== ""}
          title={why}
          aria-describedby={why ? "selection-why" : undefined}
          onClick={() => setRunning(true)}
        >
          <Icon name="play" size={12} />
          {texts.runOn(hosts.length)}
        </button>
      )}
      {room.may("run") && why !== "" && (
        <span class="selection-why" id="selection-why">
          {why}{" "}
          {outside.length > 0 && outside.length < hosts.length && (
            <button
              type="button"
              class="link-button"
              data-testid="selection-within"
              onClick={() => {
                const gone = new Set(outside.map((host) => host.id));
                view.selection.value = new Set([...selection].filter((id) => !gone.has(id)));
              }}
            >
              {texts.selectedWithin}
            </button>
          )}
        </span>
      )}
      {hosts.length > 1 && (
        <button
          type="button"
          class="button quiet small"
          data-testid="selection-beside"
          disabled={hosts.length > MOST_BESIDE}
          title={hosts.length > MOST_BESIDE ? texts.besideTooMany(MOST_BESIDE) : ""}
          onClick={() => visit(besidePath(hosts.map((host) => host.id)))}
        >
          <Icon name="gitCompare" size={12} />
          {texts.openBeside}
        </button>
      )}
      <button type="button" class="button quiet small" data-testid="selection-copy" onClick={() => void copy()}>
        <Icon name={copied ? "check" : "copy"} size={12} />
        {copied ? texts.copied : texts.copyNames}
      </button>
      <button type="button" class="icon-button selection-clear" data-testid="selection-clear" aria-label={texts.selectNone} title={texts.selectNone} onClick={clear}>
        <Icon name="close" size={14} />
      </button>
      {running && <runDialog.View commands={[]} targets={hosts} onClose={() => setRunning(false)} />}
    </div>
  );
}

/** Why nothing can be run on these hosts, "" when something can. */
function whyNot(hosts: readonly Host[], outside: readonly Host[]): string {
  const texts = t.value;
  if (outside.length > 0) return texts.selectedOutside(outside.length);
  if (hosts.length > MAX_TARGETS) return texts.selectedTooMany(MAX_TARGETS);
  if (hosts.every((host) => host.status === "down" || host.status === "expected")) return texts.selectedAway;
  return "";
}
