/** The page: the door one stands at, or the inside. */

import { RoomContext, useApp } from "./context";
import { Inside } from "./shell/inside";
import { doors } from "./shell/pieces";

export function Page() {
  const app = useApp();
  const stage = app.stage.value;
  if (stage.name === "starting") return null; // answered within a blink; a spinner would only flash
  if (stage.name !== "inside") return <doors.View stage={stage} />;
  return (
    <RoomContext.Provider value={app.room.value}>
      <Inside />
    </RoomContext.Provider>
  );
}
