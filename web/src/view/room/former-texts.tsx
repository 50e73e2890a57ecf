/** What a message said before it was edited. */

import type { Said } from "../../core/timeline";
import { visibleText } from "../../core/visible-text";
import { t } from "../../i18n/language";
import { Modal } from "../parts/modal";
import { When } from "../parts/when";
import "./former-texts.css";

export function FormerTexts({ message, onClose }: { message: Said; onClose: () => void }) {
  return (
    <Modal title={t.value.formerTexts} testid="former-texts" onClose={onClose}>
      <ol class="former-list">
        {message.former.map(({ at, text }, index) => (
          <li key={index}>
            <When at={at} />
            <blockquote class="former-text" dir="auto" data-testid="former-text">
              {visibleText(text)}
            </blockquote>
          </li>
        ))}
      </ol>
    </Modal>
  );
}
