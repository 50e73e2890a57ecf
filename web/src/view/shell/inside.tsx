/** Inside: the bar, what went wrong, the view, and the room beside it. */

import type { Route } from "../../core/route";
import { othersMay } from "../../edge/mark";
import { problem, route } from "../../edge/place";
import { waiters } from "../../edge/proof";
import { t } from "../../i18n/language";
import { dockOpen } from "../../store/preferences";
import { useRoom } from "../context";
import { Dock } from "../room/dock";
import { Bar } from "./bar";
import { Banners } from "./banners";
import { accountPage, admin, fleet, hostPage, problemDialog, proofDialog, runs, timeTip, toaster, tv } from "./pieces";
import "./inside.css";

export function Inside() {
  const room = useRoom();
  const at = route.value;
  const { phase, me, isLate } = room.connection;
  const stale = isLate.value || (phase.value.name !== "live" && me.value !== null);
  if (at.view === "tv") return <tv.View />;
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
            <View at={at} />
          </main>
        )}
        <Dock key={inRoom ? "full" : "side"} full={inRoom} />
      </div>
      {waiters.value.length > 0 && <proofDialog.View />}
      {problem.value && <problemDialog.View />}
      {othersMay.value && <toaster.View />}
      {othersMay.value && <timeTip.View />}
    </div>
  );
}

function View({ at }: { at: Route }) {
  if (at.view === "host") return <hostPage.View key={at.id} id={at.id} />;
  if (at.view === "run" || at.view === "runs") return <runs.View at={at} />;
  if (at.view === "admin") return <admin.View page={at.page} />;
  if (at.view === "account") return <accountPage.View />;
  return <fleet.View />;
}
