/** What the bar gets when the view is drawn: the links of those who look after the hub, and the keyboard. */

import { useRoom } from "../context";
import { Keys } from "../tools/keys";
import { PaletteButton } from "../tools/palette-button";
import { AdminLinks } from "./admin-links";

export function BarRest() {
  const room = useRoom();
  return (
    <>
      {room.may("audit") && <AdminLinks />}
      <PaletteButton />
      <Keys />
    </>
  );
}
