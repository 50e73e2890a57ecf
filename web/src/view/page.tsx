/** The page: the door one stands at, or the inside. */

import { Bye } from "./gate/bye";
import { Join } from "./gate/join";
import { Locked } from "./gate/locked";
import { Setup } from "./gate/setup";
import { Unreachable } from "./gate/unreachable";
import { RoomContext, useApp } from "./context";
import { Inside } from "./shell/inside";

export function Page() {
  const app = useApp();
  const stage = app.stage.value;
  switch (stage.name) {
    case "starting":
      return null; // answered within a blink; a spinner would only flash
    case "unreachable":
      return <Unreachable />;
    case "setup":
      return <Setup key_={stage.key} />;
    case "join":
      return <Join over={stage.over} />;
    case "locked":
      return <Locked over={stage.over} />;
    case "bye":
      return <Bye />;
    case "inside":
      return (
        <RoomContext.Provider value={app.room.value}>
          <Inside />
        </RoomContext.Provider>
      );
  }
}
