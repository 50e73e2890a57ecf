/** The way in without a link: as a guest where that may be, with a password, by a provider, or how to get a link. */

import { useEffect, useState } from "preact/hooks";
import type { Session } from "../../edge/http";
import { problem, route } from "../../edge/place";
import { t } from "../../i18n/language";
import { useApp } from "../context";
import { Choice } from "../parts/choice";
import { CopyLine } from "../parts/copy-line";
import { Gate } from "./gate";
import { Join } from "./join";
import { LogIn } from "./log-in";
import { Problem } from "./problem";

type Way = "guest" | "account";

/** `over`: the session that ended by itself; who had it finds the login filled in. */
export function Entry({ over }: { over: Session | null }) {
  const hub = useApp().hub.value;
  const hasAccounts = Boolean(hub?.login || hub?.oidc);
  const [way, setWay] = useState<Way>(hub?.lab && !problem.value && (!hasAccounts || !over || over.role === "guest") ? "guest" : "account");
  useEffect(() => () => void (problem.value = ""), []); // it was said at the door
  const texts = t.value;
  if (!hub?.lab && !hasAccounts) return <Locked over={over !== null} />;
  const isGuest = way === "guest";
  const title = over ? texts.overTitle : isGuest ? texts.joinTitle : texts.logInTitle;
  const text = over ? texts.overText : isGuest ? texts.joinText : "";
  return (
    <Gate testid={isGuest ? "join" : "log-in"} title={title} text={text}>
      <Problem />
      {hub?.lab && hasAccounts && (
        <Choice
          name="way"
          title={texts.ways}
          options={[
            ["guest", texts.asGuest],
            ["account", texts.withAccount],
          ]}
          chosen={way}
          onChoose={setWay}
        />
      )}
      {isGuest ? <Join login={over?.login ?? ""} /> : <LogIn login={over?.login ?? ""} />}
    </Gate>
  );
}

/** Nobody can log in yet: only a link leads in. */
function Locked({ over }: { over: boolean }) {
  const texts = t.value;
  const title = over ? texts.overTitle : route.value.view === "setup" ? texts.setupNoKeyTitle : texts.lockedTitle;
  return (
    <Gate testid="locked" title={title} text={texts.lockedText}>
      <CopyLine text="tocsin-hub open" />
    </Gate>
  );
}
