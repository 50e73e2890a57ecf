/** What can be done with the hosts of a group: act on each, copy or download what one wrote for all. */

import { useState } from "preact/hooks";
import { plainText } from "../../core/output-lines";
import type { Group } from "../../core/folding";
import { isFinal } from "../../core/run-part";
import { writeClipboard } from "../../edge/clipboard";
import { cancelRun, outputAddress } from "../../edge/runs-http";
import { t } from "../../i18n/language";
import type { RunHost } from "../../store/run-follow";
import { useRoom } from "../context";
import { Icon } from "../parts/icon";
import { useAttempt } from "../parts/use-attempt";
import { SignalMenu } from "./signal-menu";

const SHOWN_MS = 2_000;

interface Props {
  id: string;
  group: Group;
  /** The one that is shown. */
  host: RunHost;
}

export function GroupActions({ id, group, host }: Props) {
  const room = useRoom();
  const { problem, attempt } = useAttempt();
  const [copied, setCopied] = useState(false);
  const texts = t.value;
  const hosts = group.parts.map((part) => part.host);
  const mayAct = room.may("run") && !isFinal(host.part.value.state);
  const copy = async (): Promise<void> => {
    setCopied(await writeClipboard(plainText(host.output.pieces())));
    window.setTimeout(() => setCopied(false), SHOWN_MS);
  };
  return (
    <div class="run-group-acts">
      {mayAct && <SignalMenu id={id} hosts={hosts} className="icon-button" />}
      {mayAct && (
        <button type="button" class="icon-button" data-testid={`run-cancel-${host.id}`} onClick={() => void attempt(() => Promise.all(hosts.map((one) => cancelRun(id, one))))}>
          {texts.runCancel}
        </button>
      )}
      {problem && (
        <span class="problem" role="alert">
          {problem}
        </span>
      )}
      <button type="button" class="icon-button" data-testid={`run-copy-${host.id}`} title={texts.copyOutput} aria-label={texts.copyOutput} onClick={() => void copy()}>
        <Icon name={copied ? "check" : "copy"} size={14} />
        <span class="visually-hidden" aria-live="polite">
          {copied ? texts.copied : ""}
        </span>
      </button>
      <a
        class="icon-button"
        data-testid={`run-download-${host.id}`}
        href={outputAddress(id, host.id, "", "text")}
        title={texts.downloadOne}
        aria-label={texts.downloadOne}
        download
      >
        <Icon name="save" size={14} />
      </a>
    </div>
  );
}
