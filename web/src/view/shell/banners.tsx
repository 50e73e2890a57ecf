/** What concerns the whole page: no encryption, no hub, a hub that was stopped, a hub of another version. */

import { othersMay } from "../../edge/mark";
import { useRoom } from "../context";
import { Insecure } from "./insecure";
import { linkBanner, pausedBanner } from "./pieces";

export function Banners() {
  const room = useRoom();
  return (
    <div class="banners" role="status">
      <Insecure />
      {othersMay.value && (
        <>
          {room.may("invite") && <pausedBanner.View />}
          <linkBanner.View />
        </>
      )}
    </div>
  );
}
