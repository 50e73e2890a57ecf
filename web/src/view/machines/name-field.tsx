/** A machine's name, being changed: Enter keeps it, Escape leaves it as it was. */

import { useState } from "preact/hooks";
import { changeHost } from "../../edge/machines-http";
import { t } from "../../i18n/language";
import { show } from "../../store/toasts";
import type { Host } from "../../wire/messages.gen";
import { useAttempt } from "../parts/use-attempt";

const LONGEST_NAME = 48;

export function NameField({ host, onClose }: { host: Host; onClose: () => void }) {
  const { problem, attempt } = useAttempt();
  const [name, setName] = useState(host.name);
  const texts = t.value;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wish = name.trim();
    if (wish === "" || wish === host.name) return onClose();
    if (!(await attempt(() => changeHost(host.id, { name: wish })))) return;
    onClose();
    show(texts.machineRenamed(host.name, wish), () => void changeHost(host.id, { name: host.name }).catch(() => show(texts.undoFailed)));
  };
  return (
    <form class="name-field" onSubmit={(event) => void submit(event)}>
      <input
        class="input"
        data-testid="machine-name"
        aria-label={texts.machineRename}
        maxLength={LONGEST_NAME}
        autoFocus
        autocomplete="off"
        spellcheck={false}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && onClose()}
      />
      <button type="submit" class="button small" data-testid="machine-name-save">
        {texts.save}
      </button>
      {problem && (
        <p class="problem" role="alert" data-testid="machine-problem">
          {problem}
        </p>
      )}
    </form>
  );
}
