/** Two machines show one identity: what that means, what to look at, and the admin's two ways on. */

import { useState } from "preact/hooks";
import { resumeHost } from "../../edge/machines-http";
import { t } from "../../i18n/language";
import type { Host } from "../../wire/messages.gen";
import { Confirm } from "../parts/confirm";
import { Icon } from "../parts/icon";
import { Link } from "../parts/link";
import { removeDialog } from "../shell/pieces";

export function PausedCard({ host }: { host: Host }) {
  const [doing, setDoing] = useState<"" | "resume" | "remove">("");
  const texts = t.value;
  const stop = (): void => setDoing("");
  return (
    <section class="paused-card" data-testid={`paused-${host.id}`}>
      <h2>
        <Icon name="warning" />
        <Link to={{ view: "host", id: host.id }}>
          <bdi>{host.name}</bdi>
        </Link>{" "}
        <span>{texts.pausedTitle}</span>
      </h2>
      <p>{texts.pausedMeans}</p>
      <ul class="next-steps">
        <li>{texts.pausedCheckCopy}</li>
        <li>{texts.pausedCheckRestore}</li>
        <li>{texts.pausedCheckElse}</li>
      </ul>
      <div class="paused-acts">
        <button type="button" class="button small" data-testid={`resume-${host.id}`} onClick={() => setDoing("resume")}>
          {texts.pausedResume}
        </button>
        <button type="button" class="button quiet small" data-testid={`paused-remove-${host.id}`} onClick={() => setDoing("remove")}>
          {texts.remove}
        </button>
      </div>
      {doing === "resume" && (
        <Confirm title={texts.resumeTitle(host.name)} testid="resume" yes={texts.pausedResume} act={() => resumeHost(host.id)} onClose={stop}>
          <p class="muted">{texts.resumeText}</p>
        </Confirm>
      )}
      {doing === "remove" && <removeDialog.View host={host} onClose={stop} leave={() => undefined} />}
    </section>
  );
}
