/** The room's place: beside the view, or as a view of its own. What is said in it is fetched apart. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { othersMay } from "../../edge/mark";
import { route } from "../../edge/place";
import { t } from "../../i18n/language";
import { dockOpen } from "../../store/preferences";
import { useRoom } from "../context";
import { dockEdge, talk } from "../shell/pieces";
import "./dock.css";

export function Dock({ full }: { full: boolean }) {
  const room = useRoom();
  /** Whom one writes to: "" is everybody. */
  const partner = useSignal(partnerOf());
  useEffect(() => {
    if (route.value.view !== "room") return;
    partner.value = partnerOf();
    if (partner.value) room.privates.open(partner.value);
  }, [route.value]);
  if (!full && !dockOpen.value) return null;
  const Frame = full ? "main" : "aside";
  return (
    <Frame class="dock" data-full={full} data-testid="dock" aria-label={t.value.room} id={full ? "view" : undefined} tabIndex={-1}>
      {!full && othersMay.value && <dockEdge.View />}
      {(full || othersMay.value) && <talk.View full={full} partner={partner} />}
    </Frame>
  );
}

function partnerOf(): string {
  const at = route.value;
  return at.view === "room" ? at.with : "";
}
