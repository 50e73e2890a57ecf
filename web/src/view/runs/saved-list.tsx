/** Runs that are saved: asked for again with one press, changed, removed. */

import { useEffect, useMemo, useState } from "preact/hooks";
import { shownLine } from "../../core/command-line";
import { go } from "../../edge/place";
import { removeSaved } from "../../edge/runs-http";
import { t } from "../../i18n/language";
import { askFor } from "../../store/run-request";
import { SavedRuns, type Saved } from "../../store/saved-runs";
import { useRoom } from "../context";
import { Confirm } from "../parts/confirm";
import { Icon } from "../parts/icon";
import { Menu } from "../parts/menu";
import { useAttempt } from "../parts/use-attempt";
import { SaveDialog } from "./save-dialog";
import "./saved-list.css";

export function SavedList() {
  const { connection } = useRoom();
  const saved = useMemo(() => new SavedRuns(connection), [connection]);
  useEffect(() => saved.close, [saved]);
  const all = saved.all.value;
  if (all.length === 0) return null;
  return (
    <section class="saved" aria-label={t.value.savedRuns} data-testid="saved-runs">
      <h2>{t.value.savedRuns}</h2>
      <ul>
        {all.map((one) => (
          <SavedCard key={one.id} saved={one} />
        ))}
      </ul>
    </section>
  );
}

function SavedCard({ saved }: { saved: Saved }) {
  const room = useRoom();
  const { problem, attempt } = useAttempt();
  const [asked, setAsked] = useState<"edit" | "remove" | null>(null);
  const texts = t.value;
  const { id, name, command, where, by } = saved;
  const [args, timeoutMs] = [saved.arguments ?? [], saved.timeout_ms ?? 0];
  const start = async (): Promise<void> => go({ view: "run", id: await askFor({ hosts: where, command, arguments: args, timeoutMs }) });
  return (
    <li class="saved-card" data-testid={`saved-${id}`}>
      <div class="saved-what">
        <strong>{name}</strong>
        <code>{shownLine(command, args)}</code>
        <span class="hint">{[where.join(", "), by].filter(Boolean).join(" · ")}</span>
        {problem && (
          <span class="problem" role="alert">
            {problem}
          </span>
        )}
      </div>
      {room.may("run") && (
        <div class="saved-acts">
          <button type="button" class="button quiet small" data-testid={`saved-run-${id}`} onClick={() => void attempt(start)}>
            <Icon name="play" size={12} />
            {texts.runStart}
          </button>
          <Menu
            label={<span class="visually-hidden">{texts.more}</span>}
            title={`${texts.more}: ${name}`}
            testid={`saved-more-${id}`}
            className="icon-button"
            ofRow
            actions={[
              { id: "edit", label: texts.edit },
              { id: "remove", label: texts.savedRemove, danger: true },
            ]}
            onAct={(act) => setAsked(act === "edit" ? "edit" : "remove")}
          />
        </div>
      )}
      {asked === "edit" && (
        <SaveDialog id={id} wish={{ name, command, where, arguments: args, timeout_ms: timeoutMs }} onClose={() => setAsked(null)} />
      )}
      {asked === "remove" && (
        <Confirm
          title={texts.savedRemoveTitle(name)}
          testid="saved-remove"
          yes={texts.savedRemoveYes}
          isDanger
          act={() => removeSaved(id)}
          onClose={() => setAsked(null)}
        >
          <p class="muted">{texts.savedRemoveText}</p>
        </Confirm>
      )}
    </li>
  );
}
