/** The codes that stand in for a lost phone: shown once, to be kept elsewhere. */

import { useState } from "preact/hooks";
import { writeClipboard } from "../../edge/clipboard";
import { saveFile } from "../../edge/save-file";
import { t } from "../../i18n/language";
import { Icon } from "../parts/icon";

interface Props {
  codes: readonly string[];
  login: string;
  onDone: () => void;
}

export function RecoveryCodes({ codes, login, onDone }: Props) {
  const [isCopied, setCopied] = useState(false);
  const texts = t.value;
  const text = `${codes.join("\n")}\n`;
  const save = (): void => saveFile(`tocsin-${login}-recovery.txt`, `${texts.recoveryFile(login, location.host)}\n\n${text}`);
  return (
    <div class="once" data-testid="recovery-codes">
      <p>
        <strong>{texts.recoveryTitle}</strong> {texts.recoveryText}
      </p>
      <ul class="recovery-list">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div class="account-acts">
        <button type="button" class="button quiet small" onClick={() => void writeClipboard(text).then(setCopied)}>
          <Icon name={isCopied ? "check" : "copy"} size={14} />
          <span aria-live="polite">{isCopied ? texts.copied : texts.copy}</span>
        </button>
        <button type="button" class="button quiet small" data-testid="recovery-save" onClick={save}>
          <Icon name="save" size={14} />
          {texts.download}
        </button>
        <button type="button" class="button small" data-testid="recovery-done" onClick={onDone}>
          {texts.recoveryKept}
        </button>
      </div>
    </div>
  );
}
