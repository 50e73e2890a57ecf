/** Addresses of the page's views. Pure. */

export type Route =
  | { view: "fleet" }
  | { view: "host"; id: string }
  | { view: "room"; with: string } // `with` is a login for a private conversation, "" for the room
  | { view: "setup" };

export function readRoute(path: string): Route {
  const [first, second] = path.split("/").filter(Boolean).map(decode);
  if (first === "host" && second) return { view: "host", id: second };
  if (first === "room") return { view: "room", with: "" };
  if (first === "private" && second) return { view: "room", with: second };
  if (first === "setup") return { view: "setup" };
  return { view: "fleet" };
}

export function pathOf(route: Route): string {
  if (route.view === "host") return `/host/${encodeURIComponent(route.id)}`;
  if (route.view === "room") return route.with ? `/private/${encodeURIComponent(route.with)}` : "/room";
  return route.view === "setup" ? "/setup" : "/";
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
