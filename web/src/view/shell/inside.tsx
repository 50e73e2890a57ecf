/** Inside: the bar, what went wrong, the view, and the room beside it. */

import { lazy } from "./lazy";
import { route } from "../../edge/place";
import { t } from "../../i18n/language";
import { dockOpen } from "../../store/preferences";
import { useRoom } from "../context";
import { Fleet } from "../fleet/fleet";
import { Dock } from "../room/dock";
import { Bar } from "./bar";
import { Banners } from "./banners";
import "./inside.css";

// Charts are half of the page's weight and needed on one view only.
const hostPage = lazy(() => import("../host/host-page").then((module) => module.HostPage));
const IDLE_MS = 1_500;

if (route.value.view === "host") hostPage.prepare();
else window.setTimeout(hostPage.prepare, IDLE_MS);

export function Inside() {
  const room = useRoom();
  const at = route.value;
  const stale = room.connection.phase.value.name !== "live" && room.connection.me.value !== null;
  const inRoom = at.view === "room";
  return (
    <div class="inside" data-view={at.view} data-dock={dockOpen.value ? "open" : "closed"}>
      <a class="skip" href="#view">
        {t.value.skip}
      </a>
      <Bar />
      <Banners />
      <div class="inside-body">
        {!inRoom && (
          <main id="view" class="view" data-stale={stale} tabIndex={-1}>
            {at.view === "host" ? <hostPage.View key={at.id} id={at.id} /> : <Fleet />}
          </main>
        )}
        <Dock key={inRoom ? "full" : "side"} full={inRoom} />
      </div>
    </div>
  );
}
