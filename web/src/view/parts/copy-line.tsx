/** A line to paste elsewhere, with a button that copies it. */

import { useState } from "preact/hooks";
import { writeClipboard } from "../../edge/clipboard";
import { t } from "../../i18n/language";
import { Icon } from "./icon";
import "./copy-line.css";

const SHOWN_MS = 2_000;

interface Props {
  text: string;
  /** What is copied where that is not the text as it is shown. */
  copies?: string;
  testid?: string;
}

export function CopyLine({ text, copies = text, testid }: Props) {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    void writeClipboard(copies).then((done) => {
      setCopied(done);
      window.setTimeout(() => setCopied(false), SHOWN_MS);
    });
  };
  return (
    <div class="copy-line">
      <code data-testid={testid} tabIndex={0}>
        {text.split(" ").map((word, index) => (
          <Word key={index} word={word} first={index === 0} />
        ))}
      </code>
      <button type="button" class="button quiet small" onClick={copy}>
        <Icon name={copied ? "check" : "copy"} size={14} />
        <span aria-live="polite">{copied ? t.value.copied : t.value.copy}</span>
      </button>
    </div>
  );
}

/** An option is not torn at its dashes: a word stays whole as long as it fits. */
function Word({ word, first }: { word: string; first: boolean }) {
  return (
    <>
      {!first && " "}
      <span class="copy-word">{word}</span>
    </>
  );
}
