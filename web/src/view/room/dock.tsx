/** The room beside the view, or as a view of its own. */

import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { go, route } from "../../edge/place";
import { t } from "../../i18n/language";
import { dockOpen } from "../../store/preferences";
import { useRoom } from "../context";
import { Composer } from "./composer";
import { DockHead } from "./dock-head";
import { PeopleList } from "./people-list";
import { Timeline } from "./timeline";
import "./dock.css";

const BROAD_PX = 1_100; // from here on the list of people has a place of its own

export function Dock({ full }: { full: boolean }) {
  const room = useRoom();
  /** Whom one writes to: "" is everybody. */
  const partner = useSignal(partnerOf());
  const peopleOpen = useSignal(full && window.innerWidth >= BROAD_PX);
  useEffect(() => {
    if (route.value.view !== "room") return;
    partner.value = partnerOf();
    if (partner.value) room.privates.open(partner.value);
  }, [route.value]);

  const turnTo = (login: string): void => {
    if (login) room.privates.open(login);
    partner.value = login;
    if (window.innerWidth < BROAD_PX || !full) peopleOpen.value = false;
    if (full) go({ view: "room", with: login });
  };
  const entries = useComputed(() =>
    partner.value ? room.privates.with(partner.value) : room.main.entries.value,
  );
  if (!full && !dockOpen.value) return null;
  const to = partner.value;
  const Frame = full ? "main" : "aside";
  return (
    <Frame class="dock" data-full={full} data-testid="dock" aria-label={t.value.room} id={full ? "view" : undefined} tabIndex={-1}>
      {full && <h1 class="visually-hidden">{t.value.room}</h1>}
      <DockHead partner={to} onPartner={turnTo} peopleOpen={peopleOpen} />
      <div class="dock-middle">
        <div class="dock-talk">
          <Timeline key={to} partner={to} entries={entries} />
          <Composer key={`to-${to}`} partner={to} onPartner={turnTo} />
        </div>
        {peopleOpen.value && <PeopleList onPartner={turnTo} />}
      </div>
    </Frame>
  );
}

function partnerOf(): string {
  const at = route.value;
  return at.view === "room" ? at.with : "";
}
