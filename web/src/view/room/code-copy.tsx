/** Copies a block of code. */

import { useState } from "preact/hooks";
import { writeClipboard } from "../../edge/clipboard";
import { t } from "../../i18n/language";
import { Icon } from "../parts/icon";
import "./code-copy.css";

const SHOWN_MS = 2_000;

export function CodeCopy({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    setCopied(await writeClipboard(text));
    window.setTimeout(() => setCopied(false), SHOWN_MS);
  };
  const label = copied ? t.value.copied : t.value.copy;
  return (
    <button type="button" class="icon-button code-copy" data-testid="code-copy" aria-label={label} title={label} onClick={() => void copy()}>
      <Icon name={copied ? "check" : "copy"} size={13} />
    </button>
  );
}
