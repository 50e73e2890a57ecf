/** What can be done with a host: something run on it, and that it is removed. */

import { useState } from "preact/hooks";
import { t } from "../../i18n/language";
import type { Host } from "../../wire/messages.gen";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { removeDialog, runDialog } from "../shell/pieces";
import "./host-acts.css";

interface Props {
  host: Host;
  /** What the host says it runs. */
  commands: readonly string[];
}

export function HostActs({ host, commands }: Props) {
  const room = useRoom();
  const [asking, setAsking] = useState(false);
  const [removing, setRemoving] = useState(false);
  const texts = t.value;
  const mayRun = host.status !== "down" && !host.paused && room.may("run") && room.reach.value(host);
  return (
    <div class="host-acts">
      {mayRun && (
        <button type="button" class="button small" data-testid="run-open" onClick={() => setAsking(true)}>
          <Icon name="play" size={12} />
          {texts.run}
        </button>
      )}
      {room.may("remove") && (
        <button type="button" class="icon-button" data-testid="remove-open" onClick={() => setRemoving(true)}>
          {texts.remove}
        </button>
      )}
      {removing && <removeDialog.View host={host} onClose={() => setRemoving(false)} />}
      {asking && <runDialog.View host={host} commands={commands} onClose={() => setAsking(false)} />}
    </div>
  );
}
