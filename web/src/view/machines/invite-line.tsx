/** The line to paste on a machine, and, live, the machines that came by it. */

import { useState } from "preact/hooks";
import { lineForNow, tunnelFor } from "../../core/invitation";
import type { MadeCode } from "../../edge/machines-http";
import { formats, t } from "../../i18n/language";
import { useRoom } from "../context";
import { Choice } from "../parts/choice";
import { CopyLine } from "../parts/copy-line";
import { Link } from "../parts/link";
import type { InviteWish } from "./invite-form";

interface Props {
  code: MadeCode;
  wish: InviteWish;
  before: ReadonlySet<string>;
  onAgain: () => void;
}

const AGENT = "pip install ./wire ./agent";

export function InviteLine({ code, wish, before, onAgain }: Props) {
  const [stays, setStays] = useState(true);
  const texts = t.value;
  const tunnel = tunnelFor(code.command);
  const until = formats.value.time(code.expires);
  return (
    <>
      <Choice
        name="invite-as"
        title={texts.inviteAs}
        options={[
          ["service", texts.inviteService],
          ["once", texts.inviteOnce],
        ]}
        chosen={stays ? "service" : "once"}
        onChoose={(one) => setStays(one === "service")}
      />
      <p>{stays ? texts.inviteRoot : texts.inviteAny}</p>
      <CopyLine text={stays ? code.install : lineForNow(code.command)} testid="join-command" />
      <p class="hint">{wish.uses === 1 ? texts.inviteOnceUntil(until) : texts.inviteManyUntil(wish.uses, formats.value.moment(code.expires))}</p>
      <Arrivals before={before} />
      <details class="invite-more" open={tunnel !== ""}>
        <summary>{texts.inviteMore}</summary>
        <p>{texts.inviteAgent}</p>
        <CopyLine text={AGENT} />
        {tunnel && (
          <>
            <p>{texts.inviteTunnel}</p>
            <CopyLine text={tunnel} testid="join-tunnel" />
          </>
        )}
      </details>
      <p class="invite-foot">
        <button type="button" class="link-button" data-testid="invite-again" onClick={onAgain}>
          {texts.inviteAgain}
        </button>
      </p>
    </>
  );
}

/** What the hub said of machines since the line was made. */
function Arrivals({ before }: { before: ReadonlySet<string> }) {
  const room = useRoom();
  const texts = t.value;
  const came = [...room.hosts.cells.value.values()].map((cell) => cell.host.value).filter((host) => !before.has(host.id));
  return (
    <div class="arrivals" role="status" data-testid="invite-status">
      {came.map((host) => (
        <p key={host.id}>
          <i class="dot up" />
          <span>
            {texts.inviteCame}{" "}
            <Link to={{ view: "host", id: host.id }} testid={`came-${host.id}`}>
              <bdi>{host.name}</bdi>
            </Link>
          </span>
        </p>
      ))}
      {came.length === 0 && (
        <p>
          <i class="dot waiting" />
          {texts.inviteWait}
        </p>
      )}
    </div>
  );
}
