/** Makes a join code and shows the one line that adds a machine; says what happens next, and who came. */

import { useState } from "preact/hooks";
import { makeCode, type MadeCode } from "../../edge/machines-http";
import { t } from "../../i18n/language";
import { useRoom } from "../context";
import { useAttempt } from "../parts/use-attempt";
import { InviteForm, type InviteWish } from "./invite-form";
import { InviteLine } from "./invite-line";
import "../../style/forms.css";
import "./invite.css";

interface Made {
  code: MadeCode;
  wish: InviteWish;
  /** The hosts there were: whoever else is there came since. */
  before: ReadonlySet<string>;
}

export function Invite() {
  const room = useRoom();
  const { problem, attempt } = useAttempt();
  const [made, setMade] = useState<Made | null>(null);
  const [busy, setBusy] = useState(false);
  const make = async (wish: InviteWish): Promise<void> => {
    setBusy(true);
    const before = new Set(room.hosts.cells.value.keys());
    await attempt(async () => setMade({ code: await makeCode(wish.uses, wish.minutes), wish, before }));
    setBusy(false);
  };
  return (
    <div class="invite" data-testid="invite">
      {!made && <p class="hint">{t.value.inviteHint}</p>}
      {made ? <InviteLine {...made} onAgain={() => setMade(null)} /> : <InviteForm busy={busy} onMake={(wish) => void make(wish)} />}
      {problem && (
        <p class="problem" role="alert" data-testid="invite-problem">
          {problem}
        </p>
      )}
    </div>
  );
}
