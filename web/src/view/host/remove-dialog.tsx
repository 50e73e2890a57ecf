/** Removing a host revokes its key and takes what is known of it: it is asked once more. */

import { go } from "../../edge/place";
import { removeHost } from "../../edge/machines-http";
import { t } from "../../i18n/language";
import type { Host } from "../../wire/messages.gen";
import { Confirm } from "../parts/confirm";

interface Props {
  host: Host;
  onClose: () => void;
  /** Where it cannot be looked at any more. */
  leave?: () => void;
}

export function RemoveDialog({ host, onClose, leave = () => go({ view: "fleet" }) }: Props) {
  const texts = t.value;
  const done = (): void => {
    onClose();
    leave();
  };
  return (
    <Confirm
      title={texts.removeTitle(host.name)}
      testid="remove"
      yes={texts.removeConfirm}
      isDanger
      act={() => removeHost(host.id)}
      onClose={onClose}
      onDone={done}
    >
      <p class="muted">{texts.removeText}</p>
    </Confirm>
  );
}
