/** The doors one may stand at. */

import { useEffect } from "preact/hooks";
import { letOthers } from "../../edge/mark";
import type { Stage } from "../../store/app";
import { Bye } from "./bye";
import { route } from "../../edge/place";
import { Entry } from "./entry";
import { NoScreen } from "./no-screen";
import { Setup } from "./setup";
import { Unreachable } from "./unreachable";

export type Door = Exclude<Stage, { name: "starting" } | { name: "inside" }>;

export function Doors({ stage }: { stage: Door }) {
  useEffect(letOthers, []); // what is behind it is here before one is in
  if (route.value.view === "tv" && stage.name !== "unreachable") return <NoScreen />;
  switch (stage.name) {
    case "unreachable":
      return <Unreachable />;
    case "setup":
      return <Setup key={stage.key} setupKey={stage.key} />;
    case "entry":
      return <Entry over={stage.over} />;
    case "bye":
      return <Bye />;
  }
}
