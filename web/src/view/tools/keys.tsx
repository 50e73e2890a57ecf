/** The keyboard of the page: what one can do from anywhere, the listener that starts it, and what it opens. */

import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { pathOf } from "../../core/route";
import { listenToKeys } from "../../edge/keyboard";
import { route } from "../../edge/place";
import { focusView } from "../../edge/view-focus";
import { t } from "../../i18n/language";
import { explain, register } from "../../store/actions";
import { helpOpen, palette, screensOpen } from "../../store/tools";
import { useRoom } from "../context";
import { sheets } from "../shell/pieces";
import { Announcer } from "./announcer";
import { globalActions } from "./global-actions";
import { NAME, pageTitle } from "./page-title";

export function Keys() {
  const room = useRoom();
  useEffect(() => register(() => globalActions(room)), [room]);
  useEffect(listenToKeys, []);
  useEffect(() => explain(() => [{ keys: "Esc", title: t.value.leaveField, group: t.value.toolsGroup }]), []);
  useEffect(() => {
    const stop = effect(() => void (document.title = pageTitle(route.value, room)));
    return () => {
      stop();
      document.title = NAME;
    };
  }, [room]);
  useViewFocus();
  return (
    <>
      <Announcer />
      {(palette.value !== null || helpOpen.value || screensOpen.value) && <sheets.View />}
    </>
  );
}

/** Another view, not another part of the same one. */
function useViewFocus(): void {
  const path = pathOf(route.value).split("?")[0] ?? "";
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== path) requestAnimationFrame(focusView); // after a dialog that closes has given it back
    before.current = path;
  }, [path]);
}
