/** One turn of a screen: the view of a path. */

import { readRoute } from "../../core/route";
import { ClockSlide } from "./clock-slide";
import { FleetSlide } from "./fleet-slide";
import { HostSlide } from "./host-slide";
import { RoomSlide } from "./room-slide";

/** The only view that is a screen's alone. */
const CLOCK = "/clock";

export function Slide({ path, name }: { path: string; name: string }) {
  if (path === CLOCK) return <ClockSlide name={name} />;
  const [where = "/", search = ""] = path.split("?");
  const route = readRoute(where, search);
  if (route.view === "host") return <HostSlide id={route.id} />;
  if (route.view === "room") return <RoomSlide />;
  return <FleetSlide name={name} filter={new URLSearchParams(search).get("q") ?? ""} />;
}
