/** No session, and not a lab: says how to get in. */

import { route } from "../../edge/place";
import { t } from "../../i18n/language";
import { CopyLine } from "../parts/copy-line";
import { Gate } from "./gate";

export function Locked({ over }: { over: boolean }) {
  const texts = t.value;
  const title = over ? texts.overTitle : route.value.view === "setup" ? texts.setupNoKeyTitle : texts.lockedTitle;
  return (
    <Gate testid="locked" title={title} text={texts.lockedText}>
      <CopyLine text="tocsin-hub open" />
    </Gate>
  );
}
