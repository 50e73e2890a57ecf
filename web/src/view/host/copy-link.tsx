/** Copies a link to exactly what is shown now: it says the same tomorrow. */

import { useState } from "preact/hooks";
import { writeComparison } from "../../core/compare";
import { writeLook } from "../../core/look-link";
import { writeClipboard } from "../../edge/clipboard";
import { t } from "../../i18n/language";
import type { Comparing } from "../../store/comparing";
import type { HostView } from "../../store/host-view";
import { Icon } from "../parts/icon";

const SAID_MS = 2_000;

export function CopyLink({ view, comparing }: { view: HostView; comparing: Comparing }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    if (!(await writeClipboard(linkTo(view, comparing)))) return;
    setCopied(true);
    window.setTimeout(() => setCopied(false), SAID_MS);
  };
  const title = copied ? t.value.linkCopied : t.value.copyLink;
  return (
    <>
      <button type="button" class="icon-button" aria-label={title} title={title} data-testid="copy-link" data-copied={copied} onClick={() => void copy()}>
        <Icon name={copied ? "check" : "link"} size={14} />
      </button>
      <span class="visually-hidden" role="status">
        {copied ? t.value.linkCopied : ""}
      </span>
    </>
  );
}

/** What is live has moved on when somebody opens it: the link names the times. */
export function linkTo(view: HostView, comparing: Comparing): string {
  const { from, to } = view.range();
  const range = { from: Math.round(from), to: Math.round(to) };
  return location.origin + location.pathname + writeLook(range, view.pinned.peek(), writeComparison(comparing.what.peek()));
}
