/** The room's place: beside the view, or as a view of its own. What is said in it is fetched apart. */

import { othersMay } from "../../edge/mark";
import { t } from "../../i18n/language";
import { dockOpen } from "../../store/preferences";
import { dockEdge, talk } from "../shell/pieces";
import "./dock.css";

export function Dock({ full }: { full: boolean }) {
  if (!full && !dockOpen.value) return null;
  const Frame = full ? "main" : "aside";
  return (
    <Frame class="dock" data-full={full} data-testid="dock" aria-label={t.value.room} id={full ? "view" : undefined} tabIndex={-1}>
      {!full && othersMay.value && <dockEdge.View />}
      {(full || othersMay.value) && <talk.View full={full} />}
    </Frame>
  );
}
