/** A conversation with its head, its lines, the place to write, and the people who are here. */

import { useSignal, type Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { go } from "../../edge/place";
import { t } from "../../i18n/language";
import { Runs } from "../../store/runs";
import { useRoom } from "../context";
import { Composer } from "./composer";
import { DockHead } from "./dock-head";
import { PeopleList } from "./people-list";
import { Timeline } from "./timeline";
import { useProof } from "./use-proof";
import { RunsContext } from "./use-runs";
import "./talk.css";

const BROAD_PX = 1_100; // from here on the list of people has a place of its own

interface Props {
  full: boolean;
  /** Whom one writes to: "" is everybody. */
  partner: Signal<string>;
}

export function Talk({ full, partner }: Props) {
  const room = useRoom();
  const peopleOpen = useSignal(full && window.innerWidth >= BROAD_PX);
  useProof(room.connection);
  const runs = useMemo(() => new Runs(room.connection), [room]);
  const turnTo = (login: string): void => {
    if (login) room.privates.open(login);
    partner.value = login;
    if (window.innerWidth < BROAD_PX || !full) peopleOpen.value = false;
    if (full) go({ view: "room", with: login });
  };
  const to = partner.value;
  return (
    <RunsContext.Provider value={runs}>
      {full && <h1 class="visually-hidden">{t.value.room}</h1>}
      <DockHead partner={to} onPartner={turnTo} peopleOpen={peopleOpen} />
      <div class="dock-middle">
        <div class="dock-talk">
          <Timeline key={to} partner={to} />
          <Composer key={`to-${to}`} partner={to} onPartner={turnTo} />
        </div>
        {peopleOpen.value && <PeopleList onPartner={turnTo} />}
      </div>
    </RunsContext.Provider>
  );
}
