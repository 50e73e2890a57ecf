/** Asks before a message is taken back: others can no longer read it, the log still holds it. */

import type { Said } from "../../core/timeline";
import { t } from "../../i18n/language";
import { takeBack } from "../../store/amend";
import { useRoom } from "../context";
import { Confirm } from "../parts/confirm";
import "./former-texts.css";

interface Props {
  message: Said;
  topic: string;
  onClose: () => void;
}

export function DeleteMessage({ message, topic, onClose }: Props) {
  const { connection } = useRoom();
  const texts = t.value;
  const act = (): Promise<void> => {
    takeBack(connection, topic, message);
    return Promise.resolve();
  };
  return (
    <Confirm title={texts.deleteMessageTitle} testid="delete-message" yes={texts.deleteMessageConfirm} isDanger act={act} onClose={onClose}>
      <blockquote class="former-text" dir="auto">
        {message.text}
      </blockquote>
      <p class="muted">{texts.deleteMessageText}</p>
    </Confirm>
  );
}
