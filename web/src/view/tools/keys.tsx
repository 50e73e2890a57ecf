/** The keyboard of the page: what one can do from anywhere, the listener that starts it, and the window's title. */

import { effect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { listenToKeys } from "../../edge/keyboard";
import { route } from "../../edge/place";
import { register } from "../../store/actions";
import { useRoom } from "../context";
import { globalActions } from "./global-actions";
import { NAME, pageTitle } from "./page-title";

export function Keys() {
  const room = useRoom();
  useEffect(() => register(() => globalActions(room)), [room]);
  useEffect(listenToKeys, []);
  useEffect(() => {
    const stop = effect(() => void (document.title = pageTitle(route.value, room)));
    return () => {
      stop();
      document.title = NAME;
    };
  }, [room]);
  return null;
}
